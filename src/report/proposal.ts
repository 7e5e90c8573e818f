import { baselineOf } from "../compare/baseline.ts";
import type { EstateSession } from "../compare/copyend.ts";
import { definitionsOf } from "../compare/reference.ts";
import { destinationsInWords, exactEnvelope, sourcesInWords } from "../compare/exact.ts";
import { risks } from "../compare/risk.ts";
import { judgeSession } from "../compare/sessionjudge.ts";
import type { Approval } from "../model/approval.ts";
import type { Definition } from "../model/definition.ts";
import { baselineText, type Entry } from "../source/baselinetext.ts";

/** What exists and is not approved, the ordinary apart from what a person must look at. */
export interface Proposal {
  readonly approvals: readonly Entry[];
  readonly review: readonly Entry[];
  /** Devices that have an unapproved session. */
  readonly devices: number;
}

/** Proposes the narrowest approval for each session that none covers. @param now ISO 8601 */
export function propose(
  estate: readonly EstateSession[],
  approvals: readonly Approval[],
  owner: string,
  now: string,
  definitions: readonly Definition[] = [],
): Proposal {
  const baseline = baselineOf(approvals, definitionsOf(definitions));
  const open = estate
    .filter(({ device, session }) => judgeSession({ device, os: "" }, session, baseline, now) !== undefined)
    .sort(byDeviceAndSession);
  const entries = open.map((one) => ({ risky: risks(one.session), entry: entry(one, owner, now) }));
  return {
    approvals: entries.filter(({ risky }) => risky.length === 0).map((one) => one.entry),
    review: entries.filter(({ risky }) => risky.length > 0).map((one) => one.entry),
    devices: new Set(open.map(({ device }) => device)).size,
  };
}

/** The file that a person reviews. `unseen` names what could not be looked at, which a baseline must not hide. */
export function proposalText(
  { approvals, review }: Proposal,
  unseen: readonly string[],
  now: string,
): string {
  const heading = [
    `Mirror sessions as they were on ${now.slice(0, 10)}, proposed for approval.`,
    "Read each one: what stays under `approvals` is approved by `mirrorwatch baseline import`.",
    ...(review.length === 0
      ? []
      : ["What stands under `review` is risky and approves nothing; move an entry up to approve it."]),
    ...(unseen.length === 0 ? [] : ["", "Not seen whole, so sessions may be missing here:"]),
    ...unseen.map((text) => `- ${text}`),
  ];
  return baselineText(approvals, review, heading.join("\n"));
}

function entry({ device, session }: EstateSession, owner: string, now: string): Entry {
  const path = `copies ${sourcesInWords(session.sources)} to ${destinationsInWords(session.destinations)}`;
  const risky = risks(session);
  return {
    approval: {
      ...exactEnvelope(device, session),
      required: false,
      owner,
      ticket: "",
      reason: `present on ${now.slice(0, 10)}`,
    },
    remark: risky.length === 0 ? path : `${path}\nRISK: ${risky.join("; ")}`,
  };
}

function byDeviceAndSession(a: EstateSession, b: EstateSession): number {
  return natural(a.device, b.device) || natural(a.session.name, b.session.name);
}

function natural(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
