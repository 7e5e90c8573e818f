import type { Approval } from "../model/approval.ts";
import type { Difference, Verdict } from "../model/finding.ts";
import type { MirrorSession } from "../model/session.ts";
import type { Baseline } from "./baseline.ts";
import { differences } from "./envelope.ts";
import { destinationsInWords, sourcesInWords } from "./exact.ts";
import { sessionKey } from "./key.ts";
import { sessionWeights, severityOf } from "./severity.ts";
import { validity } from "./validity.ts";

/** Where a session stands against the approvals that name it. */
export type Standing =
  | { readonly kind: "approved"; readonly approval: Approval }
  | { readonly kind: "expired"; readonly approval: Approval }
  | { readonly kind: "changed"; readonly approval: Approval; readonly differences: readonly Difference[] }
  | {
      readonly kind: "unexpected";
      readonly nearest: Approval | undefined;
      readonly differences: readonly Difference[];
    };

/** Finds the approval that covers a session, else the one that comes nearest. @param now ISO 8601 */
export function standing(
  session: MirrorSession,
  candidates: readonly Approval[],
  now: string,
  partial = false,
): Standing {
  let nearest: Near | undefined;
  for (const approval of candidates) {
    const near = { approval, differences: distance(approval, session, now, partial) };
    if (near.differences.length === 0) return { kind: "approved", approval };
    if (!nearest || nearer(near, nearest)) nearest = near;
  }
  if (!nearest) return { kind: "unexpected", nearest: undefined, differences: [] };
  const { approval, differences: found } = nearest;
  if (found.every(({ field }) => field === "until")) return { kind: "expired", approval };
  // An approval for any session says what is allowed on a device; it is not what this session once was.
  if (approval.session.includes("*")) return { kind: "unexpected", nearest: approval, differences: found };
  return { kind: "changed", approval, differences: found };
}

/** The verdict on one session of a snapshot; undefined when it is approved. */
export function judgeSession(
  device: { readonly device: string; readonly os: string },
  session: MirrorSession,
  baseline: Baseline,
  now: string,
): Verdict | undefined {
  const candidates = baseline.forSession(device.device, session.name);
  const found = standing(session, candidates, now);
  if (found.kind === "approved") return undefined;
  const seen = found.kind === "expired" ? [untilDifference(found.approval)] : found.differences;
  const approval = found.kind === "unexpected" ? found.nearest : found.approval;
  return {
    kind: found.kind,
    device: device.device,
    os: device.os,
    session: session.name,
    ...(session.context === undefined ? {} : { context: session.context }),
    key: sessionKey(device.device, session),
    ...severityOf(found.kind, sessionWeights(session, candidates, seen, baseline.collectors?.())),
    why: why(session, found),
    observed: session,
    differences: seen,
    ...(approval ? { approvalId: approval.id } : {}),
    lines: session.lines,
  };
}

/** `mirror session 4 (erspan-source) copies interface Gi1/0/1 both to address 203.0.113.7`. */
export function sessionInWords(session: MirrorSession): string {
  const context = session.context === undefined ? "" : ` in ${session.context}`;
  const state = session.state === "active" ? "" : `, ${session.state}`;
  const path = `${sourcesInWords(session.sources)} to ${destinationsInWords(session.destinations)}`;
  return `mirror session ${session.name}${context} (${session.mechanism}${state}) copies ${path}`;
}

/** The nearest approval by name: an id, and the ticket when there is one. */
export function approvalInWords({ id, ticket }: Approval): string {
  return ticket === "" ? id : `${id} (${ticket})`;
}

interface Near {
  readonly approval: Approval;
  readonly differences: readonly Difference[];
}

function distance(
  approval: Approval,
  session: MirrorSession,
  now: string,
  partial: boolean,
): readonly Difference[] {
  const found = differences(approval, session, partial);
  const when = validity(approval, now);
  if (when === "valid") return found;
  return [...found, when === "expired" ? untilDifference(approval) : fromDifference(approval)];
}

function nearer(one: Near, other: Near): boolean {
  const named = Number(other.approval.session.includes("*")) - Number(one.approval.session.includes("*"));
  // The one whose only fault is its date says most about why the session is there.
  const dated = Number(onlyDate(one)) - Number(onlyDate(other));
  const fewer = other.differences.length - one.differences.length;
  return (dated || named || fewer || (one.approval.id < other.approval.id ? 1 : -1)) > 0;
}

function onlyDate(near: Near): boolean {
  return near.differences.every(({ field }) => field === "until");
}

function untilDifference({ until = "" }: Approval): Difference {
  return {
    field: "until",
    approved: until,
    observed: "still there",
    words: `the approval ended on ${until}`,
  };
}

function fromDifference({ from = "" }: Approval): Difference {
  return {
    field: "from",
    approved: from,
    observed: "already there",
    words: `the approval begins on ${from} only`,
  };
}

function why(session: MirrorSession, found: Exclude<Standing, { kind: "approved" }>): string {
  const what = sessionInWords(session);
  if (found.kind === "expired") {
    return `${what}; approval ${approvalInWords(found.approval)} ended on ${found.approval.until}`;
  }
  if (found.kind === "unexpected") return `${what}; no approval covers it`;
  const [first, ...rest] = found.differences;
  const more = rest.length === 0 ? "" : ` (and ${rest.length} more)`;
  return `${what}; it exceeds approval ${approvalInWords(found.approval)}: ${first?.words ?? ""}${more}`;
}
