// Where a database file is to be: what stands in the way is told in its own words, before SQLite says less.
import { accessSync, closeSync, constants, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { Fault } from "../model/fault.ts";

const other = "name another file with --database, or `database` of the settings";

/**
 * Makes the folder and an empty file for its owner alone where they are missing, and checks that both can be used.
 * @throws Fault `database-unreadable`, `database-read-only`
 */
export function preparePlace(file: string): void {
  const folder = dirname(file);
  told(file, `its folder ${folder} cannot be made`, `make it and give it to this user, or ${other}`, () =>
    mkdirSync(folder, { recursive: true, mode: 0o700 }),
  );
  const found = told(
    file,
    `its folder ${folder} may not be looked into`,
    `give this user access, or ${other}`,
    () => statSync(file, { throwIfNoEntry: false }),
  );
  if (found === undefined) create(file, folder);
  else if (!found.isFile()) throw fault(file, "database-unreadable", "it is no file", other);
  else {
    const owner = `it belongs to user ${found.uid}, mode ${(found.mode & 0o777).toString(8)}`;
    checkAccess(file, file, "database-unreadable", `this user may not read and write it (${owner})`);
    const what = `its folder ${folder} may not be written, where two files are kept beside it while it is open`;
    checkAccess(file, folder, "database-read-only", what);
  }
}

function create(file: string, folder: string): void {
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (code !== "EACCES" && code !== "EPERM") throw error;
    const what = `there is none yet, and its folder ${folder} may not be written by this user`;
    throw fault(file, "database-unreadable", what, `give the folder to this user, or ${other}`, error);
  }
}

function checkAccess(file: string, path: string, code: string, what: string): void {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw fault(file, code, what, `run mirrorwatch as the user that owns it, or ${other}`, error);
  }
}

/** Missing rights and a file in the place of a folder, in these words; anything else is passed on. */
function told<T>(file: string, what: string, remedy: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    const said = {
      EACCES: "permission denied",
      EPERM: "permission denied",
      ENOTDIR: "a file stands in its way",
    }[String((error as NodeJS.ErrnoException).code)];
    const inWay = (error as NodeJS.ErrnoException).code === "EEXIST" ? "a file stands in its way" : said;
    if (inWay === undefined) throw error;
    throw fault(file, "database-unreadable", `${what} (${inWay})`, remedy, error);
  }
}

function fault(where: string, code: string, what: string, remedy: string, cause?: unknown): Fault {
  return new Fault({ code, where, what, remedy, cause });
}
