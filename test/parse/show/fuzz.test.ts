import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { loadCatalog } from "../../../src/parse/catalog.ts";
import { inspectShow } from "../../../src/pipeline.ts";
import { showFixtures } from "../../support/golden.ts";

const catalog = loadCatalog();
const seeds = showFixtures().map(({ config }) => readFileSync(config, "utf8"));
const runs = Number(process.env.MIRRORWATCH_FUZZ_RUNS ?? 1000);

const mutation = fc.record({
  at: fc.nat(4000),
  taken: fc.nat(20),
  put: fc.oneof(
    fc.constantFrom(
      "\n",
      "\r\n",
      " : ",
      "Session 9\n",
      "<a>",
      "</a>",
      "None",
      "(",
      ")",
      ",",
      "#",
      "! ",
      "\t",
      "\b",
    ),
    fc.string({ maxLength: 6 }),
  ),
});

test("no damage to output makes reading it throw, or tell a session without a line of its own", () => {
  fc.assert(
    fc.property(fc.nat(seeds.length - 1), fc.array(mutation, { maxLength: 6 }), (seed, mutations) => {
      const text = mutations.reduce((one, { at, taken, put }) => {
        const where = one.length === 0 ? 0 : at % one.length;
        return one.slice(0, where) + put + one.slice(where + taken);
      }, seeds[seed]!);
      const record = inspectShow(Buffer.from(text), { name: "x", catalog });
      const lines = text.split(/\r\n|\n|\r/).length;
      for (const { name, lines: own } of record?.sessions ?? []) {
        assert.notEqual(name, "");
        assert.ok(own.length > 0 && own.every((line) => line >= 1 && line <= lines));
      }
    }),
    { numRuns: runs },
  );
});

test("no bytes make reading them throw", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 1000 }),
      fc.constantFrom(...catalog.profiles.keys(), undefined),
      (bytes, os) => {
        inspectShow(bytes, { name: "x", catalog, ...(os === undefined ? {} : { os }) });
      },
    ),
    { numRuns: Math.ceil(runs / 4) },
  );
});
