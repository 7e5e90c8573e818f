import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { judgeCall } from "../../src/compare/calljudge.ts";
import type { Approval } from "../../src/model/approval.ts";
import type { KnownCall } from "../../src/normalise/cloud/calls.ts";
import { knownCalls } from "../support/cloudreading.ts";

const now = "2026-03-01T00:00:00Z";
const lifecycle = fixture("aws-lifecycle/input.json");
const deploy = "arn:aws:sts::111122223333:assumed-role/netops-deploy/*";
const balancer =
  "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/sensors/0123456789abcdef";

function fixture(name: string): readonly KnownCall[] {
  return knownCalls(readFileSync(new URL(`../fixtures/cloud/${name}`, import.meta.url)));
}

function approval(more: Partial<Approval>): Approval {
  return {
    id: "a-1",
    device: "111122223333/eu-central-1",
    session: "eni-0aa11bb22cc33dd44/1",
    sources: [{ kind: "interface", value: "eni-0aa11bb22cc33dd44" }],
    destinations: [{ kind: "load-balancer", value: balancer }],
    filters: [],
    required: false,
    owner: "netops",
    ticket: "CHG-1",
    reason: "",
    ...more,
  };
}

function judge(known: KnownCall, approvals: readonly Approval[] = [], accounts: readonly string[] = []) {
  return judgeCall(known, approvals, { accounts, now });
}

function named(calls: readonly KnownCall[], operation: string): KnownCall {
  return calls.find(({ call }) => call.operation === operation)!;
}

test("a call that no approval covers is a command finding of its scope, with who, from where and what is copied", () => {
  const { verdict } = judge(named(lifecycle, "CreateTrafficMirrorSession"));
  assert.equal(verdict?.kind, "command");
  assert.equal(verdict?.device, "111122223333/eu-central-1");
  assert.equal(verdict?.os, "aws");
  assert.equal(verdict?.session, "eni-0aa11bb22cc33dd44/1");
  assert.equal(verdict?.actor, "arn:aws:sts::111122223333:assumed-role/netops-deploy/deploy");
  assert.equal(verdict?.from, "198.51.100.23");
  assert.equal(verdict?.severity, 6);
  assert.deepEqual(verdict?.observed?.destinations, [
    { kind: "load-balancer", name: balancer, owner: "111122223333" },
  ]);
});

test("an approval covers a call by scope, source, resolved target and principal together", () => {
  const create = named(lifecycle, "CreateTrafficMirrorSession");
  const covered = (more: Partial<Approval>) => judge(create, [approval(more)]).verdict === undefined;
  assert.ok(covered({}));
  assert.ok(covered({ principals: [deploy] }));
  assert.ok(covered({ principals: ["nobody", deploy.toUpperCase()] }));
  assert.ok(!covered({ principals: ["arn:aws:iam::111122223333:user/alice"] }));
  assert.ok(!covered({ device: "111122223333/us-east-1" }));
  assert.ok(!covered({ sources: [{ kind: "interface", value: "eni-0ffffffffffffffff" }] }));
  assert.ok(!covered({ destinations: [{ kind: "load-balancer", value: "other" }], principals: [deploy] }));
});

test("a target that nothing resolves is never approved by the principal alone", () => {
  const modify = named(lifecycle, "ModifyTrafficMirrorSession");
  const { verdict } = judge(modify, [approval({ principals: [deploy] })]);
  assert.equal(verdict?.kind, "command");
  assert.match(verdict?.why ?? "", /target tmt-0fedcba9876543210 is not among the approved destinations/);
});

test("an approval with principals does not cover a call of which nobody is known", () => {
  const [unknown] = fixture("aws-identities/input.json").filter(({ call }) => call.actor === null);
  const target = [{ kind: "target", value: "*" }];
  assert.notEqual(
    judge(unknown!, [approval({ destinations: target, principals: ["*"] })]).verdict,
    undefined,
  );
  assert.equal(judge(unknown!, [approval({ destinations: target })]).verdict, undefined);
});

test("failed, denied and tried-out calls are attempts, weaker than what was done", () => {
  const calls = fixture("aws-outcomes/input.json");
  for (const known of calls) {
    const { verdict } = judge(known);
    assert.equal(verdict?.kind, "attempt", known.call.outcome);
    assert.ok(verdict!.severity <= 4);
  }
});

test("what takes copying away and what only prepares it weighs less, and hides nothing", () => {
  const [create, remove] = ["CreateTrafficMirrorSession", "DeleteTrafficMirrorSession"].map(
    (one) => judge(named(lifecycle, one)).verdict!,
  );
  assert.ok(remove!.severity < create!.severity);
  assert.notEqual(remove!.key, create!.key);
  assert.equal(judge(named(lifecycle, "CreateTrafficMirrorFilter")).verdict?.severity, 4);
});

test("a target that belongs to others is severe, even where an approval covers it", () => {
  const create = named(lifecycle, "CreateTrafficMirrorSession");
  const { verdict } = judge(create, [approval({})], ["999988887777"]);
  assert.ok(verdict!.severity >= 9, String(verdict!.severity));
  assert.match(verdict!.reasons!.join(), /belongs to account 111122223333, which is not ours/);
});

test("a caller of another account and the root user raise the severity", () => {
  const calls = fixture("aws-identities/input.json");
  const of = (actor: RegExp) =>
    judge(calls.find(({ call }) => actor.test(call.actor ?? ""))!).verdict!.severity;
  const plain = of(/user\/ops\/alice/);
  assert.equal(of(/^444455556666$/), plain + 2);
  assert.equal(of(/:root$/), plain + 1);
});

test("a call of which no end is known counts as done", () => {
  const [started] = fixture("azure-eventhub/input.json").filter(({ call }) => call.outcome === "started");
  assert.equal(judge(started!).verdict?.kind, "command");
  assert.match(judge(started!).verdict!.why, /no record tells how it ended/);
});
