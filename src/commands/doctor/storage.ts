import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { openDatabase } from "../../store/database.ts";
import { newestVersion } from "../../store/migration.ts";
import { guarded } from "../../store/trouble.ts";
import { attempt, type Check, fail, ok, warn } from "./check.ts";

const name = "database";
/** Bytes below which a busy day of findings could fill the disk. */
const scarce = 104_857_600;
/** Milliseconds that the doctor waits for another process's write. */
const patience = 2_000;

/** The database can be opened or made, is of this schema, private, and has room to grow. */
export function checkStorage(file: string): readonly Check[] {
  const found = attempt(name, () => (existsSync(file) ? checkFile(file) : checkPlace(file)));
  return found.some(({ status }) => status === "fail")
    ? found
    : [...found, ...attempt(name, () => space(file))];
}

function checkFile(file: string): Check {
  const database = openDatabase(file, patience);
  try {
    guarded(file, () => database.exec("BEGIN IMMEDIATE; ROLLBACK"));
    const damage = guarded(file, () => database.pragma("quick_check(1)", { simple: true }));
    if (damage !== "ok")
      return fail(name, `${file} is damaged: ${String(damage)}`, "restore it from a backup");
  } finally {
    database.close();
  }
  // Opening makes an own file private; what is still open to others belongs to another user.
  const { mode } = statSync(file);
  if ((mode & 0o077) !== 0)
    return warn(
      name,
      `${file} can be read by others (mode ${(mode & 0o777).toString(8)})`,
      `chmod 600 ${file}`,
    );
  return ok(name, `${file}, schema ${newestVersion()}, can be written`);
}

function checkPlace(file: string): Check {
  let folder = dirname(file);
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch {
    return fail(
      name,
      `${file} does not exist, and ${folder} cannot be written`,
      "let this user write there, or name another file (--database, `database` of the settings)",
    );
  }
  return ok(name, `${file} does not exist yet and will be made`);
}

function space(file: string): readonly Check[] {
  let folder = dirname(file);
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= scarce) return [];
  return [
    warn(
      name,
      `only ${Math.floor(free / 1_048_576)} MB are free on its file system`,
      "free some space, or move the database",
    ),
  ];
}
