import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { anchorSearch } from "../../src/source/anchor.ts";

test("the search finds a message exactly when it holds an anchor, in any case", () => {
  const letters = fc.string({
    unit: fc.constantFrom("a", "b", "A", "B", "c", "-"),
    minLength: 1,
    maxLength: 5,
  });
  const text = fc.string({ unit: fc.constantFrom("a", "b", "A", "B", "c", "-", " "), maxLength: 40 });
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 6 }), text, fc.nat(5), (anchors, message, from) => {
      const bytes = Buffer.from(message);
      const part = message.slice(from).toLowerCase();
      const expected = anchors.some((anchor) => part.includes(anchor.toLowerCase()));
      assert.equal(anchorSearch(anchors)(bytes, from, bytes.length), expected);
    }),
    { numRuns: 3000 },
  );
});

test("no anchor matches nothing, an empty anchor matches everything", () => {
  const bytes = Buffer.from("monitor session 1");
  assert.equal(anchorSearch([])(bytes, 0, bytes.length), false);
  assert.equal(anchorSearch([""])(bytes, 0, bytes.length), true);
});

test("bytes that are no text do not disturb the search", () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0x00, 0xc3]), Buffer.from("Monitor"), Buffer.from([0x80])]);
  assert.equal(anchorSearch(["monitor"])(bytes, 0, bytes.length), true);
});
