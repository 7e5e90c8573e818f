import type { Approval } from "../model/approval.ts";
import type { Difference } from "../model/finding.ts";
import { matches } from "../model/pattern.ts";
import type { MirrorSession } from "../model/session.ts";
import { destinationDifferences } from "./destinationfit.ts";
import { filterDifferences } from "./filterfit.ts";
import { sourceDifferences } from "./sourcefit.ts";

/**
 * How a session exceeds an approval for its device and name, dates apart; empty when it lies inside. A partial session,
 * known from some commands only, is not asked for what those need not say: its mechanism, and filters when it has none.
 */
export function differences(
  approval: Approval,
  session: MirrorSession,
  partial = false,
): readonly Difference[] {
  const parts = [
    contextDifference(approval, session),
    partial ? none : mechanismDifference(approval, session),
    stateDifference(approval, session),
    partial ? principalDifference(approval, session) : none,
    sourceDifferences(approval.sources, session.sources),
    destinationDifferences(approval.destinations, session.destinations),
    partial && session.filters.length === 0 ? none : filterDifferences(approval.filters, session.filters),
  ];
  return parts.every((part) => part.length === 0) ? none : parts.flat();
}

const none: readonly Difference[] = [];

function contextDifference({ context }: Approval, session: MirrorSession): readonly Difference[] {
  const fits =
    context === undefined ? session.context === undefined : matches(context, session.context ?? "");
  if (fits) return none;
  const [approved, observed] = [context ?? "the default context", session.context ?? "the default context"];
  return [{ field: "context", approved, observed, words: `it is in ${observed}, approved is ${approved}` }];
}

function mechanismDifference({ mechanism }: Approval, session: MirrorSession): readonly Difference[] {
  if (mechanism === undefined || mechanism === session.mechanism) return none;
  const words = `it copies by ${session.mechanism}, approved is ${mechanism}`;
  return [{ field: "mechanism", approved: mechanism, observed: session.mechanism, words }];
}

/** Of what a log shows, who did it counts as well; a session that stands there tells nothing of it. */
function principalDifference({ principals }: Approval, { options }: MirrorSession): readonly Difference[] {
  const who = options?.principal;
  if (principals === undefined) return none;
  if (who !== undefined && principals.some((one) => matches(one.toLowerCase(), who.toLowerCase())))
    return none;
  const [approved, observed] = [principals.join(", "), who ?? "nobody known"];
  return [{ field: "principals", approved, observed, words: `${observed} did it, approved is ${approved}` }];
}

function stateDifference({ state }: Approval, session: MirrorSession): readonly Difference[] {
  if (state !== "inactive" || session.state === "inactive" || session.state === "incomplete") return none;
  const words = `it is ${session.state}, approved only while inactive`;
  return [{ field: "state", approved: state, observed: session.state, words }];
}
