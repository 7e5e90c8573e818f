import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import Database from "better-sqlite3";
import { beatIfDue, pruneOld } from "../../src/commands/upkeep.ts";
import { judgeObservation } from "../../src/compare/observationjudge.ts";
import { judgeSnapshot } from "../../src/compare/snapshotjudge.ts";
import type { Observation } from "../../src/model/observation.ts";
import { openStore } from "../../src/store/sqlitestore.ts";
import { approval, snapshotOf, span } from "../support/sessions.ts";
import { temporaryFolder } from "../support/temporary.ts";

const day = (number: number) => new Date(Date.UTC(2026, 0, number)).toISOString();
const second = (number: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, number)).toISOString();
const retention = { resolvedDays: 30, observationDays: 10, sentDays: 5 };

function stored(t: TestContext) {
  const file = join(temporaryFolder(t), "upkeep.db");
  const store = openStore(file);
  t.after(() => store.close());
  const audit = (sessions: readonly ReturnType<typeof span>[], at: string, device = "core1") => {
    const snapshot = snapshotOf(sessions, { device });
    const verdicts = judgeSnapshot(snapshot, store.baseline(), store.sessions(device), at);
    return store.recordSnapshot({ snapshot, hash: at, origin: "", verdicts, by: "audit", at });
  };
  return { file, store, audit };
}

function typed(commands: readonly string[], at: string): Observation {
  return {
    vantage: "syslog",
    device: "core1",
    os: "x",
    at,
    actor: "jdoe",
    commands,
    outcome: "applied",
    effect: "add",
    session: span({ sources: [{ kind: "interface", name: `Ethernet${commands.length}`, direction: "rx" }] }),
  };
}

test("what is old goes, and neither unsent events nor the history of the baseline ever do", (t) => {
  const { store, audit } = stored(t);
  store.approve([approval({ device: "other" })], "ann", day(1));
  audit([span()], day(1));
  audit([], day(2));
  const [finding] = store.findings();
  assert.equal(finding!.state, "resolved");
  store.recordObservation(typed(["a"], day(1)), [], day(1));
  const steps = store.approvalHistory().length;

  const now = new Date(day(100));
  assert.deepEqual(pruneOld(store, retention, now), {
    findings: 0,
    observations: 1,
    snapshots: 1,
    events: 0,
  });
  assert.equal(store.outboxDepth().pending, 2);
  store.markSent(10, day(99));
  assert.deepEqual(pruneOld(store, retention, now), {
    findings: 1,
    observations: 0,
    snapshots: 0,
    events: 0,
  });
  assert.deepEqual(store.findings(), []);
  assert.equal(pruneOld(store, retention, new Date(day(110))).events, 2);
  assert.equal(store.approvalHistory().length, steps);
  assert.deepEqual(store.verifyHistory().broken, []);
  assert.equal(store.devices().length, 1);
});

test("findings that are open or were settled lately stay", (t) => {
  const { store, audit } = stored(t);
  audit([span()], day(1), "open1");
  audit([span()], day(1), "late1");
  audit([], day(90), "late1");
  store.markSent(10, day(90));
  pruneOld(store, retention, new Date(day(100)));
  assert.deepEqual(
    store.findings().map(({ device }) => device),
    ["open1", "late1"],
  );
});

test("room is given back to the file system", (t) => {
  const { file, store } = stored(t);
  for (let at = 0; at < 400; at += 1)
    store.recordObservation(typed([`x${at}`.repeat(200)], day(1)), [], day(1));
  const pages = () => {
    const database = new Database(file, { readonly: true });
    const count = database.pragma("page_count", { simple: true }) as number;
    database.close();
    return count;
  };
  const before = pages();
  pruneOld(store, retention, new Date(day(100)));
  assert.ok(pages() < before / 2, `${pages()} of ${before} pages`);
});

test("a sign of life leaves once in an interval, says how things stand, and only the newest waits", (t) => {
  const { store, audit } = stored(t);
  audit([span()], day(1));
  store.approve([approval({ device: "x" })], "ann", day(1));
  const hour = 3_600_000;
  const at = (minutes: number) => new Date(Date.parse(day(2)) + minutes * 60_000);
  assert.equal(beatIfDue(store, "watch", undefined, at(0)), false);
  assert.equal(beatIfDue(store, "watch", hour, at(0)), true);
  assert.equal(beatIfDue(store, "audit", hour, at(59)), false);
  assert.equal(beatIfDue(store, "audit", hour, at(60)), true);
  const beats = store
    .outbox(10)
    .map(({ event }) => event)
    .filter(({ step }) => step === "heartbeat");
  assert.equal(beats.length, 1);
  const { head } = store.verifyHistory();
  assert.deepEqual(
    { ...beats[0], uuid: "" },
    {
      uuid: "",
      at: at(60).toISOString(),
      step: "heartbeat",
      by: "audit",
      devices: 1,
      findings: 1,
      waiting: 2,
      head,
    },
  );
});

test("a session that is typed line by line opens at once and changes once, when a moment has passed", (t) => {
  const { store } = stored(t);
  const lines = ["a", "b", "c", "d", "e", "f"];
  const record = (count: number) => {
    const observation = typed(lines.slice(0, count), second(count));
    const verdicts = judgeObservation(observation, store.baseline(), second(count));
    return store.recordObservation(observation, verdicts, second(count), true);
  };
  const steps = [1, 2, 3, 4, 5, 6].flatMap((count) => record(count).map(({ step }) => step));
  assert.deepEqual(steps, ["opened"]);
  assert.equal(store.findings()[0]!.commands!.length, 6, "what is held is stored");
  assert.deepEqual(store.releaseHeld(second(1), second(7)), []);
  const [released] = store.releaseHeld(second(2), second(7));
  assert.equal(released!.step, "changed");
  assert.equal(released!.finding.commands!.length, 6);
  assert.deepEqual(store.releaseHeld(second(9), second(9)), []);
  assert.deepEqual(
    store.outbox(10).map(({ event }) => event.step),
    ["opened", "changed"],
  );
});

test("a held change leaves before the next step does, and a new start finds it", (t) => {
  const { file, store } = stored(t);
  for (const count of [1, 2]) {
    const observation = typed(["a", "b"].slice(0, count), second(count));
    store.recordObservation(
      observation,
      judgeObservation(observation, [], second(count)),
      second(count),
      true,
    );
  }
  const again = openStore(file);
  const [finding] = again.findings();
  again.acknowledge(finding!.id, "ann", "", second(3));
  assert.deepEqual(
    again.outbox(10).map(({ event }) => event.step),
    ["opened", "changed", "acknowledged"],
  );
  assert.deepEqual(again.releaseHeld(second(9), second(9)), []);
  assert.equal(again.findings()[0]!.state, "acknowledged");
  again.close();
});
