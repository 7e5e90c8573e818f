import { createHash } from "node:crypto";
import type { FindingState, FindingStep, Verdict } from "../model/finding.ts";

/** What is stored of a finding that bears on its next step. */
export interface Life {
  readonly state: FindingState;
  readonly digest: string;
}

/**
 * The step that a verdict makes of a finding; undefined when it is only seen again. One that changes in a way that a person
 * must hear of is open again, even when somebody has acknowledged what it was before.
 */
export function nextStep(life: Life | undefined, verdict: Verdict): FindingStep | undefined {
  if (!life) return "opened";
  if (life.state === "resolved") return "reopened";
  return life.digest === digest(verdict) ? undefined : "changed";
}

export function stateAfter(step: FindingStep): FindingState {
  if (step === "resolved") return "resolved";
  return step === "acknowledged" ? "acknowledged" : "open";
}

/**
 * What a person must hear of when it changes; line numbers and wording are not among it. Of what was typed the severity is:
 * a commit puts the same commands in force.
 */
export function digest(verdict: Verdict): string {
  const { kind, observed, differences, actor, commands, severity } = verdict;
  const typed = kind === "command" || kind === "attempt";
  const parts = [
    kind,
    observed?.fingerprint ?? "",
    observed?.state ?? "",
    differences.map(({ field, approved, observed: seen }) => JSON.stringify([field, approved, seen])).sort(),
    typed ? [actor ?? "", commands ?? [], severity] : [],
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
