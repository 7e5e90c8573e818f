import SqliteDatabase from "better-sqlite3";
import { Fault } from "../model/fault.ts";

/** Gives the turn back. */
export type Release = () => void;

/**
 * One process at a time drains the outbox of a database: the daemon or a cron job, else each event would leave twice. The
 * turn is an exclusive lock on a file beside the database, which the system takes back from a process that was killed.
 * Undefined: another process has it. @throws Fault `delivery-lock`
 */
export function takeTurn(databaseFile: string): Release | undefined {
  if (databaseFile === ":memory:") return () => {};
  const file = `${databaseFile}.sender`;
  let lock: SqliteDatabase.Database | undefined;
  try {
    lock = new SqliteDatabase(file, { timeout: 0 });
    lock.exec("BEGIN EXCLUSIVE");
    return () => lock?.close();
  } catch (cause) {
    lock?.close();
    if ((cause as { code?: string }).code?.startsWith("SQLITE_BUSY")) return undefined;
    throw new Fault({
      code: "delivery-lock",
      where: file,
      what: `the lock of the sender cannot be taken (${(cause as Error).message})`,
      remedy: "make the folder of the database writable for this user",
      cause,
    });
  }
}
