import type { Approval } from "../model/approval.ts";
import type { Definition } from "../model/definition.ts";
import { validity } from "../compare/validity.ts";
import { endPhrase, filterPhrase } from "../model/phrase.ts";
import type { ApprovalStep } from "../store/store.ts";
import { table } from "./table.ts";

/** Approvals for a person: what may be copied where, until when, and who answers for it. @param now ISO 8601 */
export function approvalList(approvals: readonly Approval[], now: string, width: number): string {
  const rows = approvals.map((approval) => [
    approval.id,
    approval.device,
    approval.session,
    sources(approval),
    destinations(approval),
    term(approval, now),
    approval.owner,
    approval.ticket,
  ]);
  return table(["approval", "device", "session", "from", "to", "until", "owner", "ticket"], rows, width);
}

/** `core1 session 1: interface Gi1/0/1 to interface Gi1/0/24, until 2026-12-31`. */
export function approvalSummary(approval: Approval): string {
  const { device, session, until } = approval;
  const path = `${sources(approval) || "nothing"} to ${destinations(approval) || "nowhere"}`;
  return `${device} session ${session}: ${path}${until === undefined ? "" : `, until ${until}`}`;
}

/** Every step that was taken, oldest first. */
export function approvalSteps(steps: readonly ApprovalStep[], width: number): string {
  const rows = steps.map(({ at, step, by, id, approval, definition, comment }) => [
    at,
    step,
    by,
    id,
    approval?.device ?? definition?.kind ?? "",
    approval?.session ?? definition?.name ?? "",
    approval ? `${sources(approval)} to ${destinations(approval)}` : definitionText(definition),
    comment,
  ]);
  return table(
    ["when", "step", "who", "approval", "device", "session", "what", { head: "comment", below: true }],
    rows,
    width,
  );
}

/** What a definition stands for, as phrases. */
export function definitionText(definition: Definition | undefined): string {
  if (definition === undefined) return "";
  if (definition.kind === "tag") return definition.devices.join(", ");
  const { device, destinations: ends } = definition;
  const places = ends.map((end) => endPhrase(end, "destination")).join(", ");
  return device === undefined ? places : `${device}: ${places}`;
}

/** What differs between two approvals, field by field: `until: 2026-06-30 -> 2027-06-30`. */
export function approvalDifferences(from: Approval, to: Approval): readonly string[] {
  const [before, after] = [fields(from), fields(to)];
  return Object.keys(before)
    .filter((field) => before[field] !== after[field])
    .map((field) => `${field}: ${before[field] || "none"} -> ${after[field] || "none"}`);
}

function fields(approval: Approval): Record<string, string> {
  const { context, mechanism, state, required, owner, ticket, reason, from, until } = approval;
  return {
    context: context ?? "",
    mechanism: mechanism ?? "",
    sources: sources(approval),
    destinations: destinations(approval),
    filters: approval.filters.map(filterPhrase).join(", "),
    state: state ?? "",
    required: String(required),
    owner,
    ticket,
    reason,
    from: from ?? "",
    until: until ?? "",
  };
}

function sources(approval: Approval): string {
  return approval.sources.map((end) => endPhrase(end, "source")).join(", ");
}

function destinations(approval: Approval): string {
  return approval.destinations.map((end) => endPhrase(end, "destination")).join(", ");
}

function term(approval: Approval, now: string): string {
  const when = validity(approval, now);
  if (when === "expired") return `${approval.until} (ended)`;
  if (when === "future") return `${approval.until ?? ""} (begins ${approval.from})`.trim();
  return approval.until ?? "";
}
