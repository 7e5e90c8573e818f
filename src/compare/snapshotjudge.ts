import type { Approval } from "../model/approval.ts";
import type { Verdict } from "../model/finding.ts";
import type { MirrorSession } from "../model/session.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import { type Baseline, baselineOf, namesSession } from "./baseline.ts";
import { differences } from "./envelope.ts";
import { missingKey } from "./key.ts";
import { approvalInWords, judgeSession } from "./sessionjudge.ts";
import { severityOf } from "./severity.ts";
import { judgeText } from "./textjudge.ts";
import { validity } from "./validity.ts";

/**
 * Compares what one device's config says with what is approved. Pure; the order of the config's lines changes nothing.
 * @param approvals all approvals, or a store's `baseline()`, which looks up only those that matter
 * @param known the sessions of the device's last complete snapshot
 * @param now ISO 8601
 */
export function judgeSnapshot(
  snapshot: SnapshotRecord,
  approvals: readonly Approval[] | Baseline,
  known: readonly MirrorSession[],
  now: string,
): Verdict[] {
  const baseline = "forSession" in approvals ? approvals : baselineOf(approvals);
  const judged = snapshot.sessions.flatMap((session) => judgeSession(snapshot, session, baseline, now) ?? []);
  return [
    ...apart(judged).map((verdict) => withHistory(verdict, known)),
    ...judgeMissing(snapshot, baseline, known, now),
    ...judgeText(snapshot),
  ];
}

/** Two sessions of one name and way of copying are two conditions; the fingerprint then tells them apart. */
function apart(verdicts: readonly Verdict[]): Verdict[] {
  const groups = Map.groupBy(verdicts, (verdict) => verdict.key);
  return verdicts.map((verdict) => {
    if (groups.get(verdict.key)!.length === 1) return verdict;
    return { ...verdict, key: `${verdict.key}-${verdict.observed?.fingerprint ?? ""}` };
  });
}

/** Says whether the session is new, which is what a person asks first. */
function withHistory(verdict: Verdict, known: readonly MirrorSession[]): Verdict {
  if (verdict.kind !== "unexpected" || known.length === 0) return verdict;
  const before = known.find(
    (session) => session.name === verdict.session && session.context === verdict.context,
  );
  if (before?.fingerprint === verdict.observed?.fingerprint) return verdict;
  const news = before
    ? "it has changed since the last complete audit"
    : "it is new since the last complete audit";
  return { ...verdict, why: `${verdict.why}; ${news}` };
}

function judgeMissing(
  snapshot: SnapshotRecord,
  baseline: Baseline,
  known: readonly MirrorSession[],
  now: string,
): Verdict[] {
  if (!snapshot.complete) return [];
  return baseline
    .required(snapshot.device)
    .filter((approval) => validity(approval, now) === "valid" && isMissing(approval, snapshot))
    .map((approval) => missing(approval, snapshot, known));
}

/** A line that nobody could read may be the very session: then nothing is concluded from its absence. */
function isMissing(approval: Approval, snapshot: SnapshotRecord): boolean {
  const named = snapshot.sessions.filter((session) => namesSession(approval, session.name));
  const context = (session: MirrorSession) =>
    !differences(approval, session).some(({ field }) => field === "context");
  if (approval.session.includes("*"))
    return !named.some((session) => differences(approval, session).length === 0);
  if (named.some((session) => context(session) && session.state !== "incomplete")) return false;
  return !snapshot.unread.some(({ text }) => text.split(/\s+/).includes(approval.session));
}

function missing(approval: Approval, snapshot: SnapshotRecord, known: readonly MirrorSession[]): Verdict {
  const before = known.some((session) => namesSession(approval, session.name));
  const name = approval.session.includes("*") ? "a session" : `session ${approval.session}`;
  const when = before ? "; it was there at the last complete audit" : "";
  const why = `${name} is required by approval ${approvalInWords(approval)} and is not configured any more${when}`;
  return {
    kind: "missing",
    device: snapshot.device,
    os: snapshot.os,
    session: approval.session,
    ...(approval.context === undefined ? {} : { context: approval.context }),
    key: missingKey(snapshot.device, approval),
    ...severityOf("missing"),
    why,
    differences: [{ field: "session", approved: "required", observed: "absent", words: `${name} is absent` }],
    approvalId: approval.id,
    lines: [],
  };
}
