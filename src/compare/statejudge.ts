import type { Verdict } from "../model/finding.ts";
import type { MirrorSession } from "../model/session.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import type { Baseline } from "./baseline.ts";
import { type CallJudging, foreignTarget } from "./calljudge.ts";
import { sessionKey } from "./key.ts";
import { sessionInWords } from "./sessionjudge.ts";
import { severityOf } from "./severity.ts";
import { judgeSnapshot } from "./snapshotjudge.ts";

const weight = 3;

/**
 * Compares what a cloud lists with what is approved, as judgeSnapshot does for a device. A target that belongs to an account
 * that is not ours is a finding whatever is approved.
 */
export function judgeState(
  snapshot: SnapshotRecord,
  baseline: Baseline,
  known: readonly MirrorSession[],
  { accounts, now }: CallJudging,
): Verdict[] {
  const verdicts = judgeSnapshot(snapshot, baseline, known, now);
  const strangers = snapshot.sessions.flatMap((session) => {
    const owner = foreignTarget(session, snapshot.device, accounts);
    return owner === undefined ? [] : [{ session, owner }];
  });
  const judged = verdicts.map((verdict) => {
    const stranger = strangers.find(({ session }) => session === verdict.observed);
    return stranger ? raised(verdict, stranger.owner) : verdict;
  });
  const unjudged = strangers.filter(({ session }) => !verdicts.some(({ observed }) => observed === session));
  return [...judged, ...unjudged.map(({ session, owner }) => stranger(snapshot, session, owner))];
}

function reason(owner: string): string {
  return `the target belongs to account ${owner}, which is not ours`;
}

function raised(verdict: Verdict, owner: string): Verdict {
  return {
    ...verdict,
    unapprovable: true,
    severity: Math.min(10, verdict.severity + weight),
    reasons: [...(verdict.reasons ?? []), `+${weight} ${reason(owner)}`],
    why: `${verdict.why}; ${reason(owner)}`,
  };
}

function stranger({ device, os }: SnapshotRecord, session: MirrorSession, owner: string): Verdict {
  return {
    kind: "unexpected",
    device,
    os,
    session: session.name,
    key: sessionKey(device, session),
    ...severityOf("unexpected", [[weight, reason(owner)]]),
    why: `${sessionInWords(session)}; ${reason(owner)}`,
    observed: session,
    differences: [],
    unapprovable: true,
    lines: session.lines,
  };
}
