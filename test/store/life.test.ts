import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { judgeObservation } from "../../src/compare/observationjudge.ts";
import { judgeSnapshot } from "../../src/compare/snapshotjudge.ts";
import type { Observation } from "../../src/model/observation.ts";
import type { SnapshotRecord } from "../../src/model/snapshot.ts";
import { openStore } from "../../src/store/sqlitestore.ts";
import type { Store } from "../../src/store/store.ts";
import { approval, snapshotOf, span } from "../support/sessions.ts";
import { temporaryFolder } from "../support/temporary.ts";

const hour = (n: number) => new Date(Date.UTC(2026, 2, 1, n)).toISOString();

function open(t: TestContext): Store {
  const store = openStore(join(temporaryFolder(t), "test.db"));
  t.after(() => store.close());
  return store;
}

function audit(store: Store, snapshot: SnapshotRecord, at: string, takenAt = at): string[] {
  const verdicts = judgeSnapshot(snapshot, store.baseline(), store.sessions(snapshot.device), at);
  const steps = store.recordSnapshot({
    snapshot,
    hash: "00",
    origin: "test",
    verdicts,
    by: "audit",
    at,
    takenAt,
  });
  return steps.map(({ step, finding }) => `${step} ${finding.kind}`);
}

const typed: Observation = {
  vantage: "syslog",
  device: "core1",
  os: "cisco-ios",
  at: hour(2),
  actor: "jdoe",
  commands: ["monitor session 1 source interface Gi1/0/1"],
  outcome: "applied",
  effect: "add",
  session: span({ state: "incomplete", destinations: [], reach: "none" }),
};

test("a session is opened once, refreshed in silence, and resolved when a complete config no longer has it", (t) => {
  const store = open(t);
  assert.deepEqual(audit(store, snapshotOf([span()]), hour(1)), ["opened unexpected"]);
  assert.deepEqual(audit(store, snapshotOf([span()]), hour(2)), []);
  assert.equal(store.findings()[0]?.lastSeen, hour(2));
  assert.deepEqual(audit(store, snapshotOf([]), hour(3)), ["resolved unexpected"]);
  assert.deepEqual(audit(store, snapshotOf([span()]), hour(4)), ["reopened unexpected"]);
  assert.deepEqual(
    store.findingHistory(store.findings()[0]!.id).map(({ step, by, at }) => [step, by, at]),
    [
      ["opened", "audit", hour(1)],
      ["resolved", "audit", hour(3)],
      ["reopened", "audit", hour(4)],
    ],
  );
  assert.deepEqual(
    store.outbox(10).map(({ event }) => event.step),
    ["opened", "resolved", "reopened"],
  );
});

test("an incomplete config resolves nothing, removes nothing and is a blind finding", (t) => {
  const store = open(t);
  audit(store, snapshotOf([span()]), hour(1));
  const cut = snapshotOf([], { complete: false, completeness: "the text ends in the middle" });
  assert.deepEqual(audit(store, cut, hour(2)), ["opened blind"]);
  assert.deepEqual(
    store.findings({ kind: "unexpected" }).map(({ state }) => state),
    ["open"],
  );
  assert.equal(store.sessions("core1").length, 1);
  assert.deepEqual(audit(store, snapshotOf([span()]), hour(3)), ["resolved blind"]);
});

test("a material change of an open finding makes one step, and reopens what was acknowledged", (t) => {
  const store = open(t);
  audit(store, snapshotOf([span()]), hour(1));
  const { id } = store.findings()[0]!;
  assert.equal(store.acknowledge(id, "ann", "looking", hour(2))?.step, "acknowledged");
  assert.equal(store.acknowledge(id, "ann", "again", hour(2)), undefined);
  assert.deepEqual(audit(store, snapshotOf([span()]), hour(3)), []);
  assert.equal(store.finding(id)?.state, "acknowledged");
  const wider = span({ destinations: [{ kind: "interface", name: "GigabitEthernet1/0/48" }] });
  assert.deepEqual(audit(store, snapshotOf([wider]), hour(4)), ["changed unexpected"]);
  assert.equal(store.finding(id)?.state, "open");
  assert.deepEqual(audit(store, snapshotOf([{ ...wider, lines: [90, 91] }]), hour(5)), []);
});

test("an approval resolves what it covers at once, and its end is an expired finding", (t) => {
  const store = open(t);
  audit(store, snapshotOf([span()]), hour(1));
  const until = hour(5);
  assert.equal(store.approve([approval({ until })], "ann", hour(2)).length, 1);
  assert.equal(store.findings()[0]?.state, "resolved");
  assert.deepEqual(store.approve([approval({ until })], "ann", hour(2)), []);
  assert.deepEqual(audit(store, snapshotOf([span()]), hour(3)), []);
  assert.deepEqual(audit(store, snapshotOf([span()]), hour(6)), ["reopened expired"]);
  store.approve([approval({ until: hour(9) })], "ann", hour(7));
  assert.equal(store.findings()[0]?.state, "resolved");
  assert.deepEqual(
    store.approvalHistory().map(({ step }) => step),
    ["approved", "superseded", "approved"],
  );
});

test("a verdict made before an approval was stored opens nothing after it", (t) => {
  const store = open(t);
  const snapshot = snapshotOf([span()]);
  const verdicts = judgeSnapshot(snapshot, store.baseline(), [], hour(1));
  store.approve([approval()], "ann", hour(1));
  const input = { snapshot, hash: "00", origin: "test", verdicts, by: "audit", at: hour(1) };
  assert.deepEqual(store.recordSnapshot(input), []);
});

test("a required session that is gone is missing until it is back or no longer required", (t) => {
  const store = open(t);
  store.approve([approval({ required: true })], "ann", hour(1));
  assert.deepEqual(audit(store, snapshotOf([span()]), hour(2)), []);
  assert.deepEqual(audit(store, snapshotOf([]), hour(3)), ["opened missing"]);
  assert.deepEqual(audit(store, snapshotOf([span()]), hour(4)), ["resolved missing"]);
  assert.deepEqual(audit(store, snapshotOf([]), hour(5)), ["reopened missing"]);
  const { id } = store.approvals()[0]!;
  assert.equal(store.revoke(id, "ann", "tap removed", hour(6)), true);
  assert.equal(store.revoke(id, "ann", "tap removed", hour(6)), false);
  assert.equal(store.findings()[0]?.state, "resolved");
});

test("a command is a finding at once, lends its actor to the session, and ends with a later config", (t) => {
  const store = open(t);
  const verdicts = judgeObservation(typed, store.baseline(), hour(2));
  assert.deepEqual(
    store.recordObservation(typed, verdicts, hour(2)).map(({ step }) => step),
    ["opened"],
  );
  assert.deepEqual(store.recordObservation(typed, verdicts, hour(2)), []);
  assert.deepEqual(audit(store, snapshotOf([]), hour(3), hour(1)), [], "a backup from before tells nothing");
  assert.deepEqual(audit(store, snapshotOf([span()]), hour(4)), ["opened unexpected", "resolved command"]);
  assert.equal(store.findings({ kind: "unexpected" })[0]?.actor, "jdoe");
});

test("a backup that was written before a command says nothing about it, whenever it is read", (t) => {
  const store = open(t);
  store.recordObservation(typed, judgeObservation(typed, store.baseline(), hour(2)), hour(2));
  const input = { snapshot: snapshotOf([]), hash: "", origin: "", verdicts: [], by: "audit" };
  assert.deepEqual(store.recordSnapshot({ ...input, at: hour(3), fileTime: hour(1) }), []);
  const steps = store.recordSnapshot({ ...input, at: hour(4), fileTime: hour(3) });
  assert.deepEqual(
    steps.map(({ step }) => step),
    ["resolved"],
  );
});

test("an old backup reopens nothing that a newer config has settled", (t) => {
  const store = open(t);
  audit(store, snapshotOf([span()]), hour(1));
  audit(store, snapshotOf([]), hour(3));
  assert.deepEqual(audit(store, snapshotOf([span()]), hour(4), hour(2)), []);
  assert.equal(store.sessions("core1").length, 0);
});

test("a session is not resolved while a line that names it cannot be read", (t) => {
  const store = open(t);
  audit(store, snapshotOf([span()]), hour(1));
  const unread = [{ line: 9, text: "monitor session 1 sauce interface Gi1/0/1", expected: "source" }];
  assert.deepEqual(audit(store, snapshotOf([], { unread }), hour(2)), ["opened unread"]);
  assert.deepEqual(audit(store, snapshotOf([]), hour(3)), ["resolved unexpected", "resolved unread"]);
});

test("sent events stay for a second sending until they are pruned", (t) => {
  const store = open(t);
  audit(store, snapshotOf([span(), span({ name: "2" })]), hour(1));
  const rows = store.outbox(10);
  assert.equal(rows.length, 2);
  store.markSent(rows[0]!.seq, hour(2));
  assert.deepEqual(store.outboxDepth(), { pending: 1, oldest: hour(1) });
  assert.equal(store.resendSince(hour(2)), 1);
  assert.deepEqual(store.outbox(10), rows);
  store.markSent(rows[1]!.seq, hour(3));
  assert.equal(store.pruneSent(hour(4)), 2);
  assert.deepEqual(store.outboxDepth(), { pending: 0, oldest: null });
});
