import type { Statement } from "../model/statement.ts";
import { type JoinWords, mechanismOf, sessionKey, sessionOf } from "./names.ts";
import { slotOf } from "./ports.ts";

/** Which sessions serve which slots of a chassis. */
export interface Slots {
  /** Sessions that a port's unnamed selector feeds: those bound to its slot, else the unnamed one. */
  sessions(feed: Feed): readonly string[];
}

/** A selector that names no session, and the port where it meets traffic. */
export interface Feed {
  readonly mechanism: string;
  readonly port: string | undefined;
  /** The session that it feeds where no slot says otherwise. */
  readonly unnamed: string | undefined;
  /** The session has an output for what is selected. */
  readonly serves: (session: string) => boolean;
}

/** From the lines that bind a session to a slot. A selector on a bundle, or one that nobody bound, may feed any of them. */
export function slotsOf(statements: readonly Statement[], words: JoinWords): Slots {
  const bySlot = new Map<string, Set<string>>();
  const defined = new Set<string>();
  for (const statement of statements) {
    const mechanism = mechanismOf(statement, words);
    const session = sessionOf(statement, words);
    if (!mechanism || session === undefined) continue;
    const slot = statement.record.binding?.slot;
    if (slot && !statement.inactive) addTo(bySlot, sessionKey(undefined, mechanism, slot), session);
    if (slot && !statement.inactive) addTo(bySlot, sessionKey(undefined, mechanism, ""), session);
    if (statement.record.destination) defined.add(sessionKey(undefined, mechanism, session));
  }
  return {
    sessions({ mechanism, port, unnamed = "", serves }) {
      const slot = port === undefined ? undefined : slotOf(port);
      const bound = [...(bySlot.get(sessionKey(undefined, mechanism, slot ?? "")) ?? [])].filter(serves);
      if (slot !== undefined) return bound.length > 0 ? bound : [unnamed];
      return defined.has(sessionKey(undefined, mechanism, unnamed)) || bound.length === 0 ? [unnamed] : bound;
    },
  };
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string) {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}
