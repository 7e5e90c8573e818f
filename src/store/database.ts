import { chmodSync, statSync } from "node:fs";
import SqliteDatabase, { type Database } from "better-sqlite3";
import { migrate } from "./migration.ts";
import { preparePlace } from "./place.ts";
import { guarded } from "./trouble.ts";

/** How long a process waits for another one's write, in ms; a write takes a few. */
const patience = 10_000;

/** Bytes of the file that are mapped into memory. */
const mapped = 2 ** 31 - 65_536;

/** Opens a database file, makes it when it is missing, and brings it up to date. @throws Fault */
export function openDatabase(file: string, wait = patience): Database {
  return guarded(file, () => {
    makePrivate(file);
    const database = new SqliteDatabase(file, { timeout: wait });
    try {
      prepare(database, wait);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Pages that a shrinking gives back at most: few enough that nobody who waits for the file notices. */
const pages = 2_000;

/** Gives free pages back to the file system. A file made before this version has none to give until it is vacuumed. */
export function shrink(database: Database): void {
  if (database.pragma("auto_vacuum", { simple: true }) === 2) database.pragma(`incremental_vacuum(${pages})`);
}

function prepare(database: Database, wait: number): void {
  // Works on a file without tables only, and before it becomes a WAL file.
  if (isNew(database)) database.pragma("auto_vacuum = INCREMENTAL");
  retryWhileBusy(wait, () => {
    if (database.pragma("journal_mode", { simple: true }) !== "wal") database.pragma("journal_mode = WAL");
  });
  // Approvals and findings are audit data: a commit is on the disk before anybody hears of it.
  database.pragma("synchronous = FULL");
  database.pragma("foreign_keys = ON");
  database.pragma("trusted_schema = OFF");
  // A diff of the whole fleet touches pages all over a large baseline: mapped, they are read without a copy.
  database.pragma(`mmap_size = ${mapped}`);
  migrate(database);
}

function isNew(database: Database): boolean {
  return database.pragma("page_count", { simple: true }) === 0;
}

/**
 * SQLite makes -wal and -shm with the mode of the database file, so that one is made first, for its owner alone. An existing
 * file is never opened here: closing it would drop the locks that this process holds on it.
 */
function makePrivate(file: string): void {
  preparePlace(file);
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found && (found.mode & 0o077) !== 0 && found.uid === process.getuid?.()) chmodSync(path, 0o600);
  }
}

/** The switch to WAL does not wait by itself when two processes open a new file at once. */
function retryWhileBusy(wait: number, step: () => void): void {
  const end = Date.now() + wait;
  for (;;) {
    try {
      step();
      return;
    } catch (error) {
      const busy = error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
      if (!busy || Date.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
