import { Fault } from "../model/fault.ts";
import type { Json } from "../model/json.ts";
import { readConfig } from "./configfile.ts";

/**
 * The JSON documents of a file that a cloud's command line wrote: one, or one a line. A byte order mark and UTF-16, as
 * PowerShell writes it, are read as well.
 *
 * @throws Fault `config-unreadable`, `cloud-malformed`
 */
export async function readListing(path: string): Promise<readonly Json[]> {
  const text = decoded(await readConfig(path)).trim();
  if (text === "") return [];
  try {
    return [JSON.parse(text) as Json];
  } catch (cause) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    try {
      if (lines.length > 1) return lines.map((line) => JSON.parse(line) as Json);
    } catch {
      // What is wrong with the whole says more than what is wrong with its first line.
    }
    throw malformed(path, cause);
  }
}

function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  return new TextDecoder("utf-8").decode(bytes);
}

function malformed(path: string, cause: unknown): Fault {
  const at = /position (\d+)/.exec(String(cause))?.[1];
  return new Fault({
    code: "cloud-malformed",
    where: path,
    what: `it is no JSON${at === undefined ? "" : ` (wrong at character ${at})`}`,
    remedy: "list again with JSON as the output format",
    cause,
  });
}
