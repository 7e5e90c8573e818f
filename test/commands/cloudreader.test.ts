import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { withClouds } from "../../src/commands/cloudreader.ts";
import { watchDesk } from "../../src/commands/watchdesk.ts";
import { baselineOf } from "../../src/compare/baseline.ts";
import type { Verdict } from "../../src/model/finding.ts";
import type { Observation } from "../../src/model/observation.ts";
import { anchorSearch } from "../../src/source/anchor.ts";
import type { Candidate } from "../../src/source/candidate.ts";

const typed: Observation = {
  vantage: "syslog",
  device: "sw1",
  os: "cisco-ios",
  at: "2026-03-01T10:00:00.000Z",
  commands: ["monitor session 1"],
  outcome: "applied",
  effect: "add",
};
const devices = {
  anchors: ["%PARSER"],
  read: () => [typed],
  rest: () => [],
  renewal: () => ({ anchors: ["%NEW"], use: () => {} }),
};
const lines = readFileSync(new URL("../fixtures/cloud/aws-wrapped/input.log", import.meta.url), "utf8")
  .trim()
  .split("\n");

function candidate(text: string): Candidate {
  return { text, peer: "192.0.2.1", transport: "tcp", at: Date.parse("2026-03-01T10:00:00Z"), cut: false };
}

test("an audit record behind a syslog header is the observation of a call in its scope", () => {
  const [call] = withClouds(devices).read(candidate(lines[0]!));
  assert.equal(call?.vantage, "cloud-audit");
  assert.equal(call?.device, "111122223333/eu-central-1");
  assert.equal(call?.os, "aws");
  assert.deepEqual(call?.commands, ["CreateTrafficMirrorSession tms-0123456789abcdef0"]);
  assert.equal(call?.call?.record.outcome, "success");
});

test("every wrapped record passes the receiver's sieve", () => {
  const reader = withClouds(devices);
  const search = anchorSearch(reader.anchors);
  for (const line of lines) {
    const bytes = Buffer.from(line);
    const calls = reader.read(candidate(line)).filter(({ call }) => call !== undefined);
    if (calls.length > 0) assert.ok(search(bytes, 0, bytes.length), line);
  }
});

test("a read, and a record of something else, is no observation; a message without a record goes to the devices' reader", () => {
  const { read } = withClouds(devices);
  assert.deepEqual(
    read(candidate('<13>x {"eventName":"DescribeTrafficMirrorSessions","eventSource":"ec2.amazonaws.com"}')),
    [],
  );
  assert.deepEqual(read(candidate("<189>1: %PARSER-5-CFGLOG_LOGGEDCMD: monitor session 1")), [typed]);
  assert.deepEqual(read(candidate('<189>1: %PARSER {"a":1}')), [typed]);
});

test("a target is known by the message that told of its making", () => {
  const { read } = withClouds(devices);
  const ends = () => read(candidate(lines[0]!))[0]?.session?.destinations.map(({ kind }) => kind);
  assert.deepEqual(ends(), ["target"]);
  read(candidate(lines[3]!));
  assert.deepEqual(ends(), ["load-balancer"]);
});

test("the anchors of clouds stay when the devices' profiles are read again", () => {
  const reader = withClouds(devices);
  const { anchors } = reader.renewal({} as never, {} as never);
  assert.ok(anchors.includes("%NEW") && anchors.includes("TrafficMirror"));
});

test("the daemon judges a call as `cloud audit` does", async () => {
  const recorded: Verdict[] = [];
  const store = {
    baseline: () => baselineOf([]),
    releaseHeld: () => [],
    recordObservation: (_: Observation, verdicts: readonly Verdict[]) => {
      recorded.push(...verdicts);
      return [];
    },
  };
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const context = { now: () => new Date("2026-03-01T10:00:00Z"), stop: new AbortController().signal };
  const desk = watchDesk(context, withClouds(devices), store, log, { accounts: ["999988887777"] });
  await desk.handle(lines.map(candidate));
  const kinds = Object.groupBy(recorded, ({ os, kind }) => `${os} ${kind}`);
  assert.equal(kinds["aws command"]?.length, 7);
  assert.equal(kinds["aws attempt"]?.length, 1);
  assert.ok(recorded.some(({ why }) => why.includes("DeleteTrafficMirrorTarget")));
  assert.ok(recorded.some(({ reasons }) => reasons?.some((one) => one.includes("which is not ours"))));
});
