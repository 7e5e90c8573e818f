import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { judgeObservation } from "../../src/compare/observationjudge.ts";
import { judgeSnapshot } from "../../src/compare/snapshotjudge.ts";
import type { Approval } from "../../src/model/approval.ts";
import type { Verdict } from "../../src/model/finding.ts";
import type { Observation } from "../../src/model/observation.ts";
import type { SnapshotRecord } from "../../src/model/snapshot.ts";
import { anySession } from "../support/anysession.ts";
import { approval, snapshotOf, span } from "../support/sessions.ts";

const now = "2026-03-01T12:00:00.000Z";

function judge(snapshot: SnapshotRecord, approvals: readonly Approval[]): Verdict[] {
  return judgeSnapshot(snapshot, approvals, [], now);
}

const kinds = (verdicts: readonly Verdict[]) => verdicts.map(({ kind }) => kind);

test("a session that no approval names is unexpected, one that outgrows its approval is changed and says how", () => {
  assert.deepEqual(kinds(judge(snapshotOf([span()]), [])), ["unexpected"]);
  assert.deepEqual(kinds(judge(snapshotOf([span()]), [approval()])), []);
  assert.deepEqual(kinds(judge(snapshotOf([span()], { device: "CORE1" }), [approval()])), []);
  const wider = span({
    sources: [{ kind: "interface", name: "GigabitEthernet1/0/9", direction: "both" }],
    lines: [3, 4],
  });
  const [verdict] = judge(snapshotOf([wider]), [approval()]);
  assert.equal(verdict?.kind, "changed");
  assert.equal(verdict?.approvalId, approval().id);
  assert.deepEqual(verdict?.lines, [3, 4]);
  assert.deepEqual(verdict?.differences, [
    {
      field: "sources",
      approved: "interface GigabitEthernet1/0/1",
      observed: "interface GigabitEthernet1/0/9 both",
      words:
        "interface GigabitEthernet1/0/9 both is not among the approved sources (interface GigabitEthernet1/0/1)",
    },
  ]);
  assert.match(
    verdict?.why ?? "",
    /it exceeds approval a-\w+ \(CHG-1\): interface GigabitEthernet1\/0\/9 both is not among/,
  );
});

test("an approval for any session makes no session `changed`, and says what is allowed", () => {
  const any = approval({
    device: "core*",
    session: "*",
    destinations: [{ kind: "address", value: "10.9.0.0/24" }],
  });
  const [verdict] = judge(snapshotOf([span()]), [any]);
  assert.equal(verdict?.kind, "unexpected");
  assert.deepEqual(
    verdict?.differences.map(({ field }) => field),
    ["destinations"],
  );
});

test("dates are inclusive: the last day is a whole day, and the day before the first is too early", () => {
  const on = (from: string | undefined, until: string | undefined) =>
    kinds(
      judge(snapshotOf([span()]), [approval({ ...(from ? { from } : {}), ...(until ? { until } : {}) })]),
    );
  assert.deepEqual(on(undefined, "2026-03-01"), []);
  assert.deepEqual(on(undefined, "2026-02-28"), ["expired"]);
  assert.deepEqual(on("2026-03-01", undefined), []);
  assert.deepEqual(on("2026-03-02", undefined), ["changed"]);
  assert.deepEqual(on(undefined, "2026-03-01T12:00:00Z"), []);
  assert.deepEqual(on(undefined, "2026-03-01T11:59:59Z"), ["expired"]);
});

test("an approval for a switched-off session ends when it is switched on", () => {
  const off = approval({ state: "inactive" });
  assert.deepEqual(kinds(judge(snapshotOf([span({ state: "inactive" })]), [off])), []);
  assert.deepEqual(
    judge(snapshotOf([span()]), [off])[0]?.differences.map(({ field }) => field),
    ["state"],
  );
});

test("only a required session is missing, and only from a complete config whose lines could all be read", () => {
  const required = [approval({ required: true })];
  assert.deepEqual(kinds(judge(snapshotOf([]), [approval()])), []);
  assert.deepEqual(kinds(judge(snapshotOf([]), required)), ["missing"]);
  assert.deepEqual(kinds(judge(snapshotOf([], { complete: false }), required)), ["blind"]);
  const unread = [{ line: 4, text: "monitor session 1 sauce", expected: "source" }];
  assert.deepEqual(kinds(judge(snapshotOf([], { unread }), required)), ["unread"]);
  assert.deepEqual(kinds(judge(snapshotOf([span({ state: "incomplete", destinations: [] })]), required)), [
    "missing",
  ]);
  assert.deepEqual(kinds(judge(snapshotOf([]), [approval({ required: true, until: "2026-02-01" })])), []);
});

test("what hides or enables copying is a finding of its own, once for the same text", () => {
  const indicator = (kind: "automation" | "blind" | "logging", line: number) => ({
    kind,
    line,
    text: `text of ${kind}`,
    why: "why",
  });
  const indicators = [
    indicator("automation", 9),
    indicator("automation", 3),
    indicator("blind", 5),
    indicator("logging", 6),
  ];
  const verdicts = judge(snapshotOf([], { indicators }), []);
  assert.deepEqual(kinds(verdicts), ["automation", "blind", "blind"]);
  assert.deepEqual(verdicts[0]?.lines, [3, 9]);
});

test("severity rests on where the copy goes and what is copied, and says why", () => {
  const severity = (change: Parameters<typeof span>[0]) => judge(snapshotOf([span(change)]), [])[0]!;
  const plain = severity({}).severity;
  const to = (address: string) => ({ destinations: [{ kind: "address" as const, address }] });
  assert.ok(severity(to("203.0.113.9")).severity > severity(to("10.0.0.9")).severity);
  assert.ok(severity(to("2001:db8::1")).severity > severity(to("fd00::1")).severity);
  assert.ok(severity(to("10.0.0.9")).severity > plain);
  const ingress = severity({ destinations: [{ kind: "interface", name: "Gi1/0/2", ingress: true }] });
  assert.ok(ingress.severity > plain);
  assert.ok(ingress.reasons?.some((reason) => reason.includes("may send into the network")));
  for (const kind of ["vlan", "cpu", "all"] as const) {
    assert.ok(severity({ sources: [{ kind, name: "10", direction: "both" }] }).severity > plain, kind);
  }
  for (const state of ["inactive", "incomplete"] as const)
    assert.ok(severity({ state }).severity < plain, state);
  const dropped = judge(snapshotOf([span()]), [approval({ filters: [{ kind: "vlan", value: "10" }] })])[0]!;
  assert.ok(dropped.severity > plain);
});

test("a key outlives every change of the session's details, and tells sessions apart", () => {
  const keyOf = (change: Parameters<typeof span>[0], device = "core1") =>
    judge(snapshotOf([span(change)], { device }), [])[0]!.key;
  const key = keyOf({});
  assert.equal(keyOf({ mechanism: "erspan-source", destinations: [], state: "inactive", lines: [99] }), key);
  assert.equal(keyOf({}, "CORE1"), key);
  assert.notEqual(keyOf({ name: "2" }), key);
  assert.notEqual(keyOf({ context: "LS1" }), key);
  assert.notEqual(keyOf({ mechanism: "packet-capture" }), key);
  assert.notEqual(keyOf({}, "core2"), key);
});

test("verdicts, keys included, do not depend on the order of the config, and no two share a key", () => {
  fc.assert(
    fc.property(fc.array(anySession, { maxLength: 6 }), (list) => {
      const sessions = list.map((session, index) => ({ ...session, fingerprint: String(index) }));
      const byKey = (verdicts: Verdict[]) =>
        new Map(verdicts.map((verdict) => [verdict.key, verdict.observed?.fingerprint]));
      const verdicts = judge(snapshotOf(sessions), []);
      assert.equal(byKey(verdicts).size, sessions.length);
      assert.deepEqual(
        byKey(judge(snapshotOf(sessions.toReversed()), [])),
        new Map([...byKey(verdicts)].reverse()),
      );
      assert.ok(verdicts.every(({ severity }) => severity >= 1 && severity <= 10));
    }),
  );
});

const typed: Observation = {
  vantage: "syslog",
  device: "core1",
  os: "cisco-ios",
  at: now,
  actor: "jdoe",
  from: "10.1.1.1",
  commands: ["monitor session 1 source interface Gi1/0/1"],
  outcome: "applied",
  effect: "add",
  session: span({ state: "incomplete", destinations: [], reach: "none" }),
};

test("a mirror command is a finding at once, unless an approval covers the half that it shows", () => {
  const [verdict] = judgeObservation(typed, [], now);
  assert.equal(verdict?.kind, "command");
  assert.equal(verdict?.actor, "jdoe");
  assert.match(
    verdict?.why ?? "",
    /jdoe from 10\.1\.1\.1 typed: monitor session 1 source interface Gi1\/0\/1; no approval covers it/,
  );
  const narrow = approval({ filters: [{ kind: "vlan", value: "10" }], mechanism: "rspan-source" });
  assert.deepEqual(judgeObservation(typed, [narrow], now), []);
  const elsewhere = approval({ sources: [{ kind: "interface", value: "GigabitEthernet1/0/2" }] });
  const [outgrown] = judgeObservation(typed, [elsewhere], now);
  assert.deepEqual(
    outgrown?.differences.map(({ field }) => field),
    ["sources"],
  );
});

test("a failed try is an attempt, taking copying away is none, and an unknown actor weighs more", () => {
  assert.deepEqual(kinds(judgeObservation({ ...typed, outcome: "failed" }, [], now)), ["attempt"]);
  assert.deepEqual(judgeObservation({ ...typed, effect: "remove" }, [], now), []);
  const { actor: _, ...nobody } = typed;
  const severity = (observation: Observation) => judgeObservation(observation, [], now)[0]!.severity;
  assert.ok(severity(nobody) > severity(typed));
  assert.ok(severity({ ...typed, outcome: "candidate" }) < severity(typed));
});
