import { Fault } from "../model/fault.ts";

/** SQLite's code, or the beginning of it, in the order in which they are looked up. */
const troubles: readonly (readonly [start: string, code: string, what: string, remedy: string])[] = [
  [
    "SQLITE_BUSY",
    "database-locked",
    "another process holds the database for longer than mirrorwatch waits",
    "look for a hanging process (lsof FILE, fuser FILE) or a backup that locks the file, and run again",
  ],
  [
    "SQLITE_LOCKED",
    "database-locked",
    "the database is locked",
    "run again when the other command has ended",
  ],
  [
    "SQLITE_READONLY",
    "database-read-only",
    "the database cannot be written",
    "give the user that runs mirrorwatch write access to the file and to its folder, or name another with --database",
  ],
  [
    "SQLITE_NOTADB",
    "not-a-database",
    "the file is not a SQLite database",
    "name the right file with --database, or move this one away for mirrorwatch to make a new one",
  ],
  [
    "SQLITE_CORRUPT",
    "database-corrupt",
    "the database is damaged",
    "restore it from a backup, or save what can be read with: sqlite3 FILE .recover",
  ],
  [
    "SQLITE_FULL",
    "disk-full",
    "the disk is full; nothing of this step was stored",
    "free some space on the file system of the database and run again",
  ],
  [
    "SQLITE_CANTOPEN",
    "database-unreadable",
    "the database cannot be opened",
    "check that its folder exists and that the user that runs mirrorwatch may read and write there",
  ],
  [
    "SQLITE_IOERR",
    "database-io",
    "the disk refused to read or write the database",
    "check free space and the health of the disk (dmesg), and that the file is not on a network file system",
  ],
  [
    "SQLITE_PERM",
    "database-unreadable",
    "access to the database is denied",
    "check the owner and mode of the file",
  ],
];

/** Turns what SQLite or the file system says about a database file into a Fault; anything else is passed on. */
export function asFault(file: string, error: unknown): unknown {
  if (error instanceof Fault) return error;
  const code = codeOf(error);
  const found = troubles.find(([start]) => code.startsWith(start)) ?? systemTrouble(code);
  if (!found) return error;
  const [, name, what, remedy] = found;
  return new Fault({ code: name, where: file, what, remedy: remedy.replaceAll("FILE", file), cause: error });
}

/** Runs a step on a database file; its errors leave as Faults. */
export function guarded<T>(file: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw asFault(file, error);
  }
}

function systemTrouble(code: string) {
  const start = {
    EACCES: "SQLITE_PERM",
    EPERM: "SQLITE_PERM",
    EROFS: "SQLITE_READONLY",
    ENOSPC: "SQLITE_FULL",
  }[code];
  if (start) return troubles.find((trouble) => trouble[0] === start);
  return /^(?:ENOENT|ENOTDIR|EISDIR|ELOOP|EMFILE|ENAMETOOLONG|EEXIST)$/.test(code)
    ? troubles.find((trouble) => trouble[0] === "SQLITE_CANTOPEN")
    : undefined;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}
