import { writeFileSync } from "node:fs";
import { Fault } from "../model/fault.ts";

/** Writes a file that must not exist yet, readable by its owner alone. @throws Fault `file-exists`, `file-unwritable` */
export function writeNewFile(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: "wx", mode: 0o600 });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const exists = code === "EEXIST";
    throw new Fault({
      code: exists ? "file-exists" : "file-unwritable",
      where: file,
      what: exists
        ? "the file exists and may hold somebody's work"
        : `the file cannot be written (${message})`,
      remedy: exists
        ? "name another file with --out, or move this one away"
        : "check the folder and the free space",
      cause,
    });
  }
}
