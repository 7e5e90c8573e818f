import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compressRanges, mergeVlans } from "../../src/normalise/vlan.ts";

const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 4094 }), { minLength: 1, maxLength: 40 });

test("a compressed list names the same numbers, in any order and spacing, and is as short as can be", () => {
  fc.assert(
    fc.property(numbers, fc.constantFrom(",", " , ", ", "), (list, comma) => {
      const compressed = compressRanges(list.join(comma));
      assert.deepEqual(
        spread(compressed),
        list.toSorted((a, b) => a - b),
      );
      assert.equal(compressRanges(compressed.replaceAll("-", " - ")), compressed);
      const ends = compressed.split(",").map((range) => range.split("-").map(Number));
      for (const [at, [low = 0]] of ends.entries())
        if (at > 0) assert.ok(low > (ends[at - 1]!.at(-1) ?? 0) + 1);
    }),
  );
});

test("VLANs that are received by one line and sent by another are copied both ways, however they are listed", () => {
  fc.assert(
    fc.property(numbers, numbers, (received, sent) => {
      const merged = mergeVlans([
        { list: received.join(","), direction: "rx" },
        { list: sent.join(","), direction: "tx" },
      ]);
      const of = (direction: string) =>
        merged.filter((one) => one.direction === direction).flatMap(({ list }) => spread(list));
      const both = received.filter((vlan) => sent.includes(vlan)).sort((a, b) => a - b);
      assert.deepEqual(of("both"), both);
      assert.deepEqual(
        of("rx"),
        received.filter((vlan) => !both.includes(vlan)).sort((a, b) => a - b),
      );
      assert.deepEqual(
        of("tx"),
        sent.filter((vlan) => !both.includes(vlan)).sort((a, b) => a - b),
      );
    }),
  );
});

test("what is no list of numbers stays as it is", () => {
  assert.equal(compressRanges("vsan 5"), "vsan 5");
  assert.deepEqual(mergeVlans([{ list: "users", direction: "rx" }]), [{ list: "users", direction: "rx" }]);
});

function spread(list: string): number[] {
  return list.split(",").flatMap((range) => {
    const [low = 0, high = low] = range.split("-").map(Number);
    return Array.from({ length: high - low + 1 }, (_, at) => low + at);
  });
}
