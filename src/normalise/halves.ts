import type { Statement } from "../model/statement.ts";
import { settleActivity } from "./activity.ts";
import { joinBoundSessions } from "./boundsessions.ts";
import { tellCarriers } from "./carriers.ts";
import { stateEverything } from "./everything.ts";
import { inheritInputs } from "./inputs.ts";
import { type JoinWords, nameSessions } from "./names.ts";
import { expandGroups } from "./nexthopgroups.ts";
import { outputsOf } from "./outputs.ts";
import { resolvePeers } from "./peers.ts";
import { expandRanges } from "./ranges.ts";
import { spreadStates } from "./scopes.ts";
import { type Room, roomFor } from "./room.ts";
import { joinSelectors } from "./selectors.ts";
import { joinUnits } from "./units.ts";

/**
 * Brings the parts of a session that a device states apart (destination, selecting filter, binding, group, range) to
 * lines that each speak of one session. The order of the lines does not matter; lines of other kinds pass unchanged.
 */
export function joinHalves(
  statements: readonly Statement[],
  words: JoinWords,
  room: Room = roomFor(statements.length),
): Statement[] {
  const whole = expandRanges(joinUnits(statements), room);
  const selected = joinSelectors(whole, words, room);
  const attached = joinBoundSessions(selected, outputsOf(whole, words), words);
  const named = spreadStates(nameSessions(attached, words));
  const grouped = tellCarriers(resolvePeers(expandGroups(inheritInputs(named, room), room)), room);
  return settleActivity(stateEverything(grouped, words));
}
