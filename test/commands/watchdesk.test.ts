import assert from "node:assert/strict";
import { test } from "node:test";
import { watchDesk } from "../../src/commands/watchdesk.ts";
import { type WatchLog, watchLog } from "../../src/commands/watchlog.ts";
import { baselineOf } from "../../src/compare/baseline.ts";
import { Fault } from "../../src/model/fault.ts";
import type { Observation } from "../../src/model/observation.ts";
import type { Candidate } from "../../src/source/candidate.ts";
import { aFinding, anEvent } from "../support/mirrorevent.ts";

const now = () => new Date("2026-11-24T02:20:00.000Z");
const candidate: Candidate = { text: "x", peer: "127.0.0.1", transport: "udp", at: 0, cut: false };
const observation: Observation = {
  vantage: "syslog",
  device: "sw1",
  os: "cisco-ios",
  at: "2026-11-24T02:20:00.000Z",
  commands: ["monitor session 1 source interface Gi1/0/1"],
  outcome: "applied",
  effect: "add",
};
const reader = { anchors: [], read: () => [observation, observation], rest: () => [] };
const busy = new Fault({ code: "database-busy", where: "x.sqlite", what: "busy", remedy: "wait" });

function collecting(): WatchLog & { lines: string[] } {
  const lines: string[] = [];
  const line = (what: string) => void lines.push(what);
  return { lines, info: line, warn: line, error: line };
}

/** A store that fails this many times before it takes an observation. */
function failing(times: number) {
  const recorded: string[] = [];
  let left = times;
  return {
    recorded,
    baseline: () => baselineOf([]),
    releaseHeld: () => [],
    recordObservation: (_: Observation, verdicts: readonly { kind: string }[]) => {
      if (left-- > 0) throw busy;
      recorded.push(...verdicts.map(({ kind }) => kind));
      return [{ step: "opened" as const, finding: aFinding(), event: anEvent() }];
    },
  };
}

test("a database in trouble is tried again until it takes every observation, and told once", async () => {
  const store = failing(2);
  const log = collecting();
  const desk = watchDesk({ now, stop: new AbortController().signal }, reader, store, log);
  assert.equal(await desk.handle([candidate]), 2);
  assert.deepEqual(store.recorded, ["command", "command"]);
  assert.deepEqual(desk.counters(), { observations: 2, steps: 2, bugs: 0 });
  assert.deepEqual(log.lines, [busy.message, "finding opened", "finding opened"]);
});

test("a run that ends while the database is in trouble ends with the fault", async () => {
  const desk = watchDesk({ now, stop: AbortSignal.abort() }, reader, failing(100), collecting());
  await assert.rejects(desk.handle([candidate]), busy);
});

test("a message at which a stage fails is counted, and the next one is judged", async () => {
  const store = failing(0);
  const log = collecting();
  const failingOnce = {
    ...reader,
    read: ({ text }: Candidate) => {
      if (text === "bad") throw new TypeError("no such property");
      return [observation];
    },
  };
  const desk = watchDesk({ now, stop: new AbortController().signal }, failingOnce, store, log);
  assert.equal(await desk.handle([{ ...candidate, text: "bad" }, candidate]), 1);
  assert.deepEqual(desk.counters(), { observations: 1, steps: 1, bugs: 1 });
  assert.match(log.lines[0]!, /a bug in mirrorwatch/);
});

test("under a service the log is JSON lines, at a terminal short lines; neither can be steered", () => {
  const hostile = { device: "sw\u009b1\n{}\u202e", list: ["a\tb"], severity: 8 };
  for (const talkIsTerminal of [false, true]) {
    const lines: string[] = [];
    const screen = { outIsTerminal: false, talkIsTerminal, columns: 80 };
    watchLog({ now, screen, talk: (line) => void lines.push(line) }).warn("finding opened", hostile);
    assert.equal(lines.length, 1);
    assert.doesNotMatch(lines[0]!, /[\p{C}]/u);
    if (talkIsTerminal) assert.match(lines[0]!, /^\d\d:\d\d:\d\d warning: finding opened \(device: sw/);
    else {
      const { level, msg, severity } = JSON.parse(lines[0]!);
      assert.deepEqual({ level, msg, severity }, { level: "warn", msg: "finding opened", severity: 8 });
    }
  }
});
