import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import type { Flattened } from "../../../src/parse/reading.ts";
import { flattenTree } from "../../../src/parse/tree/flatten.ts";
import { profile } from "./flattened.ts";

const folder = new URL("../../fixtures/juniper-junos", import.meta.url).pathname;
const seeds = readdirSync(folder)
  .map((name) => join(folder, name))
  .flatMap((path) =>
    readdirSync(path)
      .filter((file) => /^config/.test(file))
      .map((file) => readFileSync(join(path, file))),
  )
  .sort((left, right) => left.length - right.length)
  .slice(0, 40);

const pieces = [
  ...'{}[];"#\\ \n\r\t\0',
  "/*",
  "*/",
  "inactive: ",
  "apply-groups G;",
  "set ",
  "delete forwarding-options\n",
  "edit firewall\n",
  "[edit interfaces]\n",
  "{primary:node1}\n",
  "user@host# ",
  "---(more)---",
  "<*>",
  "groups",
  "interface-range R { member ge-*; }\n",
  "\u{1F4A3}",
];
const mutation = fc.record({
  at: fc.nat(1_000_000),
  cut: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(4000)),
  put: fc.oneof(
    fc.constantFrom(...pieces),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
  ),
});
const damaged = fc
  .tuple(fc.nat(seeds.length - 1), fc.array(mutation, { minLength: 1, maxLength: 6 }))
  .map(([seed, mutations]) => mutations.reduce(mutate, seeds[seed]!));

function mutate(text: Buffer, { at, cut, put }: { at: number; cut: number; put: string }): Buffer {
  const from = at % (text.length + 1);
  return Buffer.concat([text.subarray(0, from), Buffer.from(put), text.subarray(from + cut)]);
}

test("no damage makes the reading throw or tell what cannot be", () => {
  fc.assert(
    fc.property(damaged, fc.boolean(), (bytes, accepts) => {
      checkSound(
        bytes,
        flattenTree(bytes, profile, () => accepts),
      );
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 2000) },
  );
});

test("bytes that are no text are no configuration", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const result = flattenTree(bytes, profile, () => false);
      checkSound(Buffer.from(bytes), result);
      assert.equal(result.complete, false);
    }),
    { numRuns: 500 },
  );
});

function checkSound(bytes: Buffer, { lines, unread, indicators, completeness }: Flattened): void {
  const last = bytes.toString("latin1").split(/\r?\n|\r/).length;
  for (const { line } of [...lines, ...unread, ...indicators])
    assert.ok(line >= 1 && line <= last, `line ${line} of ${last}`);
  for (const { text } of lines) assert.match(text, /^[^\x00-\x1f]+$/);
  for (const { text } of unread) assert.ok(text.length <= 500);
  assert.ok(completeness.length > 0);
  assert.deepEqual(
    lines.map(({ line }) => line),
    lines.map(({ line }) => line).sort((left, right) => left - right),
  );
}
