import assert from "node:assert/strict";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Database from "better-sqlite3";
import { Fault } from "../../src/model/fault.ts";
import { openDatabase } from "../../src/store/database.ts";
import { applicationId, migrate, newestVersion } from "../../src/store/migration.ts";
import { openExistingStore, openStore, storeOn } from "../../src/store/sqlitestore.ts";
import { approval } from "../support/sessions.ts";
import { temporaryFolder } from "../support/temporary.ts";

const at = "2026-03-01T00:00:00.000Z";
const migrations = new URL("../../data/migrations/", import.meta.url).pathname;

function faultOf(step: () => unknown): Fault {
  try {
    step();
  } catch (error) {
    assert.ok(error instanceof Fault, String(error));
    assert.notEqual(error.remedy, "");
    assert.ok(!error.remedy.includes("FILE"), error.remedy);
    return error;
  }
  throw new assert.AssertionError({ message: "no fault" });
}

test("a new database and its companions are for their owner alone, whatever the umask", (t) => {
  const folder = join(temporaryFolder(t), "not", "there", "yet");
  const before = process.umask(0);
  t.after(() => process.umask(before));
  const store = openStore(join(folder, "new.db"));
  store.approve([approval()], "ann", at);
  assert.deepEqual(readdirSync(folder).sort(), ["new.db", "new.db-shm", "new.db-wal"]);
  for (const name of readdirSync(folder))
    assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
  store.close();
  chmodSync(join(folder, "new.db"), 0o644);
  openStore(join(folder, "new.db")).close();
  assert.equal(statSync(join(folder, "new.db")).mode & 0o777, 0o600);
});

test("asking for an existing store makes no file", (t) => {
  const file = join(temporaryFolder(t), "none.db");
  assert.equal(openExistingStore(file), undefined);
  assert.throws(() => statSync(file));
});

test("commits are on the disk before anybody hears of them", (t) => {
  const database = openDatabase(join(temporaryFolder(t), "safe.db"));
  t.after(() => database.close());
  assert.equal(database.pragma("journal_mode", { simple: true }), "wal");
  assert.equal(database.pragma("synchronous", { simple: true }), 2);
  assert.equal(database.pragma("foreign_keys", { simple: true }), 1);
});

test("every older version is brought up to the newest schema with its rows", (t) => {
  const folder = temporaryFolder(t);
  const fresh = openDatabase(join(folder, "fresh.db"));
  const schema = (database: Database.Database) =>
    database.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").all();
  const names = readdirSync(migrations).sort();
  assert.equal(names.length, newestVersion());
  for (let version = 0; version <= names.length; version += 1) {
    const older = join(folder, `migrations-${version}`);
    mkdirSync(older);
    for (const name of names.slice(0, version)) copyFileSync(join(migrations, name), join(older, name));
    const file = join(folder, `v${version}.db`);
    const old = new Database(file);
    migrate(old, older);
    if (version > 0)
      old.prepare("INSERT INTO device (key, name, os, last_seen) VALUES ('a', 'A', 'x', 't')").run();
    old.close();
    const database = openDatabase(file);
    assert.deepEqual(schema(database), schema(fresh), `from version ${version}`);
    assert.equal(database.pragma("user_version", { simple: true }), names.length);
    assert.equal(database.prepare("SELECT count(*) FROM device").pluck().get(), version > 0 ? 1 : 0);
    database.close();
  }
  fresh.close();
});

test("migrations that fail half-way leave the database as it was", (t) => {
  const folder = temporaryFolder(t);
  cpSync(migrations, join(folder, "migrations"), { recursive: true });
  const next = String(newestVersion() + 1).padStart(3, "0");
  writeFileSync(
    join(folder, "migrations", `${next}-broken.sql`),
    "CREATE TABLE half (id INTEGER) STRICT; CREATE NONSENSE;",
  );
  const file = join(folder, "half.db");
  openDatabase(file).close();
  const database = new Database(file);
  t.after(() => database.close());
  assert.throws(() => migrate(database, join(folder, "migrations")), /syntax error/);
  assert.equal(database.pragma("user_version", { simple: true }), newestVersion());
  assert.equal(database.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get(), 0);
});

test("a newer schema and another program's file are refused and not touched", (t) => {
  const folder = temporaryFolder(t);
  for (const [name, id, code] of [
    ["newer.db", applicationId, "database-newer"],
    ["other.db", 0, "not-a-mirrorwatch-database"],
  ] as const) {
    const file = join(folder, name);
    const database = new Database(file);
    database.exec("CREATE TABLE something (id INTEGER)");
    database.pragma(`application_id = ${id}`);
    database.pragma(`user_version = ${id === 0 ? 0 : newestVersion() + 1}`);
    database.close();
    assert.equal(faultOf(() => openStore(file)).code, code);
    const after = new Database(file, { readonly: true });
    assert.deepEqual(after.prepare("SELECT name FROM sqlite_schema").pluck().all(), ["something"]);
    after.close();
  }
});

test("what is no database, damaged, or a folder is a fault that says so", (t) => {
  const folder = temporaryFolder(t);
  const text = join(folder, "text.db");
  writeFileSync(text, "version: 1\n".repeat(100));
  assert.equal(faultOf(() => openStore(text)).code, "not-a-database");
  assert.match(readFileSync(text, "utf8"), /^version: 1/);
  assert.equal(faultOf(() => openStore(folder)).code, "database-unreadable");
  const below = faultOf(() => openStore(join(text, "below.db")));
  assert.equal(below.code, "database-unreadable");
  assert.match(below.what, /its folder .* cannot be made \(a file stands in its way\)/);
  assert.match(faultOf(() => openStore(folder)).what, /it is no file/);

  const damaged = join(folder, "damaged.db");
  const store = openStore(damaged);
  store.approve(
    Array.from({ length: 500 }, (_, index) => approval({ device: `core${index}` })),
    "ann",
    at,
  );
  store.close();
  const bytes = readFileSync(damaged);
  bytes.fill(0x5a, 8192, bytes.length);
  writeFileSync(damaged, bytes);
  assert.equal(faultOf(() => openStore(damaged).approvals()).code, "database-corrupt");
});

test("a lock that somebody holds too long is a fault, and the step can be taken afterwards", (t) => {
  const file = join(temporaryFolder(t), "locked.db");
  openStore(file).close();
  const holder = new Database(file);
  const store = storeOn(openDatabase(file, 50));
  t.after(() => store.close());
  holder.exec("BEGIN IMMEDIATE");
  assert.equal(faultOf(() => store.approve([approval()], "ann", at)).code, "database-locked");
  assert.deepEqual(store.approvals(), []);
  holder.exec("COMMIT");
  holder.close();
  assert.equal(store.approve([approval()], "ann", at).length, 1);
});

test("a full disk stores nothing of the step and says so; what was there stays", (t) => {
  const file = join(temporaryFolder(t), "full.db");
  const database = openDatabase(file);
  const store = storeOn(database);
  t.after(() => store.close());
  store.approve([approval()], "ann", at);
  database.pragma(`max_page_count = ${database.pragma("page_count", { simple: true })}`);
  const many = Array.from({ length: 500 }, (_, index) => approval({ device: `core-${index}` }));
  assert.equal(faultOf(() => store.approve(many, "ann", at)).code, "disk-full");
  assert.equal(store.approvals().length, 1);
  database.pragma("max_page_count = 1000000");
  assert.equal(store.approve(many, "ann", at).length, 500);
});

test("a database that can only be read is read, and a write is a fault", (t) => {
  const file = join(temporaryFolder(t), "readonly.db");
  openStore(file).close();
  const database = new Database(file, { readonly: true });
  const store = storeOn(database);
  t.after(() => store.close());
  assert.deepEqual(store.approvals(), []);
  assert.equal(faultOf(() => store.approve([approval()], "ann", at)).code, "database-read-only");
  rmSync(`${file}-wal`, { force: true });
});
