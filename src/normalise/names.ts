import type { StatementRecord } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";

/** A word table of a profile: the vendor's word -> the word that stands for it. */
export type Table = Readonly<Record<string, string>>;

/** The word tables that joins read; every one is optional. */
export interface JoinWords {
  /** The vendor's word -> mechanism of the glossary. */
  readonly mechanism?: Table | undefined;
  /** The vendor's word -> the name of the one session it speaks of, where the statement gives no name. */
  readonly session?: Table | undefined;
  /** Where a filter stands -> the address families its name is looked up in, where the statement gives none. */
  readonly family?: Table | undefined;
  /** Family of a filter (or the action's word) -> the families of a session's output that take its traffic. */
  readonly serves?: Table | undefined;
  /** The vendor's word -> `rx`, `tx`, `both`. */
  readonly direction?: Table | undefined;
  /** Mechanisms that copy everything until something narrows it. */
  readonly everything?: readonly string[] | undefined;
  /** Words that speak of a session only where it is stated: they also serve ends that copy nothing. */
  readonly follows?: readonly string[] | undefined;
}

/** The mechanism of the glossary that a line speaks of. */
export function mechanismOf(statement: Statement, words: JoinWords): string | undefined {
  const word = statement.record.mechanism;
  return word ? (words.mechanism?.[word] ?? word) : undefined;
}

/** The session that a line speaks of, by its own name or by the name of the only one there is. */
export function sessionOf(statement: Statement, words: JoinWords): string | undefined {
  const { session, mechanism } = statement.record;
  return session ?? (mechanism ? words.session?.[mechanism] : undefined);
}

/** One text for each session of a device: contexts and mechanisms are name spaces of their own. */
export function sessionKey(context: string | undefined, mechanism: string, session: string): string {
  return [context ?? "", mechanism, session].join("\t");
}

/**
 * Gives each line that speaks of a session the mechanism of the glossary and the session's name. A manner of the one
 * session there may be (`mirror-once`) makes no session by itself.
 */
export function nameSessions(statements: readonly Statement[], words: JoinWords): Statement[] {
  const known = new Set(statements.filter(({ record }) => isTelling(record)).map(keyIn(words)));
  return statements.map((statement) => {
    const mechanism = mechanismOf(statement, words);
    const session = sessionOf(statement, words);
    if (mechanism === undefined || session === undefined) return statement;
    const open = words.everything?.includes(mechanism) ?? false;
    if (!open && !known.has(keyIn(words)(statement))) return statement;
    return {
      ...statement,
      record: { ...statement.record, ...ofFamily(statement.record), mechanism, session },
    };
  });
}

function isTelling({ session, source, destination }: StatementRecord): boolean {
  return Boolean(session ?? source ?? destination);
}

function keyIn(words: JoinWords): (statement: Statement) => string {
  return (statement) =>
    sessionKey(statement.context, mechanismOf(statement, words) ?? "", sessionOf(statement, words) ?? "");
}

/** An option that holds for one address family is an option of its own. */
function ofFamily({ option, family }: StatementRecord): StatementRecord {
  if (!option || !family) return {};
  return {
    option: Object.fromEntries(Object.entries(option).map(([word, value]) => [`${family}.${word}`, value])),
  };
}
