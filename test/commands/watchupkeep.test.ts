import assert from "node:assert/strict";
import { test } from "node:test";
import { watchUpkeep } from "../../src/commands/watchupkeep.ts";
import { Fault } from "../../src/model/fault.ts";

const retention = { resolvedDays: 1, observationDays: 1, sentDays: 1 };

test("held steps are released, signs of life put up and old rows removed by the clock, until it is ended", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval", "Date"] });
  const done = { beat: 0, prune: 0, release: 0, wake: 0 };
  const errors: string[] = [];
  const busy = new Fault({ code: "database-locked", where: "db", what: "it is locked", remedy: "wait" });
  const store = {
    beat: () => {
      done.beat += 1;
      return undefined;
    },
    prune: () => {
      done.prune += 1;
      if (done.prune < 3) throw busy;
      return { findings: 0, observations: 0, snapshots: 0, events: 0 };
    },
  };
  const desk = { release: async () => ++done.release };
  const log = { info: () => {}, warn: () => {}, error: (what: string) => void errors.push(what) };
  const delivery = {
    wake: () => {
      done.wake += 1;
    },
  };
  const parts = { store, desk, delivery, log, retention, heartbeat: 3_600_000 };
  const end = watchUpkeep({ now: () => new Date() }, parts);
  assert.equal(done.beat, 1, "at the start");
  t.mock.timers.tick(500);
  assert.equal(done.release, 1);
  t.mock.timers.tick(1_799_500);
  await Promise.resolve();
  assert.equal(done.beat, 2);
  assert.equal(done.prune, 1);
  assert.equal(errors.length, 1);
  end();
  const before = { ...done };
  t.mock.timers.tick(7_200_000);
  assert.deepEqual(done, before);
});
