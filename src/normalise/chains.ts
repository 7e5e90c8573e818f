import type { Statement } from "../model/statement.ts";
import { type Bindings, collectBindings, type Place } from "./bindings.ts";
import { type JoinWords, mechanismOf, sessionKey, sessionOf } from "./names.ts";
import type { Outputs } from "./outputs.ts";
import type { Room } from "./room.ts";
import { type Slots, slotsOf } from "./slots.ts";

/** Selecting lines, the session that they feed, and one place where their filters meet traffic, or none. */
export interface Chain {
  readonly key: string;
  readonly session: SessionName;
  /** One address family; one line where there is no place. */
  readonly selecting: readonly Statement[];
  readonly place?: Place;
  readonly inactive: boolean;
  /** The session has an output for the family of these filters. */
  readonly served: boolean;
}

export interface SessionName {
  readonly context?: string;
  readonly mechanism: string;
  readonly session: string;
}

interface Sites {
  readonly words: JoinWords;
  readonly bindings: Bindings;
  readonly outputs: Outputs;
  readonly slots: Slots;
}

/** Every chain from a selecting line to a session, by session. */
export function collectChains(
  statements: readonly Statement[],
  outputs: Outputs,
  words: JoinWords,
  room: Room,
): ReadonlyMap<string, readonly Chain[]> {
  const bindings = collectBindings(statements, words, room);
  const sites: Sites = { words, bindings, outputs, slots: slotsOf(statements, words) };
  const selecting = statements.filter((statement) => selects(statement, sites));
  const groups = Map.groupBy(selecting, (statement) => targetKey(statement, words));
  return Map.groupBy(
    [...groups.values()].flatMap((lines) => chainsOf(lines, sites)),
    ({ key }) => key,
  );
}

function selects(statement: Statement, { outputs, words }: Sites): boolean {
  const { selector, mechanism } = statement.record;
  if (!selector || !mechanism) return false;
  if (!words.follows?.includes(mechanism)) return true;
  const session = sessionOf(statement, words) ?? "";
  return outputs.defined(statement.context, mechanismOf(statement, words) ?? "", session);
}

/** Lines with one target are joined at once: whichever of them meets a place, the place feeds the same session. */
function targetKey(statement: Statement, words: JoinWords): string {
  const { mechanism, session } = statement.record;
  return [statement.context ?? "", mechanism, session ?? "\n", familyOf(statement, words)].join("\t");
}

/** The address family of a selecting line's filter. */
export function familyOf(selecting: Statement, words: JoinWords): string {
  const { family, kind } = selecting.record.selector ?? {};
  return family ?? words.family?.[kind ?? "filter"] ?? "";
}

function chainsOf(lines: readonly Statement[], sites: Sites): Chain[] {
  const bound = lines.filter(sites.bindings.isBound);
  const loose = lines.filter((line) => !sites.bindings.isBound(line));
  const places = bound.length === 0 ? [] : sites.bindings.places(bound);
  return [
    ...places.flatMap((place) => chainsAt(bound, sites, place)),
    ...loose.flatMap((line) => chainsAt([line], sites)),
  ];
}

function chainsAt(selecting: readonly Statement[], sites: Sites, place?: Place): Chain[] {
  const inactive = place?.inactive ?? selecting.every((line) => line.inactive === true);
  return sessionsAt(selecting[0]!, sites, place).map((session) => {
    const key = sessionKey(session.context, session.mechanism, session.session);
    const served = sites.outputs.serves(key, selecting[0]!, sites.words);
    return { key, session, selecting, inactive, served, ...(place ? { place } : {}) };
  });
}

/** A term that names no session feeds the one of the slot where it meets traffic, else the only one there is. */
function sessionsAt(selecting: Statement, sites: Sites, place?: Place): SessionName[] {
  const { words, outputs, slots } = sites;
  const mechanism = mechanismOf(selecting, words) ?? "";
  const serves = (session: string) =>
    outputs.serves(sessionKey(undefined, mechanism, session), selecting, words);
  const port = place?.source.port ?? undefined;
  const names = selecting.record.session
    ? [selecting.record.session]
    : slots.sessions({ mechanism, port, unnamed: sessionOf(selecting, words), serves });
  return names.map((session) => inContext(selecting.context, { mechanism, session }, outputs));
}

/** A context without such a session of its own feeds the main system's, where that has one. */
function inContext(context: string | undefined, name: SessionName, outputs: Outputs): SessionName {
  const own = context === undefined || outputs.defined(context, name.mechanism, name.session);
  const elsewhere = !own && outputs.defined(undefined, name.mechanism, name.session);
  return context === undefined || elsewhere ? name : { ...name, context };
}
