import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { missingParts } from "../support/completeness.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { toyProfile } from "../support/toyos.ts";

const root = new URL("../../", import.meta.url).pathname;

test("every os has its profile, its grammar and a fixture folder with a case", () => {
  const missing = missingParts({ catalog: root, fixtures: join(root, "test/fixtures") });
  assert.deepEqual(
    missing.map((file) => relative(root, file)),
    [],
  );
});

test("whatever of the three parts is missing is named by its path", (t) => {
  const folder = temporaryFolder(t);
  const parts = { catalog: folder, fixtures: join(folder, "fixtures") };
  for (const below of ["devices", "grammars", "fixtures/toy-os/first"])
    mkdirSync(join(folder, below), { recursive: true });
  const missing = () => missingParts(parts).map((file) => relative(folder, file));
  writeFileSync(join(folder, "grammars/toy.peggy"), "");
  assert.deepEqual(missing(), ["devices/toy.yaml", "devices/toy-os.yaml"]);
  writeFileSync(join(folder, "devices/toy-os.yaml"), toyProfile);
  assert.deepEqual(missing(), []);
  rmSync(join(folder, "fixtures/toy-os/first"), { recursive: true });
  assert.deepEqual(missing(), ["fixtures/toy-os/CASE"]);
  rmSync(join(folder, "grammars/toy.peggy"));
  assert.deepEqual(missing(), ["grammars/toy.peggy", "fixtures/toy-os/CASE"]);
});
