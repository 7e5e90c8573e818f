import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lacksEnd, outlineOf } from "../../src/parse/outline.ts";

const text = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(""));
const config = (count: number) =>
  Array.from({ length: count }, (_, index) => `set interfaces ge-0/0/${index} description "desk ${index}"`);
const nothing = new Set<number>();

test("a text is never short of its own end, nor one with a changed line or with more at its end", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), (count, at) => {
      const lines = config(count);
      const known = outlineOf(text(lines), nothing);
      assert.equal(lacksEnd(known, text(lines)), false);
      assert.equal(lacksEnd(known, text(lines.with(at % count, "set x"))), false);
      assert.equal(lacksEnd(known, text([...lines, "set y"])), false);
    }),
  );
});

test("a text that was cut anywhere before its last tenth lacks its end", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 40, max: 300 }),
      fc.double({ min: 0.01, max: 0.89, noNaN: true }),
      (count, part) => {
        const whole = text(config(count));
        const cut = whole.subarray(0, Math.floor(whole.length * part));
        assert.equal(lacksEnd(outlineOf(whole, nothing), cut), true);
      },
    ),
  );
});

test("lines that are excepted may go without a doubt", () => {
  const lines = [
    ...config(60),
    ...Array.from({ length: 12 }, (_, index) => `  source interface Ethernet1/${index} both`),
  ];
  const except = new Set(Array.from({ length: 12 }, (_, index) => 61 + index));
  assert.equal(lacksEnd(outlineOf(text(lines), except), text(config(60))), false);
  assert.equal(lacksEnd(outlineOf(text(lines), nothing), text(config(60))), true);
});

test("the middle of a text may be rewritten", () => {
  const lines = config(200);
  const rewritten = [...lines.slice(0, 40), "set z", ...lines.slice(160)];
  assert.equal(lacksEnd(outlineOf(text(lines), nothing), text(rewritten)), false);
});
