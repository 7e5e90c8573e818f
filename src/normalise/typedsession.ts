import type { Observation } from "../model/observation.ts";
import type { StatementRecord } from "../model/record.ts";
import type { MirrorSession } from "../model/session.ts";
import type { Statement } from "../model/statement.ts";
import type { Profile } from "../parse/profile.ts";
import { normaliseReading } from "./normalise.ts";

/** What one command does to a mirror session, as far as the commands before it tell. */
export interface Doing {
  readonly effect: Observation["effect"];
  readonly session?: MirrorSession;
  /** What was typed of this session so far, each line after its parents; only the command itself when it takes away. */
  readonly commands: readonly string[];
}

/** So many lines of one session are told; the newest. */
export const mostTold = 32;

/** The session that the newest statement belongs to; null when it belongs to none. */
export function doingOf(statements: readonly Statement[], newest: Statement, profile: Profile): Doing | null {
  if (takesAway(newest.record, profile)) return removal(statements, newest, profile);
  const session = sessionsOf(statements, profile).find(({ lines }) => lines.includes(newest.line));
  if (!session) return null;
  const own = statements.filter(({ line }) => session.lines.includes(line));
  return { effect: "add", session, commands: toldBy(own).slice(-mostTold) };
}

/** The levels of flat lines, each once: `monitor session 4 …`, `destination`, `ip address …`, `erspan-id …`. */
function toldBy(statements: readonly Statement[]): readonly string[] {
  const told = new Map<string, string>();
  for (const { text } of statements)
    for (let at = 0; at >= 0; ) {
      const end = text.indexOf("\t", at);
      const path = end < 0 ? text : text.slice(0, end);
      if (!told.has(path)) told.set(path, path.slice(at));
      at = end < 0 ? -1 : end + 1;
    }
  return [...told.values()];
}

/** A filter that goes widens what is copied; anything else that goes, and a shutdown, only takes copying away. */
function takesAway(record: StatementRecord, profile: Profile): boolean {
  const removed = record.removed ?? record.attachment?.removed ?? record.pseudowire?.removed;
  if (removed) return !record.filter;
  return Boolean(record.state) && profile.words.state?.[record.state!] === "inactive";
}

/** The session as it was typed before, when all of it goes; else what goes, told by the same statement without its `no`. */
function removal(statements: readonly Statement[], newest: Statement, profile: Profile): Doing | null {
  const { session, attachment, pseudowire } = newest.record;
  const name = session ?? attachment?.session ?? pseudowire?.session;
  const isOne = name && /^[\w.:+-]+$/.test(name) && !/^(?:all|local|remote|\d+-\d+)$/i.test(name);
  const gone = isOne ? goneOf(statements, newest, name, profile) : undefined;
  const commands = newest.text.split("\t");
  if (gone) return { effect: "remove", session: gone, commands };
  return name ? { effect: "remove", commands } : null;
}

function goneOf(
  statements: readonly Statement[],
  newest: Statement,
  name: string,
  profile: Profile,
): MirrorSession | undefined {
  const { removed: _removed, attachment, pseudowire, ...record } = newest.record;
  const kept: StatementRecord = {
    ...record,
    ...(attachment ? { attachment: { ...attachment, removed: null } } : {}),
    ...(pseudowire ? { pseudowire: { ...pseudowire, removed: null } } : {}),
  };
  const isWhole = !(record.source || record.destination || record.option || attachment || pseudowire);
  const before = statements.filter((statement) => statement !== newest);
  const typed = isWhole ? sessionsOf(before, profile).find((session) => session.name === name) : undefined;
  return typed ?? sessionsOf([{ ...newest, record: kept }], profile)[0];
}

function sessionsOf(statements: readonly Statement[], profile: Profile): readonly MirrorSession[] {
  const facts = {
    hostname: null,
    complete: false,
    completeness: "typed commands",
    unread: [],
    indicators: [],
  };
  return normaliseReading({ ...facts, statements }, profile).sessions;
}
