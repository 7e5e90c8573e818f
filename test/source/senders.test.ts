import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { otherSenders, Senders } from "../../src/source/senders.ts";

function feed(senders: Senders, address: string, texts: readonly string[]): void {
  for (const text of texts) {
    const bytes = Buffer.from(`xx${text}`);
    senders.take(address, bytes, 2, bytes.length);
  }
}

const numbered = (number: number) => `<189>${number}: sw1: Nov 24 02:14:07: %SYS-5-CONFIG_I: x`;

test("messages that never arrive are counted by their numbers, wherever they were lost", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4_000_000 }),
      fc.array(fc.boolean(), { maxLength: 60 }),
      (first, lost) => {
        const senders = new Senders();
        const kept = lost.flatMap((gone, at) => (gone ? [] : [numbered(first + at)]));
        feed(senders, "192.0.2.1", kept);
        const from = lost.indexOf(false);
        const to = lost.lastIndexOf(false);
        const expected = from < 0 ? 0 : lost.slice(from, to).filter((gone) => gone).length;
        assert.equal(senders.missing, expected);
      },
    ),
  );
});

test("a late message is not missing, a repeated one changes nothing, a device that begins anew has lost nothing", () => {
  const senders = new Senders();
  feed(senders, "192.0.2.1", [1, 2, 4, 3, 5, 5].map(numbered));
  assert.equal(senders.missing, 0);
  feed(senders, "192.0.2.1", [900_000, 900_001, 1, 2, 3].map(numbered));
  assert.equal(senders.missing, 0);
});

test("the numbers of several devices behind one address tell nothing", () => {
  const senders = new Senders();
  for (let at = 0; at < 100; at++) feed(senders, "192.0.2.1", [numbered(at), numbered(70_000 + 3 * at)]);
  assert.equal(senders.missing, 0);
});

test("only a number in its place counts, not a date, an uptime or a host", () => {
  const senders = new Senders();
  const texts = [
    "<189>2026 Nov 24: x",
    "<189>: 2026 x",
    "5: x",
    "<189>12 x",
    "<189>",
    "<1899999>7: x",
    "<189>12:",
  ];
  for (const text of texts) feed(senders, text, [text, text]);
  feed(senders, "no", ["<189>12 x", "<189>20 x"]);
  assert.equal(senders.missing, 0);
});

test("senders are told when they change; beyond the most they count as one", () => {
  const senders = new Senders();
  feed(senders, "a", [numbered(1), numbered(5)]);
  assert.deepEqual(senders.changes(), [{ address: "a", messages: 2, missing: 3, more: 3 }]);
  assert.deepEqual(senders.changes(), []);
  for (let at = 0; at < 10_010; at++) feed(senders, `192.0.2.${at}`, ["x"]);
  const changes = senders.changes();
  assert.equal(changes.length, 10_000);
  assert.equal(changes.find(({ address }) => address === otherSenders)?.messages, 11);
});
