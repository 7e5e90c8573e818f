import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { counterNames } from "../../src/source/candidate.ts";

test("docs/watch.md says what every counter of the receivers counts", () => {
  const docs = readFileSync(new URL("../../docs/watch.md", import.meta.url), "utf8");
  const table = docs.slice(docs.indexOf("## Counters"));
  for (const name of counterNames) assert.ok(table.includes(`\`${name}\``), name);
});
