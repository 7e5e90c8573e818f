import type { Statement } from "../model/statement.ts";
import { settleActivity } from "./activity.ts";
import { joinAttachments } from "./attachments.ts";
import { type JoinWords, nameSessions } from "./names.ts";
import { expandGroups } from "./nexthopgroups.ts";
import { outputsOf } from "./outputs.ts";
import { expandRanges } from "./ranges.ts";
import { joinSelectors } from "./selectors.ts";
import { joinUnits } from "./units.ts";

/**
 * Brings the parts of a session that a device states apart (destination, selecting filter, binding, group, range) to
 * lines that each speak of one session. The order of the lines does not matter; lines of other kinds pass unchanged.
 */
export function joinHalves(statements: readonly Statement[], words: JoinWords): Statement[] {
  const whole = expandRanges(joinUnits(statements));
  const selected = joinSelectors(whole, words);
  const attached = joinAttachments(selected, outputsOf(whole, words), words);
  return settleActivity(expandGroups(nameSessions(attached, words)));
}
