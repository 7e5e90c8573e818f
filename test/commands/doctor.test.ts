import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import type { Check } from "../../src/commands/doctor/check.ts";
import { checkConfigs } from "../../src/commands/doctor/configs.ts";
import { checkDelivery } from "../../src/commands/doctor/delivery.ts";
import { doctorCommand } from "../../src/commands/doctor/doctor.ts";
import { checkNode } from "../../src/commands/doctor/machine.ts";
import { isReceiver, portOwner } from "../../src/commands/doctor/portowner.ts";
import { checkPorts } from "../../src/commands/doctor/ports.ts";
import { checkStorage } from "../../src/commands/doctor/storage.ts";
import { checkInventory, checkSystems } from "../../src/commands/doctor/systems.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { loadSettings } from "../../src/settings/load.ts";
import { openDatabase } from "../../src/store/database.ts";
import { runCommand } from "../support/context.ts";
import { toyProfile } from "../support/toyos.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "doctor-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function settings(yaml: string) {
  writeFileSync(join(folder, "mirrorwatch.yaml"), yaml);
  return loadSettings({ env: {}, cwd: folder });
}

async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as { port: number }).port };
}

test("a fresh installation is able to work, and what it lacks is said with what to do", async () => {
  settings("watch: { udp: [], tcp: [] }\n");
  const { code, out } = await runCommand(doctorCommand, [], { cwd: folder, options: { json: true } });
  const { checks, summary } = JSON.parse(out) as { checks: readonly Check[]; summary: object };
  assert.deepEqual(
    checks.filter(({ status }) => status === "fail"),
    [],
  );
  assert.equal(code, 0);
  assert.deepEqual(summary, { ok: checks.length - 2, warn: 2, fail: 0 });
  for (const check of checks) assert.ok(check.status === "ok" || check.remedy, check.check);
});

test("wrong settings fail with their remedy in the table, and exit 2", async () => {
  writeFileSync(join(folder, "mirrorwatch.yaml"), "databse: x\n");
  const { code, out } = await runCommand(doctorCommand, [], { cwd: folder });
  assert.equal(code, 2);
  assert.match(out, /^ok +node +Node 24/m);
  assert.match(out, /^fail +settings .*did you mean database/m);
  assert.match(out, /^1 ok, 0 to look at, 1 failed$/m);
});

test("an own grammar that leaves the dialect, or breaks its own example, fails by file and line", () => {
  mkdirSync(join(folder, "devices"));
  mkdirSync(join(folder, "grammars"));
  writeFileSync(join(folder, "devices/toy-os.yaml"), toyProfile);
  const check = (grammar: string) => {
    writeFileSync(join(folder, "grammars/toy.peggy"), grammar);
    return checkSystems(loadCatalog({ folders: [folder] }))[0]!;
  };
  const rule = 'a = "copy " session:$[0-9]+ { return { session } }\n';
  assert.match(check(`//+ copy 1\n${rule}`).what, /its 1 examples/);
  assert.match(
    check(`//+ copy 1\n//- copy 2\n${rule}`).what,
    /toy\.peggy:2: the example is accepted: copy 2/,
  );
  assert.match(check('a = "x" { return { a: process.env } }\n').what, /toy\.peggy:1:5/);
  assert.equal(check(rule).status, "warn");
});

test("an os that the settings name and no profile describes fails with those that are known", () => {
  const given = settings("inventory: { core1: cisco-oops }\nconfigs: { folder: a, os: nexus }\n");
  const found = checkInventory(given, loadCatalog());
  assert.deepEqual(
    found.map(({ check, status }) => `${status} ${check}`),
    ["fail inventory.core1", `fail configs (${join(folder, "a")})`],
  );
  assert.match(found[0]!.remedy!, /cisco-ios/);
});

test("a database is opened and checked; damage, another program's file and a foreign schema fail", () => {
  const file = join(folder, "db.sqlite");
  assert.match(checkStorage(file)[0]!.what, /will be made/);
  openDatabase(file).close();
  assert.match(checkStorage(file)[0]!.what, /schema \d+, can be written/);
  const newer = openDatabase(file);
  newer.pragma("user_version = 999");
  newer.close();
  assert.match(checkStorage(file)[0]!.what, /schema version 999/);
  rmSync(file);
  writeFileSync(file, "no database at all, but long enough to be looked at as one ".repeat(20));
  const damaged = checkStorage(file)[0]!;
  assert.equal(damaged.status, "fail");
  assert.match(damaged.what, /not a SQLite database/);
});

test("a place in which no database can be made fails", () => {
  writeFileSync(join(folder, "closed"), "a file, not a folder");
  assert.equal(checkStorage(join(folder, "closed/db.sqlite"))[0]!.status, "fail");
});

test("a port that another program holds fails and names it; a free one is well", async () => {
  const { server, port } = await listen();
  try {
    const watch = settings(`watch: { udp: "127.0.0.1:0", tcp: "127.0.0.1:${port}" }\n`).watch;
    const [udp, tcp] = await checkPorts(watch);
    assert.equal(udp!.status, "ok");
    assert.equal(tcp!.status, "fail");
    assert.match(tcp!.what, /already listens there/);
    if (process.platform === "linux") assert.equal(portOwner("tcp", port)?.pid, process.pid);
  } finally {
    server.close();
  }
});

test("only a running receiver counts as mirrorwatch, not what is started from a folder of that name", () => {
  assert.ok(isReceiver(["/usr/bin/node", "/usr/bin/mirrorwatch", "--settings", "a.yaml", "watch"]));
  assert.ok(isReceiver(["node", "/opt/mirrorwatch/bin/mirrorwatch.js", "watch"]));
  assert.ok(!isReceiver(["/home/ana/mirrorwatch/node_modules/.bin/node", "listen.js"]));
  assert.ok(!isReceiver(["node", "/opt/mirrorwatch/bin/mirrorwatch.js", "audit"]));
});

test("a receiver that answers is well, and one that does not fails without a long wait", async () => {
  const { server, port } = await listen();
  const { deliver } = settings(`deliver: { to: "tcp://127.0.0.1:${port}" }\n`);
  assert.equal((await checkDelivery(deliver)).status, "ok");
  await new Promise((resolve) => server.close(resolve));
  const refused = await checkDelivery(deliver);
  assert.equal(refused.status, "fail");
  assert.match(refused.what, /ECONNREFUSED/);
  assert.equal((await checkDelivery(settings("{}").deliver)).status, "warn");
});

test("config folders are counted; an empty one is to look at, a missing one fails", () => {
  mkdirSync(join(folder, "backups"));
  mkdirSync(join(folder, "empty"));
  writeFileSync(join(folder, "backups/core1"), "hostname core1\n");
  const found = checkConfigs(settings("configs: [backups, empty, absent]\n").configs);
  assert.deepEqual(
    found.map(({ status }) => status),
    ["ok", "warn", "fail"],
  );
  assert.match(found[0]!.what, /^1 config/);
});

test("an old Node fails", () => {
  assert.equal(checkNode("20.20.0", "/usr/bin/node").status, "fail");
  assert.equal(checkNode("24.0.0", "/usr/bin/node").status, "ok");
});
