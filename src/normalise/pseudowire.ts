import type { Destination } from "../model/session.ts";
import type { Statement } from "../model/statement.ts";
import { addLines, type Draft } from "./draft.ts";
import { type Drafts, draftOf } from "./fold.ts";
import { integer } from "./number.ts";
import type { Words } from "./words.ts";

/** One cross-connect: the sessions that are attached to it, and its far ends. */
interface CrossConnect {
  readonly sessions: Map<string, number>;
  readonly neighbors: { readonly end: Destination; readonly line: number }[];
}

/**
 * Gives a session whose copy leaves through a pseudowire its far ends: the neighbors of the cross-connect to which it is
 * attached. An attached session that is defined nowhere is a session under that name.
 */
export function joinPseudowires(drafts: Drafts, statements: readonly Statement[], words: Words): void {
  for (const { sessions, neighbors } of collect(statements).values())
    for (const [session, line] of sessions) {
      const draft = draftOf(drafts, { record: { session } }, words);
      draft.lines.add(line);
      addLines(
        draft,
        neighbors.map((one) => one.line),
      );
      draft.destinations.push(...neighbors.map(({ end }) => end));
    }
  for (const draft of drafts.values()) forgetPlaceholder(draft);
}

/** `destination pseudowire` alone names no far end; it gives way to one that does. */
function forgetPlaceholder(draft: Draft): void {
  const named = draft.destinations.some(
    ({ kind, neighbor }) => kind === "pseudowire" && neighbor !== undefined,
  );
  if (named)
    draft.destinations = draft.destinations.filter(
      ({ kind, neighbor }) => kind !== "pseudowire" || neighbor !== undefined,
    );
}

function collect(statements: readonly Statement[]): Map<string, CrossConnect> {
  const connects = new Map<string, CrossConnect>();
  for (const { record, line } of statements) {
    if (!record.pseudowire) continue;
    const { path, removed, session, neighbor, pwId } = record.pseudowire;
    const connect: CrossConnect = connects.get(path) ?? { sessions: new Map(), neighbors: [] };
    connects.set(path, connect);
    if (session && removed) connect.sessions.delete(session);
    else if (session) connect.sessions.set(session, line);
    if (neighbor) connect.neighbors.push({ end: farEnd(neighbor, integer(pwId)), line });
  }
  return connects;
}

function farEnd(neighbor: string, pwId: number | undefined): Destination {
  return { kind: "pseudowire", neighbor, ...(pwId === undefined ? {} : { pwId }) };
}
