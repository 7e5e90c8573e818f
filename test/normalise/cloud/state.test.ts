import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { baselineOf } from "../../../src/compare/baseline.ts";
import { exactEnvelope } from "../../../src/compare/exact.ts";
import { judgeState } from "../../../src/compare/statejudge.ts";
import type { Approval } from "../../../src/model/approval.ts";
import type { Json } from "../../../src/model/json.ts";
import type { SnapshotRecord } from "../../../src/model/snapshot.ts";
import { cloudSnapshots } from "../../../src/normalise/cloud/state.ts";
import { cloudFixtures } from "../../support/cloudreading.ts";
import { matchesGolden } from "../../support/golden.ts";

const now = "2026-03-01T00:00:00Z";
const fixtures = cloudFixtures(/^state-/);

function documents(name: string): Json {
  return JSON.parse(readFileSync(fixtures.find((one) => one.name === name)!.input, "utf8")) as Json;
}

for (const { name, expected } of fixtures)
  test(`${name}: the listings give the snapshots on file`, () => {
    matchesGolden(cloudSnapshots([documents(name)]), expected);
  });

function exactly(snapshots: readonly SnapshotRecord[]): readonly Approval[] {
  const rest = { required: true, owner: "netops", ticket: "", reason: "" };
  return snapshots.flatMap(({ device, sessions }) =>
    sessions.map((session) => ({ ...exactEnvelope(device, session), ...rest, id: `a-${session.name}` })),
  );
}

function judge(
  snapshots: readonly SnapshotRecord[],
  approvals: readonly Approval[],
  accounts: readonly string[] = [],
) {
  return snapshots.flatMap((one) => judgeState(one, baselineOf(approvals), [], { accounts, now }));
}

test("what was approved as it stands makes no finding, unless its target belongs to others", () => {
  const accounts = ["111122223333", "999988887777", "8a7b6c5d-1111-4222-8333-444455556666"];
  const more = ["99990000-1111-4222-8333-444455556666", "prod-net", "elsewhere", "collector-prj"];
  for (const { name } of fixtures) {
    const snapshots = cloudSnapshots([documents(name)]);
    const found = judge(snapshots, exactly(snapshots), [...accounts, ...more]);
    const sessions = found.filter(({ kind }) => kind !== "blind" && kind !== "missing");
    assert.deepEqual(sessions, [], name);
  }
  const aws = cloudSnapshots([documents("state-aws")]);
  const foreign = judge(aws, exactly(aws)).filter(({ kind }) => kind === "unexpected");
  assert.deepEqual(
    foreign.map(({ session, severity, unapprovable }) => [session, severity, unapprovable]),
    [["eni-0aa11bb22cc33dd44/2", 9, true]],
  );
});

test("ids that the cloud gives anew change neither name nor meaning of a session", () => {
  const text = JSON.stringify(documents("state-aws"));
  const renewed = JSON.parse(text.replace(/\b(tm[stf]|tmfr)-/g, "$1-9f")) as Json;
  const [before, after] = [documents("state-aws"), renewed].map((one) => cloudSnapshots([one])[0]!);
  const named = (one: SnapshotRecord) => one.sessions.map(({ name, fingerprint }) => [name, fingerprint]);
  const resolved = (one: SnapshotRecord) => named(one).filter(([name]) => !name!.startsWith("eni-0ee"));
  assert.deepEqual(resolved(after!), resolved(before!));
});

test("another target, a dropped filter and a wider direction are a change", () => {
  const approvals = exactly(cloudSnapshots([documents("state-aws")]));
  const changed = (from: string, to: string) => {
    const text = JSON.stringify(documents("state-aws")).replace(from, to);
    const snapshots = cloudSnapshots([JSON.parse(text) as Json]);
    return judge(snapshots, approvals, ["111122223333", "999988887777"])
      .filter(({ kind }) => kind === "changed")
      .flatMap(({ differences }) => differences.map(({ field }) => field));
  };
  assert.deepEqual(changed('"tmt-0aaa","TrafficMirrorFilterId', '"tmt-0bbb","TrafficMirrorFilterId'), [
    "destinations",
  ]);
  assert.deepEqual(changed('"RuleAction":"reject"', '"RuleAction":"accept"'), ["filters"]);
  assert.ok(
    changed('"EgressFilterRules":[]', '"EgressFilterRules":[{"RuleAction":"accept"}]').includes("direction"),
  );
});

test("a listing that is not whole concludes nothing from what is absent", () => {
  const approvals = exactly(cloudSnapshots([documents("state-aws")]));
  const rest = { TrafficMirrorSessions: [], NextToken: "more" };
  const [cut] = cloudSnapshots([rest], { scope: "111122223333/eu-central-1" });
  assert.equal(cut!.complete, false);
  assert.ok(!judge([cut!], approvals).some(({ kind }) => kind === "missing"));
  const [whole] = cloudSnapshots([{ TrafficMirrorSessions: [] }], { scope: "111122223333/eu-central-1" });
  assert.equal(judge([whole!], approvals).filter(({ kind }) => kind === "missing").length, approvals.length);
});

test("a region that did not answer is blind, one without policies is empty", () => {
  const states = cloudSnapshots([documents("state-gcp")]).map(({ device, complete }) => [device, complete]);
  assert.deepEqual(states, [
    ["prod-net/africa-south1", false],
    ["prod-net/asia-east1", false],
    ["prod-net/europe-west3", true],
    ["prod-net/us-east1", true],
  ]);
});

test("a scope of a listed account that has nothing any more is empty, one of another account is not judged", () => {
  const known = [
    { scope: "8a7b6c5d-1111-4222-8333-444455556666/rg-old", cloud: "azure" },
    { scope: "00000000-1111-4222-8333-444455556666/rg-x", cloud: "azure" },
    { scope: "core1", cloud: "cisco-ios" },
  ];
  const devices = cloudSnapshots([documents("state-azure")], { known }).map(({ device }) => device);
  assert.ok(devices.includes(known[0]!.scope));
  assert.ok(!devices.includes(known[1]!.scope) && !devices.includes("core1"));
});

test("records of an audit log and foreign JSON are no listing", () => {
  for (const one of [{}, [], { a: 1 }, "x", null, { Records: [{ eventName: "CreateTrafficMirrorSession" }] }])
    assert.deepEqual(cloudSnapshots([one as Json]), []);
});
