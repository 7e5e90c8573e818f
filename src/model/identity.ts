import type { Approval } from "./approval.ts";
import { tagOf } from "./definition.ts";
import { isPattern } from "./pattern.ts";

/**
 * What makes two approvals speak of the same thing, so that the newer takes the older one's place: device, session,
 * context and mechanism; for patterns, which may well have several, the destinations too.
 */
export function identity(approval: Omit<Approval, "id">): string {
  return JSON.stringify([approval.device.toLowerCase(), approval.session, slot(approval)]);
}

/** The part of the identity beside device and session; empty for most. */
export function slot(approval: Omit<Approval, "id">): string {
  const { device, session, context, mechanism, destinations } = approval;
  const wide = tagOf(device) !== undefined || isPattern(device) || isPattern(session);
  const ends = wide ? destinations.map((end) => JSON.stringify(Object.entries(end).sort())).sort() : [];
  if (wide) return JSON.stringify([device.toLowerCase(), session, context, mechanism, ends]);
  return context === undefined ? (mechanism ?? "") : JSON.stringify([context, mechanism]);
}
