import { createHash, randomUUID } from "node:crypto";
import { baselineOf } from "../compare/baseline.ts";
import { type JudgedCall, judgeCall } from "../compare/calljudge.ts";
import type { Finding, Verdict } from "../model/finding.ts";
import type { KnownCall } from "../normalise/cloud/calls.ts";
import type { StepTaken, Store } from "../store/store.ts";
import type { CommandContext } from "./context.ts";

/** What calls came to when they were held against the baseline. */
export interface CloudResult {
  readonly judged: readonly JudgedCall[];
  /** Of these calls, the findings that nobody has resolved. */
  readonly findings: readonly Finding[];
  readonly steps: readonly StepTaken[];
}

/** Judges calls against the baseline of a database and stores what they come to. */
export function recordCalls(context: CommandContext, calls: readonly KnownCall[], store: Store): CloudResult {
  const { accounts } = context.settings();
  const baseline = store.baseline();
  const at = context.now().toISOString();
  const judged = calls.map((known) => judgeCall(known, baseline, { accounts, now: at }));
  const steps = judged.flatMap(({ observation, verdict }) =>
    store.recordObservation(observation, verdict ? [verdict] : [], at),
  );
  const keys = new Set(judged.flatMap(({ verdict }) => verdict?.key ?? []));
  const open = (["open", "acknowledged"] as const).flatMap((state) => store.findings({ state }));
  return { judged, steps, findings: open.filter(({ key }) => keys.has(key)) };
}

/** Judges calls where there is no database: nothing is approved, and nothing is kept. */
export function judgeCalls(context: CommandContext, calls: readonly KnownCall[]): CloudResult {
  const { accounts } = context.settings();
  const at = context.now().toISOString();
  const baseline = baselineOf([]);
  const judged = calls.map((known) => judgeCall(known, baseline, { accounts, now: at }));
  return {
    judged,
    ...openedFindings(
      judged.flatMap(({ verdict }) => verdict ?? []),
      at,
    ),
  };
}

/** What a database would make of these verdicts, where there is none. */
export function openedFindings(verdicts: readonly Verdict[], at: string) {
  const conditions = Map.groupBy(verdicts, ({ key }) => key);
  const findings = [...conditions.values()].map((alike) => opened(gravest(alike), at));
  const steps = findings.map((finding) => ({
    step: "opened" as const,
    finding,
    event: { uuid: randomUUID(), at, step: "opened" as const, by: "cloud", finding },
  }));
  return { findings, steps };
}

function gravest(alike: readonly Verdict[]): Verdict {
  return alike.reduce((worst, one) => (one.severity > worst.severity ? one : worst));
}

/** With the id that a database would give it. */
function opened(verdict: Verdict, at: string): Finding {
  const id = `f-${createHash("sha256").update(verdict.key).digest("hex").slice(0, 12)}`;
  return { ...verdict, id, state: "open", firstSeen: at, lastSeen: at };
}
