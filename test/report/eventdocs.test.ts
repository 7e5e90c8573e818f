import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { attributes } from "../../src/report/attribute.ts";
import { category, categoryNames, mechanisms } from "../../src/report/category.ts";
import { eventId, eventIds } from "../../src/report/eventid.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { anErspanSession, anEvent } from "../support/mirrorevent.ts";

const fixtures = new URL("../fixtures", import.meta.url).pathname;
const docs = readFileSync(new URL("../../docs/events.md", import.meta.url), "utf8");

test("docs/events.md lists exactly the EventIDs that can leave, in the row of their finding", () => {
  const rows = docs.split("\n").filter((line) => line.includes("_OPENED |"));
  const documented = rows.map((row) =>
    row
      .split("|")
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
  const steps = ["opened", "changed", "acknowledged", "resolved", "reopened"] as const;
  const kinds = [...new Set(eventIds().map(({ kind }) => kind))];
  assert.deepEqual(
    documented,
    kinds.map((kind) => [`\`${kind}\``, ...steps.map((step) => eventId(kind, step))]),
  );
});

test("docs/events.md names every category and every attribute", () => {
  const words = new Set([...docs.matchAll(/`([A-Za-z_]+)`/g)].map(([, word]) => word));
  for (const name of categoryNames()) assert.ok(words.has(name), name);
  const full = anEvent({
    finding: {
      context: "LS1",
      approvalId: "a-1",
      commands: ["monitor session 4"],
      differences: [{ field: "sources", approved: "", observed: "", words: "more" }],
      observed: anErspanSession({ filters: [{ kind: "vlan", value: "10" }] }),
    },
  });
  for (const [key] of attributes(full)) assert.ok(words.has(key), key);
});

test("every mechanism that a profile or a fixture knows has a category", () => {
  const { profiles } = loadCatalog();
  for (const { os, words } of profiles.values())
    for (const mechanism of Object.values({ ...words.mechanism, ...words.defaults?.mechanism }))
      assert.ok(mechanisms().includes(mechanism), `${os}: ${mechanism} is missing in src/report/category.ts`);
  for (const file of readdirSync(fixtures, { recursive: true, encoding: "utf8" }))
    if (file.endsWith(".json"))
      for (const [, mechanism] of readFileSync(join(fixtures, file), "utf8").matchAll(
        /"mechanism": "([a-z-]+)"/g,
      ))
        assert.ok(
          mechanisms().includes(mechanism!),
          `${file}: ${mechanism} is missing in src/report/category.ts`,
        );
  assert.equal(category({ session: "1", observed: anErspanSession({ mechanism: "new-way" }) }), "OTHER");
});
