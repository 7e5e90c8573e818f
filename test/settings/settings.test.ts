import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import fc from "fast-check";
import { Fault } from "../../src/model/fault.ts";
import { addressText, parseAddress, parseTarget } from "../../src/settings/address.ts";
import { loadSettings } from "../../src/settings/load.ts";
import { settingsSchema } from "../../src/settings/schema.ts";
import { nearest } from "../../src/settings/nearest.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "settings-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(yaml: string | Buffer) {
  writeFileSync(join(folder, "mirrorwatch.yaml"), yaml);
  return loadSettings({ env: {}, cwd: folder });
}

function refusal(yaml: string | Buffer): Fault {
  try {
    load(yaml);
  } catch (error) {
    assert.ok(error instanceof Fault, String(error));
    return error;
  }
  return assert.fail("the settings were accepted");
}

test("without a settings file there are defaults for everything", () => {
  const settings = loadSettings({ env: {}, cwd: folder });
  assert.equal(settings.file, null);
  assert.equal(settings.database, join(folder, "mirrorwatch.sqlite"));
  assert.deepEqual(settings.configs, []);
  assert.deepEqual(settings.watch.udp, [{ host: "0.0.0.0", port: 5514 }]);
  assert.equal(settings.deliver.to, null);
  assert.equal(settings.deliver.format, "leef-1.0");
});

test("every key is read, and relative paths start at the file", () => {
  const settings = load(`
database: db/m.sqlite
configs:
  - backups
  - { folder: /var/lib/rancid, path: "{group}/configs/{device}", os: cisco-ios }
catalog: own
inventory:
  Core1: cisco-ios
  edge1: { os: juniper-junos }
watch:
  udp: [127.0.0.1:5514, "[::1]:5514"]
  tcp: []
  limits: { messageBytes: 8192, connections: 10, idleSeconds: 60, queue: 100 }
deliver: { to: "udp://siem.example.net", host: mw1, format: leef-2.0 }
`);
  assert.equal(settings.file, join(folder, "mirrorwatch.yaml"));
  assert.equal(settings.database, join(folder, "db/m.sqlite"));
  assert.deepEqual(settings.configs, [
    { folder: join(folder, "backups"), path: null, os: null },
    { folder: "/var/lib/rancid", path: "{group}/configs/{device}", os: "cisco-ios" },
  ]);
  assert.deepEqual(settings.catalog, [join(folder, "own")]);
  assert.deepEqual(settings.inventory.get("core1"), { os: "cisco-ios" });
  assert.deepEqual(settings.watch.tcp, []);
  assert.deepEqual(settings.watch.udp[1], { host: "::1", port: 5514 });
  assert.equal(settings.watch.limits.messageBytes, 8192);
  assert.deepEqual(settings.deliver.to, { protocol: "udp", host: "siem.example.net", port: 514 });
});

test("an empty settings file means the defaults", () => {
  assert.equal(load("# nothing yet\n").database, join(folder, "mirrorwatch.sqlite"));
});

test("every wrong key and value is reported at once, with line, path, what is allowed and the nearest spelling", () => {
  const fault = refusal(`databse: x
configs:
  - foldr: /var/lib/rancid
  - folder: a
    path: "{group}/x"
watch:
  udp: 5514
  tcp: [127.0.0.1:5514, everywhere]
  limits:
    queue: 0.5
    connections: 0
deliver:
  to: http://siem
  format: leef-1
  host: 10
inventory:
  core1: Cisco IOS
`);
  assert.equal(fault.code, "settings-invalid");
  const lines = fault.what.trim().split("\n").slice(1).sort();
  assert.deepEqual(lines, [
    "line 10: watch.limits.queue must be a whole number",
    "line 11: watch.limits.connections must be at least 1",
    "line 13: deliver.to must be tls://HOST:PORT, tcp://HOST:PORT or udp://HOST:PORT",
    "line 14: deliver.format must be leef-1.0 or leef-2.0 or cef or json; did you mean leef-1.0?",
    "line 15: deliver.host must be text, not a number",
    "line 17: inventory.core1 must be the os of a profile, as in cisco-ios",
    `line 1: databse is not a setting; did you mean database?; allowed here: ${Object.keys(settingsSchema.shape).join(", ")}`,
    "line 3: configs.0.folder is missing; it must be text",
    "line 3: configs.0.foldr is not a setting; did you mean folder?; allowed here: folder, path, os",
    "line 5: configs.1.path must contain {device}, as in {group}/configs/{device}",
    "line 7: watch.udp must be text, not a number",
    "line 8: watch.tcp.1 must be ADDRESS:PORT, as in 0.0.0.0:5514, 127.0.0.1:5514 or [::]:5514",
  ]);
});

test("a key without a value, a list where keys belong and broken YAML are told apart", () => {
  assert.match(refusal("database:\n").what, /^line 1: database must be text, not empty/);
  assert.match(refusal("- database\n").what, /^line 1: the file must be keys with values, not a list/);
  assert.match(refusal("database: a\ndatabase: b\n").what, /^line 2: Map keys must be unique/);
  assert.match(refusal("watch: {udp: [\n").what, /^line \d: /);
  assert.match(refusal("watch:\n  limits: many\n").what, /^line 2: watch\.limits must be keys with values/);
});

test("a file that is no text, too large, a folder or absent is unreadable, and a named file must exist", () => {
  assert.equal(refusal(Buffer.from([0xff, 0xfe, 0])).code, "settings-unreadable");
  assert.equal(refusal("#".repeat(1_100_000)).code, "settings-unreadable");
  const named = (settings: string) => () => loadSettings({ named: settings, env: {}, cwd: folder });
  assert.throws(named("absent.yaml"), { code: "settings-unreadable" });
  assert.throws(named("."), { code: "settings-unreadable" });
});

test("aliases cannot multiply a small file into a large one", () => {
  const levels = Array.from({ length: 12 }, (_, at) =>
    at === 0
      ? "a0: &a0 [x]"
      : `a${at}: &a${at} [${Array(10)
          .fill(`*a${at - 1}`)
          .join(", ")}]`,
  );
  assert.equal(refusal(levels.join("\n")).code, "settings-invalid");
});

test("the named file wins over the environment, which wins over the folder", () => {
  for (const name of ["mirrorwatch", "environment", "named"])
    writeFileSync(join(folder, `${name}.yaml`), `database: ${name}.sqlite\n`);
  const env = { MIRRORWATCH_SETTINGS: "environment.yaml" };
  const database = (named?: string, given = env as Record<string, string>) =>
    loadSettings({ named, env: given, cwd: folder }).database;
  assert.equal(database("named.yaml"), join(folder, "named.sqlite"));
  assert.equal(database(), join(folder, "environment.sqlite"));
  assert.equal(database(undefined, {}), join(folder, "mirrorwatch.sqlite"));
});

test("an address reads back as it was written", () => {
  const host = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
  fc.assert(
    fc.property(host, fc.integer({ min: 1, max: 65_535 }), (name, port) => {
      assert.deepEqual(parseAddress(addressText({ host: name, port })), { host: name, port });
      const target = { protocol: "tcp" as const, host: name, port };
      assert.deepEqual(parseTarget(addressText(target)), target);
    }),
  );
  for (const wrong of ["", "5514", "a:", "a:99999", "a b:1", "tcp://a:1"])
    assert.equal(parseAddress(wrong), undefined, wrong);
  for (const wrong of ["siem:514", "tcp://", "tcp://a:0", "tcp://a/b"])
    assert.equal(parseTarget(wrong), undefined, wrong);
});

test("the nearest word is found for a typing error and none for something else", () => {
  assert.equal(nearest("conifgs", ["database", "configs"]), "configs");
  assert.equal(nearest("colour", ["database", "configs"]), undefined);
});
