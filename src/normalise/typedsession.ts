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
}

/** The session that the newest statement belongs to; null when it belongs to none. */
export function doingOf(statements: readonly Statement[], newest: Statement, profile: Profile): Doing | null {
  if (takesAway(newest.record, profile)) return removal(newest, profile);
  const session = sessionsOf(statements, profile).find(({ lines }) => lines.includes(newest.line));
  return session ? { effect: "add", session } : null;
}

/** A filter that goes widens what is copied; anything else that goes, and a shutdown, only takes copying away. */
function takesAway(record: StatementRecord, profile: Profile): boolean {
  const removed = record.removed ?? record.attachment?.removed ?? record.pseudowire?.removed;
  if (removed) return !record.filter;
  return Boolean(record.state) && profile.words.state?.[record.state!] === "inactive";
}

/** The same statement without its `no` tells which session it was, and what went. */
function removal(newest: Statement, profile: Profile): Doing | null {
  const { removed: _removed, attachment, pseudowire, ...record } = newest.record;
  const kept: StatementRecord = {
    ...record,
    ...(attachment ? { attachment: { ...attachment, removed: null } } : {}),
    ...(pseudowire ? { pseudowire: { ...pseudowire, removed: null } } : {}),
  };
  const name = record.session ?? attachment?.session ?? pseudowire?.session;
  if (name && !/^[\w.:+-]+$/.test(name)) return { effect: "remove" };
  const session = sessionsOf([{ ...newest, record: kept }], profile)[0];
  if (session) return { effect: "remove", session };
  return name ? { effect: "remove" } : null;
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
