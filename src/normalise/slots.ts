import type { RecordParts } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";
import { type JoinWords, mechanismOf, sessionKey, sessionOf } from "./names.ts";
import { holdersOf } from "./ports.ts";

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
    const { binding, destination } = statement.record;
    if (binding?.slot && !statement.inactive)
      for (const holder of [slotName(binding), ""])
        addTo(bySlot, sessionKey(undefined, mechanism, holder), session);
    if (destination) defined.add(sessionKey(undefined, mechanism, session));
  }
  const bound = (feed: Feed, holder: string) =>
    [...(bySlot.get(sessionKey(undefined, feed.mechanism, holder)) ?? [])].filter(feed.serves);
  return { sessions: (feed) => sessionsFor(feed, bound, defined) };
}

/** `1`, or `1/0` for a part of the slot. */
export function slotName({ slot, pic }: RecordParts): string {
  return pic ? `${slot}/${pic}` : `${slot}`;
}

function sessionsFor(
  feed: Feed,
  bound: (feed: Feed, holder: string) => string[],
  defined: ReadonlySet<string>,
): readonly string[] {
  const { port, mechanism, unnamed = "" } = feed;
  const holders = port === undefined ? [] : holdersOf(port);
  const anywhere = bound(feed, "");
  if (holders.length > 0)
    return holders.map((holder) => bound(feed, holder)).find((sessions) => sessions.length > 0) ?? [unnamed];
  return defined.has(sessionKey(undefined, mechanism, unnamed)) || anywhere.length === 0
    ? [unnamed]
    : anywhere;
}

/** A slot serves two sessions at most on every platform; a text that names far more cannot be in force. */
const mostInSlot = 8;

function addTo(sets: Map<string, Set<string>>, key: string, value: string) {
  const set = sets.get(key);
  if (set && set.size < mostInSlot) set.add(value);
  else if (set) return;
  else sets.set(key, new Set([value]));
}
