import { isPublic } from "../model/address.ts";
import type { Approval } from "../model/approval.ts";
import type { Collector } from "../model/definition.ts";
import type { Difference, FindingKind } from "../model/finding.ts";
import type { MirrorSession } from "../model/session.ts";
import { admission } from "./endfit.ts";

export interface Severity {
  /** 1..10 as in LEEF `sev`. */
  readonly severity: number;
  /** Where it starts and each thing that raised or lowered it. */
  readonly reasons: readonly string[];
}

const start: Readonly<Record<FindingKind, number>> = {
  unexpected: 6,
  changed: 6,
  command: 6,
  concealed: 8,
  automation: 5,
  blind: 5,
  attempt: 4,
  unread: 4,
  expired: 4,
  missing: 3,
};

type Weight = readonly [points: number, reason: string];

/** The severity of a finding of this kind about a device, or about a session and what is approved near it. */
export function severityOf(kind: FindingKind, weights: readonly Weight[] = []): Severity {
  const sum = weights.reduce((total, [points]) => total + points, start[kind]);
  const reasons = weights.map(([points, reason]) => `${points > 0 ? "+" : ""}${points} ${reason}`);
  return { severity: Math.min(10, Math.max(1, sum)), reasons: [`${start[kind]} ${kind}`, ...reasons] };
}

/** What a session's sources, destinations, state and differences weigh. */
export function sessionWeights(
  session: MirrorSession,
  near: readonly Approval[],
  differences: readonly Difference[],
  collectors: readonly Collector[] = [],
): readonly Weight[] {
  return [
    ...addressWeights(session, [...near, ...collectors]),
    ...endWeights(session),
    ...differences
      .filter(({ field }) => field === "filters")
      .slice(0, 1)
      .map(({ words }) => [1, words] as const),
    ...stateWeights(session),
  ];
}

function addressWeights(session: MirrorSession, near: readonly Pick<Approval, "destinations">[]): Weight[] {
  const listed = near.flatMap(({ destinations }) => destinations);
  const unlisted = session.destinations.filter(
    (destination) =>
      destination.kind === "address" && !listed.some((end) => admission(end).names(destination)),
  );
  const open = unlisted.find((destination) => isPublic(destination.address ?? ""));
  if (open)
    return [[3, `the copy goes to ${open.address ?? "an address"}, a public address that nobody approved`]];
  const [first] = unlisted;
  return first
    ? [[1, `the copy goes to ${first.address ?? "an address"}, an address that no approval lists`]]
    : [];
}

function endWeights(session: MirrorSession): Weight[] {
  const weights: Weight[] = [];
  const sourceKinds = new Set(session.sources.map((source) => source.kind));
  if (sourceKinds.has("all")) weights.push([2, "all traffic is copied"]);
  if (sourceKinds.has("vlan")) weights.push([1, "a whole VLAN is copied"]);
  if (sourceKinds.has("cpu")) weights.push([1, "the control plane's traffic is copied"]);
  if (session.destinations.some((end) => end.ingress))
    weights.push([2, "the far end may send into the network"]);
  if (session.destinations.some((end) => end.kind === "pseudowire"))
    weights.push([1, "the copy leaves the device"]);
  return weights;
}

function stateWeights({ state }: MirrorSession): Weight[] {
  if (state === "inactive") return [[-3, "the session is switched off"]];
  return state === "incomplete" ? [[-3, "the session lacks a half"]] : [];
}
