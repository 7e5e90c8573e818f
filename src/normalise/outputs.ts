import type { Statement } from "../model/statement.ts";
import { type JoinWords, mechanismOf, sessionKey, sessionOf } from "./names.ts";

/** What is known of sessions before their sources are joined. */
export interface Outputs {
  /** Some line of this context speaks of the session itself. */
  defined(context: string | undefined, mechanism: string, session: string): boolean;
  /** The session has a live source that is stated in the session itself. */
  fed(key: string): boolean;
  /** The session takes what this selecting line selects: its outputs are for all families, or for this one. */
  serves(key: string, selecting: Statement, words: JoinWords): boolean;
}

/** Families of outputs by session, from the lines that speak of sessions directly. */
export function outputsOf(statements: readonly Statement[], words: JoinWords): Outputs {
  const families = new Map<string, Set<string>>();
  const fed = new Set<string>();
  for (const statement of statements) {
    const { record, context, inactive } = statement;
    const mechanism = mechanismOf(statement, words);
    const session = sessionOf(statement, words);
    if (record.selector || !mechanism || session === undefined) continue;
    const key = sessionKey(context, mechanism, session);
    if (!inactive && (record.source || (record.binding && !record.binding.slot))) fed.add(key);
    if (record.binding) continue;
    const outputs = families.get(key) ?? new Set<string>();
    if (record.destination) outputs.add(record.family ?? "");
    families.set(key, outputs);
  }
  return {
    defined: (context, mechanism, session) => families.has(sessionKey(context, mechanism, session)),
    fed: (key) => fed.has(key),
    serves: (key, selecting, tables) => takes(families.get(key), selecting, tables),
  };
}

function takes(outputs: ReadonlySet<string> | undefined, selecting: Statement, words: JoinWords): boolean {
  if (outputs === undefined || outputs.size === 0 || outputs.has("")) return true;
  const { selector, mechanism } = selecting.record;
  const family = selector?.family ?? words.family?.[selector?.kind ?? "filter"] ?? "";
  const served = words.serves?.[mechanism ?? ""] ?? words.serves?.[family] ?? family;
  return served.split(" ").some((one) => outputs.has(one)) || outputs.has(family);
}
