import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { expectedOf } from "./claim.ts";
import { estate, type Levels } from "./estate.ts";
import { flattened, textsOf } from "./flattened.ts";
import { choosing, plain, printBraces, printSet } from "./printer.ts";

const layout = fc.array(fc.nat(1000), { maxLength: 40 });
const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 300) };

test("a configuration gives its claimed statements, in braces with any layout and annotations", () => {
  fc.assert(
    fc.property(estate, layout, (configuration, numbers) => {
      const text = printBraces(configuration, choosing(numbers));
      assert.deepEqual(textsOf(text), expectedOf(configuration), text);
    }),
    runs,
  );
});

test("set form gives the same as brace form, whatever the order of its lines", () => {
  fc.assert(
    fc.property(estate, fc.nat(), (configuration, seed) => {
      const text = shuffled(printSet(configuration), seed);
      assert.deepEqual(textsOf(text), textsOf(printBraces(configuration, plain)), text);
    }),
    runs,
  );
});

test("moving statements into a group that applies changes nothing but where they come from", () => {
  fc.assert(
    fc.property(estate, fc.array(fc.boolean(), { maxLength: 14 }), (configuration, moved) => {
      const statements = configuration.statements.map(
        (levels, at): Levels => (moved[at] ? [["groups"], ["G"], ...levels] : levels),
      );
      const text = `${printSet({ statements, inactive: configuration.inactive })}set apply-groups G\n`;
      assert.deepEqual(textsOf(text), textsOf(printSet(configuration)), text);
      const sources = new Set(flattened(text).lines.map(({ inherited }) => inherited));
      if (!moved.some(Boolean)) assert.ok(!sources.has("G"));
    }),
    runs,
  );
});

test("what a device prints has no trouble in it", () => {
  fc.assert(
    fc.property(estate, (configuration) => {
      assert.deepEqual(flattened(printBraces(configuration, plain)).unread, []);
      assert.deepEqual(flattened(printSet(configuration)).unread, []);
    }),
    runs,
  );
});

test("each line keeps the number of the line that its statement ends on", () => {
  fc.assert(
    fc.property(estate, layout, (configuration, numbers) => {
      const text = printBraces(configuration, choosing(numbers));
      const rows = text.split("\n");
      for (const { line, text: flat } of flattened(text).lines) {
        const last = flat.match(/"[^"]*"|\S+/g)!.at(-1)!;
        assert.ok(rows[line - 1]!.includes(last), `${line}: ${rows[line - 1]} has no ${last}`);
      }
    }),
    runs,
  );
});

function shuffled(text: string, seed: number): string {
  const lines = text.split("\n").filter(Boolean);
  let state = seed + 1;
  const next = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  for (let at = lines.length - 1; at > 0; at--) {
    const other = next(at + 1);
    [lines[at], lines[other]] = [lines[other]!, lines[at]!];
  }
  return lines.map((line) => `${line}\n`).join("");
}
