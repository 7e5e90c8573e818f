import type { Fault } from "../model/fault.ts";
import type { Finding, Verdict } from "../model/finding.ts";
import type { AuditSummary } from "../report/auditreport.ts";
import type { StepTaken, Store } from "../store/store.ts";
import type { Audited } from "./round.ts";

/** Everything that one audit came to. */
export interface AuditResult {
  readonly audited: readonly Audited[];
  /** Unresolved findings of the audited devices. */
  readonly findings: readonly Finding[];
  readonly faults: readonly Fault[];
  readonly steps: readonly StepTaken[];
  readonly summary: AuditSummary;
}

/** Verdicts of these kinds mean that a session is not as approved. */
const unapproved = new Set<string>(["unexpected", "changed", "expired"]);

/** Gathers what was stored; `faults` are of paths that belong to no device. */
export function auditResult(
  audited: readonly Audited[],
  later: readonly StepTaken[],
  faults: readonly Fault[],
  store: Pick<Store, "findings">,
  expiring = 0,
): AuditResult {
  const devices = new Set(audited.map(({ snapshot }) => snapshot.device));
  const ofThese = (finding: Finding) => devices.has(finding.device);
  const open = store.findings({ state: "open" }).filter(ofThese);
  const acknowledged = store.findings({ state: "acknowledged" }).filter(ofThese);
  const steps = [...audited.flatMap((one) => one.steps), ...later];
  const sessions = audited.reduce((sum, { snapshot }) => sum + snapshot.sessions.length, 0);
  const judged = audited.flatMap(({ verdicts }) => verdicts.filter(isUnapprovedSession));
  return {
    audited,
    findings: [...open, ...acknowledged],
    faults: [...faults, ...audited.flatMap(({ fault }) => fault ?? [])],
    steps,
    summary: {
      devices: devices.size,
      sessions,
      approved: Math.max(0, sessions - judged.length),
      findings: open.length + acknowledged.length,
      acknowledged: acknowledged.length,
      new: steps.filter(({ step }) => step === "opened" || step === "reopened").length,
      resolved: steps.filter(({ step }) => step === "resolved").length,
      expiring,
      blind: audited.filter(({ snapshot }) => !snapshot.complete).length,
    },
  };
}

function isUnapprovedSession({ kind, observed }: Verdict): boolean {
  return unapproved.has(kind) && observed !== undefined;
}

/**
 * The public form: one object. `waiting`: events in the outbox.
 */
export function auditJson({ audited, findings, faults, summary }: AuditResult, waiting: number) {
  return {
    devices: audited.map(({ config, snapshot }) => ({
      device: snapshot.device,
      os: snapshot.os,
      config: config.path,
      complete: snapshot.complete,
      completeness: snapshot.completeness,
      sessions: snapshot.sessions.length,
    })),
    findings,
    faults: faults.map(({ code, where, what, remedy }) => ({ code, where, what, remedy })),
    summary: { ...summary, waiting },
  };
}
