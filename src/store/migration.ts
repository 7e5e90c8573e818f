import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { Fault } from "../model/fault.ts";

/** Marks the file as a mirrorwatch database ("mwdb"), so that no other program's file is ever changed. */
export const applicationId = 0x6d776462;

const shipped = new URL("../../data/migrations/", import.meta.url).pathname;

/**
 * Brings a database up to the newest schema, all steps in one transaction.
 * @param folder numbered SQL files, `NNN-name.sql`, from 001 without a gap
 * @throws Fault `database-newer`, `not-a-mirrorwatch-database`
 */
export function migrate(database: Database, folder = shipped): void {
  const steps = migrations(folder);
  if (version(database) === steps.length) return;
  database
    .transaction(() => {
      // Read again: another process may have migrated while this one waited for the lock.
      const from = version(database);
      refuseForeign(database, from, steps.length);
      for (const step of steps.slice(from)) database.exec(readFileSync(step, "utf8"));
      database.pragma(`application_id = ${applicationId}`);
      database.pragma(`user_version = ${steps.length}`);
    })
    .immediate();
}

/** The schema version that this code knows. */
export function newestVersion(folder = shipped): number {
  return migrations(folder).length;
}

function migrations(folder: string): readonly string[] {
  const names = readdirSync(folder)
    .filter((name) => /^\d{3}-.+\.sql$/.test(name))
    .sort();
  const gap = names.findIndex((name, index) => Number(name.slice(0, 3)) !== index + 1);
  if (gap >= 0) throw new Error(`migration ${names[gap]} in ${folder} should be number ${gap + 1}`);
  return names.map((name) => join(folder, name));
}

function version(database: Database): number {
  return database.pragma("user_version", { simple: true }) as number;
}

function refuseForeign(database: Database, found: number, known: number): void {
  const ours = database.pragma("application_id", { simple: true }) === applicationId;
  if (!ours && !isEmpty(database)) {
    throw new Fault({
      code: "not-a-mirrorwatch-database",
      where: database.name,
      what: "this SQLite file belongs to another program",
      remedy: "name another file with --database; nothing was changed",
    });
  }
  if (found > known) {
    throw new Fault({
      code: "database-newer",
      where: database.name,
      what: `the database has schema version ${found}, but this mirrorwatch knows versions up to ${known}`,
      remedy: "update mirrorwatch on this host, or name another file with --database; nothing was changed",
    });
  }
}

function isEmpty(database: Database): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() === undefined;
}
