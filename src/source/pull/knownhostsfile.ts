import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { Fault } from "../../model/fault.ts";
import { type HostKeyCase, type HostKeyVerdict, judgeHostKey, knownHostLine } from "./hostkey.ts";
import { type HostKeys, hostIndex, readKnownHosts } from "./knownhosts.ts";

/** The known host keys of one run; a key that is accepted is known from then on. */
export interface HostKeyBook {
  keys(host: string, port: number): HostKeys;
  judge(key: Buffer, of: Omit<HostKeyCase, "keys">): HostKeyVerdict;
  /** Lines that could not be read, as `FILE:LINE`. */
  readonly unread: readonly string[];
}

/** Reads the files that are there. Keys are added to the first. @throws Fault `known-hosts-unreadable` */
export function hostKeyBook(files: readonly string[], now: () => Date): HostKeyBook {
  const index = hostIndex();
  const unread: string[] = [];
  for (const file of files) {
    const read = readKnownHosts(textOf(file));
    index.add(read.hosts);
    unread.push(...read.unread.map((line) => `${file}:${line}`));
  }
  return {
    unread,
    keys: index.keys,
    judge: (key, of) => {
      const verdict = judgeHostKey(key, { ...of, keys: index.keys(of.host, of.port) });
      if (verdict.kind !== "new") return verdict;
      const line = knownHostLine(of.host, of.port, key, now().toISOString());
      append(files[0]!, line);
      index.add(readKnownHosts(line).hosts);
      return verdict;
    },
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw new Fault({
      code: "known-hosts-unreadable",
      where: file,
      what: `the file of known host keys cannot be read (${(cause as Error).message})`,
      remedy: "check that this user may read it (pull.knownHosts)",
      cause,
    });
  }
}

function append(file: string, line: string): void {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, "a", 0o600));
  appendFileSync(file, line);
}
