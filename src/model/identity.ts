import type { Approval } from "./approval.ts";
import { isPattern } from "./pattern.ts";

/**
 * What makes two approvals speak of the same thing, so that the newer takes the older one's place: device, session,
 * context and mechanism; for patterns, which may well have several, the destinations too.
 */
export function identity(approval: Omit<Approval, "id">): string {
  const { device, session, context, mechanism, destinations } = approval;
  const wide = isPattern(device) || isPattern(session);
  const ends = wide ? destinations.map((end) => JSON.stringify(Object.entries(end).sort())).sort() : [];
  return JSON.stringify([device.toLowerCase(), session, context ?? null, mechanism ?? null, ends]);
}
