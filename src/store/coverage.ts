// Which open findings an approval settles, and which a snapshot does.
import type { Baseline } from "../compare/baseline.ts";
import { missingKey } from "../compare/key.ts";
import { standing } from "../compare/sessionjudge.ts";
import type { Finding, FindingKind, Verdict } from "../model/finding.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";

/** Findings about a session that an approval can settle. */
export const approvable: readonly FindingKind[] = ["unexpected", "changed", "expired", "command"];

/** Findings that a complete snapshot settles by no longer showing their condition; not what a log saw and a config denies. */
const settledBySnapshot: readonly FindingKind[] = [...approvable, "missing", "unread", "automation", "blind"];

/** The id of the approval that covers the session of a verdict now. */
export function coveredBy(verdict: Verdict, baseline: Baseline, now: string): string | undefined {
  if (verdict.unapprovable || !verdict.observed || !approvable.includes(verdict.kind)) return undefined;
  const candidates = baseline.forSession(verdict.device, verdict.observed.name);
  const found = standing(verdict.observed, candidates, now, verdict.kind === "command");
  return found.kind === "approved" ? found.approval.id : undefined;
}

/** Does an approval in force still require the session that is missing? */
export function isRequired(finding: Verdict, baseline: Baseline): boolean {
  return baseline
    .required(finding.device)
    .some((approval) => missingKey(finding.device, approval) === finding.key);
}

/**
 * Is an open finding settled by a complete snapshot that does not show it?
 * @param taken when the text left the device
 * @param written when its file was written, which may be long before anybody looked at it
 */
export function isSettled(
  finding: Finding,
  snapshot: SnapshotRecord,
  taken: string,
  written = taken,
): boolean {
  if (!settledBySnapshot.includes(finding.kind) || finding.lastSeen > taken) return false;
  if (finding.kind === "command" && finding.lastSeen > written) return false;
  if (finding.session === "") return true;
  // A line that nobody could read, or that a doubtful text hides, may be the very session.
  const hidden = snapshot.indicators.filter(({ kind }) => kind === "blind");
  return ![...snapshot.unread, ...hidden].some(({ text }) => text.split(/\s+/).includes(finding.session));
}
