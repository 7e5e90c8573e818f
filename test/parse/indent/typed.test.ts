import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { placeTyped } from "../../../src/parse/indent/typed.ts";
import { accepts, ios } from "./support.ts";

const grammar = accepts(ios);

describe("placing a typed line", () => {
  it("puts it under the deepest open parent that reads it", () => {
    const session = "monitor session 1 type erspan-source";
    let parents: readonly string[] = [];
    const flats = [
      session,
      "destination",
      "erspan-id 1",
      "ip address 10.0.0.1",
      "no shut",
      "monitor session 2",
    ].map((line) => {
      const placed = placeTyped(parents, line, grammar);
      parents = placed!.parents;
      return placed!.flat;
    });
    assert.deepEqual(flats, [
      session,
      `${session}\tdestination`,
      `${session}\tdestination\terspan-id 1`,
      `${session}\tdestination\tip address 10.0.0.1`,
      `${session}\tno shut`,
      "monitor session 2",
    ]);
  });

  it("gives null for a line that is read nowhere", () => {
    assert.equal(placeTyped(["monitor session 1 type erspan-source"], "ip cef", grammar), null);
    assert.equal(placeTyped([], "destination", grammar), null);
  });

  it("never skips a deeper parent that reads the line", () => {
    const names = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 5 });
    fc.assert(
      fc.property(names, fc.array(fc.nat(5)), (parents, depths) => {
        const reads = (flat: string) => depths.includes(flat.split("\t").length - 1);
        const placed = placeTyped(parents, "x", reads);
        const deepest = Math.max(-1, ...depths.filter((depth) => depth <= parents.length));
        assert.equal(placed === null ? -1 : placed.parents.length - 1, deepest);
        if (placed !== null) assert.equal(placed.flat, [...parents.slice(0, deepest), "x"].join("\t"));
      }),
    );
  });
});
