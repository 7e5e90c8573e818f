import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadCatalog, packageFolder } from "../../src/parse/catalog.ts";
import { inspect } from "../../src/pipeline.ts";
import { temporaryFolder } from "../support/temporary.ts";

test("every os of the package has a grammar that loads", () => {
  const catalog = loadCatalog();
  assert.ok(catalog.profiles.size >= 5);
  for (const os of catalog.profiles.keys()) assert.equal(typeof catalog.grammar(os).read, "function");
});

test("an os that nobody describes is a fault that names the ones that are known", () => {
  assert.throws(() => loadCatalog().profile("cisco-catos"), {
    code: "os-unknown",
    remedy: /cisco-ios, cisco-iosxr/,
  });
});

test("a folder without profiles is a fault, not an empty catalog", (t) => {
  const folder = join(temporaryFolder(t), "nothing");
  assert.throws(() => loadCatalog({ folders: [folder] }), { code: "catalog-unreadable" });
});

test("a user's own profile and grammar add an os, with no other change", (t) => {
  const folder = temporaryFolder(t);
  for (const name of ["grammars", "devices"]) mkdirSync(join(folder, name));
  const profile = readFileSync(join(packageFolder, "devices", "arista-eos.yaml"), "utf8");
  writeFileSync(
    join(folder, "devices", "own-os.yaml"),
    profile.replace("os: arista-eos", "os: own-os").replace("grammar: arista-eos", "grammar: own-os"),
  );
  cpSync(join(packageFolder, "grammars", "arista-eos.peggy"), join(folder, "grammars", "own-os.peggy"));
  const catalog = loadCatalog({ folders: [packageFolder, folder] });
  const text =
    "hostname sw1\nmonitor session TAP source Ethernet1\nmonitor session TAP destination Ethernet2\nend\n";
  const record = inspect(Buffer.from(text), { name: "sw1", os: "own-os", catalog });
  assert.deepEqual(
    record.sessions.map(({ name, state }) => [name, state]),
    [["TAP", "active"]],
  );
});
