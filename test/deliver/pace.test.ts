import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { backoffMs, tokenBucket } from "../../src/deliver/pace.ts";
import { queueInTable } from "../../src/deliver/tcpqueue.ts";
import { Unsettled } from "../../src/deliver/unsettled.ts";

test("pauses double up to the longest, with at most half of it taken off", () => {
  const range = [1_000, 300_000] as const;
  const longest = Array.from({ length: 11 }, (_, attempt) => backoffMs(attempt, range, () => 1));
  assert.deepEqual(
    longest,
    [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1000),
  );
  fc.assert(
    fc.property(fc.nat(5000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const ms = backoffMs(attempt, range, () => random);
      assert.ok(ms >= 500 && ms <= 300_000);
    }),
  );
});

test("a token bucket never grants more than burst and rate allow, and never starves", () => {
  const step = fc.record({ pass: fc.nat(3000), wanted: fc.nat(50) });
  fc.assert(
    fc.property(
      fc.array(step),
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 100 }),
      (steps, rate, burst) => {
        let clock = 0;
        const bucket = tokenBucket({ rate, burst }, () => clock);
        let granted = 0;
        for (const { pass, wanted } of steps) {
          clock += pass;
          granted += bucket.take(wanted);
          assert.ok(granted <= burst + (clock / 1000) * rate + 1e-6);
        }
        clock += bucket.waitMs() + 1;
        assert.equal(bucket.take(1), 1);
      },
    ),
  );
});

test("an event settles only when it is old enough and acknowledged, in order", () => {
  const window = new Unsettled();
  for (const seq of [1, 2, 3]) window.add(seq, 100, seq * 10);
  assert.deepEqual(window.settle(25, 300), []);
  assert.deepEqual(window.settle(25, 200), [1]);
  assert.deepEqual(window.settle(5, 0), []);
  assert.deepEqual(window.settle(25, 100), [2]);
  assert.deepEqual(window.settle(100, 0), [3]);
});

test("what is written again counts from its first writing", () => {
  const window = new Unsettled();
  window.add(1, 100, 0);
  window.rewind();
  assert.equal(window.last, 0);
  window.add(1, 100, 50);
  assert.equal(window.due(60, 10), 0);
  assert.deepEqual(window.settle(0, 0), [1]);
});

test("the send queue is read from the row of this connection", () => {
  const table = [
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
    "   0: 0100007F:0202 0100007F:8C3A 01 00000000:00000010 00:00000000 00000000     0        0 1 1 0000 20 4 30 10 -1",
    "   1: 0100007F:8C3A 0100007F:0202 01 00001F40:00000000 00:00000000 00000000     0        0 1 1 0000 20 4 30 10 -1",
  ].join("\n");
  assert.equal(queueInTable(table, 0x8c3a, 0x202), 8000);
  assert.equal(queueInTable(table, 0x202, 0x8c3a), 0);
  assert.equal(queueInTable(table, 1, 2), undefined);
});
