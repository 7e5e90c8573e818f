import type { Approval } from "../model/approval.ts";

/** Where an approval stands in time. A date without a time is that whole day in UTC, the last day included. */
export function validity(approval: Approval, now: string): "valid" | "future" | "expired" {
  if (approval.until !== undefined && end(approval.until) < Date.parse(now)) return "expired";
  if (approval.from !== undefined && Date.parse(approval.from) > Date.parse(now)) return "future";
  return "valid";
}

/** Approvals that are valid and end within this many milliseconds, the next to end first. @param now ISO 8601 */
export function expiring(approvals: readonly Approval[], now: string, within: number): Approval[] {
  const last = Date.parse(now) + within;
  return approvals
    .filter((approval) => approval.until !== undefined && validity(approval, now) !== "expired")
    .filter((approval) => end(approval.until!) <= last)
    .sort((a, b) => end(a.until!) - end(b.until!));
}

function end(until: string): number {
  return /^\d{4}-\d\d-\d\d$/.test(until) ? Date.parse(`${until}T23:59:59.999Z`) : Date.parse(until);
}
