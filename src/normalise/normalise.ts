import type { MirrorSession } from "../model/session.ts";
import type { Indicator, Statement, Unread } from "../model/statement.ts";
import type { Profile } from "../parse/profile.ts";
import type { Reading } from "../parse/reading.ts";
import { joinAccessMaps } from "./accessmap.ts";
import { spreadAttachments } from "./attachment.ts";
import { finishSession } from "./finish.ts";
import { foldSessions } from "./fold.ts";
import { joinHalves } from "./halves.ts";
import { indicatorsOf } from "./indicator.ts";
import { gatherBlocks } from "./indicatorblock.ts";
import { joinMonitorPorts } from "./monitorport.ts";
import { byName } from "./order.ts";
import { joinOrigin } from "./origin.ts";
import { joinPseudowires } from "./pseudowire.ts";
import { joinRemoteVlans } from "./remotevlan.ts";
import { type Room, roomFor, shortOfRoom } from "./room.ts";
import { resolveTunnels } from "./tunnel.ts";
import { wordsOf } from "./words.ts";

/** What one config text means. */
export interface Meaning {
  readonly sessions: readonly MirrorSession[];
  readonly indicators: readonly Indicator[];
  readonly unread: readonly Unread[];
  /** Why the sessions are not told in full, in a sentence for a person; absent when they are. */
  readonly doubt?: string;
}

/**
 * From statements to meaning: statements of one session are put together, joined with the statements elsewhere that
 * complete them, and finished into records in canonical form and order. Pure.
 */
export function normaliseReading(reading: Reading, profile: Profile): Meaning {
  const indicators = [...gatherBlocks(reading.indicators), ...indicatorsOf(reading.statements)];
  const room = roomFor(reading.statements.length);
  const sessions = sessionsOf(reading.statements, profile, room);
  return {
    sessions,
    indicators: indicators.sort((a, b) => a.line - b.line),
    unread: reading.unread,
    ...(room.short ? { doubt: shortOfRoom } : {}),
  };
}

function sessionsOf(statements: readonly Statement[], profile: Profile, room: Room): MirrorSession[] {
  const words = wordsOf(profile);
  const whole = joinHalves(spreadAttachments(statements), profile.words, room);
  const drafts = foldSessions(whole, words);
  joinAccessMaps(drafts, whole, words);
  joinPseudowires(drafts, whole, words);
  resolveTunnels(drafts.values(), whole, words);
  joinOrigin(drafts, whole);
  joinMonitorPorts(drafts.values(), whole, words);
  joinRemoteVlans(drafts.values(), whole);
  const silencers = new Map(statements.map(({ line, silencedBy }) => [line, silencedBy ?? []]));
  return [...drafts.values()]
    .map((draft) => withSilencers(finishSession(draft, words), silencers))
    .sort(
      (a, b) =>
        byName(a.context ?? "", b.context ?? "") ||
        byName(a.name, b.name) ||
        byName(a.mechanism, b.mechanism),
    );
}

/** What switches a session off decides its state, so it is among its lines. */
function withSilencers(
  session: MirrorSession,
  silencers: ReadonlyMap<number, readonly number[]>,
): MirrorSession {
  const more = session.lines.flatMap((line) => silencers.get(line) ?? []);
  if (more.length === 0) return session;
  return { ...session, lines: [...new Set([...session.lines, ...more])].sort((a, b) => a - b) };
}
