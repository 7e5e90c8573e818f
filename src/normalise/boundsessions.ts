import type { RecordParts, StatementRecord } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";
import { sourceAt } from "./bindings.ts";
import { type JoinWords, mechanismOf, sessionOf } from "./names.ts";
import type { Outputs } from "./outputs.ts";
import { slotName } from "./slots.ts";

/**
 * Attachments name a session where traffic passes, without a filter: a port that is mirrored whole becomes a source, a
 * slot that a session serves becomes an option. A word that also serves other ends (`words.follows`) counts only where
 * the session is stated.
 */
export function joinBoundSessions(
  statements: readonly Statement[],
  outputs: Outputs,
  words: JoinWords,
): Statement[] {
  return statements.flatMap((statement) => {
    const { binding, ...record } = statement.record;
    if (!binding || binding.filter) return [statement];
    const named = {
      ...statement,
      record: { ...record, mechanism: binding.mechanism ?? record.mechanism ?? null },
    };
    const mechanism = mechanismOf(named, words);
    const session = sessionOf(named, words);
    if (mechanism === undefined || session === undefined) return [];
    if (
      words.follows?.includes(named.record.mechanism ?? "") &&
      !outputs.defined(statement.context, mechanism, session)
    )
      return [];
    return [{ ...named, record: { ...record, mechanism, session, ...attached(binding, words) } }];
  });
}

function attached(binding: RecordParts, words: JoinWords): StatementRecord {
  return binding.slot ? { option: { slot: slotName(binding) } } : { source: sourceAt(binding, words) };
}
