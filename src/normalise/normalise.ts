import type { MirrorSession } from "../model/session.ts";
import type { Indicator, Statement, Unread } from "../model/statement.ts";
import type { Profile } from "../parse/profile.ts";
import type { Reading } from "../parse/reading.ts";
import { finishSession } from "./finish.ts";
import { foldSessions } from "./fold.ts";
import { joinHalves } from "./halves.ts";
import { byName } from "./order.ts";
import { resolveTunnels } from "./tunnel.ts";
import { wordsOf } from "./words.ts";

/** What one config text means. */
export interface Meaning {
  readonly sessions: readonly MirrorSession[];
  readonly indicators: readonly Indicator[];
  readonly unread: readonly Unread[];
}

/**
 * From statements to meaning: statements of one session are put together, joined with the statements elsewhere that
 * complete them, and finished into records in canonical form and order. Pure.
 */
export function normaliseReading(reading: Reading, profile: Profile): Meaning {
  return {
    sessions: sessionsOf(reading.statements, profile),
    indicators: reading.indicators,
    unread: reading.unread,
  };
}

function sessionsOf(statements: readonly Statement[], profile: Profile): MirrorSession[] {
  const words = wordsOf(profile);
  const whole = joinHalves(statements, profile.words);
  const drafts = foldSessions(whole, words);
  resolveTunnels(drafts.values(), whole, words);
  return [...drafts.values()]
    .map((draft) => finishSession(draft, words))
    .sort(
      (a, b) =>
        byName(a.context ?? "", b.context ?? "") ||
        byName(a.name, b.name) ||
        byName(a.mechanism, b.mechanism),
    );
}
