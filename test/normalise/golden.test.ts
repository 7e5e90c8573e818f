import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { inspect } from "../../src/pipeline.ts";
import { configFixtures, matchesGolden } from "../support/golden.ts";

const catalog = loadCatalog();

for (const { os, name, config, expected } of configFixtures())
  test(`${os}/${name}: the config gives the record on file`, () => {
    const record = inspect(readFileSync(config), { name, catalog });
    assert.equal(record.os, os, "the text tells its os");
    matchesGolden(record, expected);
  });
