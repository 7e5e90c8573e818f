import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
import { Fault } from "../model/fault.ts";
import { reason } from "./configfolder.ts";

/** Larger than any router's config by far; what is larger is not read into memory. */
export const mostConfigBytes = 268_435_456;

/**
 * The bytes of one config file, as they are.
 *
 * @throws Fault `config-unreadable`: absent, not permitted, not a plain file, too large.
 */
export async function readConfig(path: string): Promise<Buffer> {
  try {
    // A pipe or a device that stands where a file should must not stop the run: it is opened without waiting.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size, plain } = await file
        .stat()
        .then((found) => ({ size: found.size, plain: found.isFile() }));
      if (!plain) throw new TypeError("it is not a plain file");
      if (size > mostConfigBytes) throw new RangeError(`it is larger than ${mostConfigBytes / 1_048_576} MB`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new Fault({
      code: "config-unreadable",
      where: path,
      what: `the config cannot be read (${reason(cause)})`,
      remedy: "check the file and that this user may read it",
      cause,
    });
  }
}

/** When a config's file was written, ISO 8601; undefined when the system does not say. */
export async function configTime(path: string): Promise<string | undefined> {
  try {
    return (await stat(path)).mtime.toISOString();
  } catch {
    return undefined;
  }
}
