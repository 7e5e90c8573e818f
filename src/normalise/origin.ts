import type { Statement } from "../model/statement.ts";
import type { Drafts } from "./fold.ts";

/** An origin that is stated once for the device holds for each copy that leaves towards an address and states none. */
export function joinOrigin(drafts: Drafts, statements: readonly Statement[]): void {
  const stated = statements.findLast(({ record }) => record.origin);
  if (!stated?.record.origin || stated.record.removed) return;
  for (const draft of drafts.values()) {
    const leaves = draft.destinations.some(({ kind, origin }) => kind === "address" && origin === undefined);
    if (!leaves || draft.receiver.origin !== undefined || draft.transport.origin !== undefined) continue;
    draft.receiver.origin = stated.record.origin;
    draft.lines.add(stated.line);
  }
}
