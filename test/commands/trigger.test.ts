import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { pullTrigger } from "../../src/commands/pull/trigger.ts";

const pace = { quiet: 20, most: 120, floor: 60, retries: [60, 300] };

test("a pull comes when the device has been silent for a while, and once for many messages", () => {
  const trigger = pullTrigger(pace);
  for (const at of [0, 10, 25]) trigger.heard("r1", at);
  assert.deepEqual(trigger.due(44), []);
  assert.equal(trigger.wait(44), 1);
  assert.deepEqual(trigger.due(45), [{ device: "r1", since: 0 }]);
  assert.deepEqual(trigger.due(46), []);
});

test("a device that never falls silent is pulled all the same", () => {
  const trigger = pullTrigger(pace);
  for (let at = 0; at < 115; at += 5) trigger.heard("r1", at);
  assert.deepEqual(trigger.due(119), []);
  assert.equal(trigger.due(120).length, 1);
});

test("two pulls of a device lie apart, and a message during a pull makes one more", () => {
  const trigger = pullTrigger(pace);
  trigger.heard("r1", 0);
  assert.equal(trigger.due(20).length, 1);
  trigger.heard("r1", 22);
  assert.deepEqual(trigger.due(50), [], "it is still being pulled");
  assert.equal(trigger.ended("r1", true, 51), "seen");
  assert.deepEqual(trigger.due(79), []);
  assert.deepEqual(trigger.due(80), [{ device: "r1", since: 22 }]);
});

test("a pull that fails is tried again at growing distances, and then given up", () => {
  const trigger = pullTrigger(pace);
  trigger.heard("r1", 0);
  assert.equal(trigger.due(20).length, 1);
  assert.equal(trigger.ended("r1", false, 30), "again");
  assert.deepEqual(trigger.due(89), []);
  assert.deepEqual(trigger.due(90), [{ device: "r1", since: 0 }]);
  assert.equal(trigger.ended("r1", false, 100), "again");
  assert.equal(trigger.due(400).length, 1);
  assert.equal(trigger.ended("r1", false, 410), "given-up");
  assert.equal(trigger.wait(411), Number.POSITIVE_INFINITY);
});

test("whatever is heard and whenever: no device is pulled twice at a time or within the floor, and none is forgotten", () => {
  const step = fc.record({
    device: fc.constantFrom("r1", "r2"),
    kind: fc.constantFrom("heard", "whole", "failed"),
    pause: fc.nat({ max: 90 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const trigger = pullTrigger(pace);
      const running = new Set<string>();
      const began = new Map<string, number>();
      const unanswered = new Map<string, number>();
      let now = 0;
      const look = () => {
        for (const { device, since } of trigger.due(now)) {
          assert.ok(!running.has(device));
          assert.ok(now - (began.get(device) ?? Number.NEGATIVE_INFINITY) >= pace.floor);
          assert.ok(since <= now);
          running.add(device);
          began.set(device, now);
          unanswered.delete(device);
        }
      };
      for (const { device, kind, pause } of steps) {
        now += pause;
        if (kind === "heard") {
          trigger.heard(device, now);
          unanswered.set(device, now);
        } else if (running.delete(device)) trigger.ended(device, kind === "whole", now);
        look();
      }
      for (const device of [...running]) trigger.ended(device, true, now);
      running.clear();
      now += pace.most + pace.floor;
      look();
      assert.deepEqual([...unanswered.keys()], []);
    }),
  );
});
