import type { Statement } from "../model/statement.ts";
import { sessionKey } from "./names.ts";

/** A state that holds for every session of a mechanism is said of each of them. */
export function spreadStates(statements: readonly Statement[]): Statement[] {
  if (!statements.some(({ record }) => record.scope)) return [...statements];
  const names = new Map<string, Set<string>>();
  for (const statement of statements) {
    const { scope, session } = statement.record;
    if (scope || !session) continue;
    const known = names.get(mechanismKey(statement)) ?? new Set();
    names.set(mechanismKey(statement), known.add(session));
  }
  return statements.flatMap((statement) =>
    statement.record.scope
      ? [...(names.get(mechanismKey(statement)) ?? [])].map((session) => named(statement, session))
      : [statement],
  );
}

function mechanismKey({ context, record }: Statement): string {
  return sessionKey(context, record.mechanism ?? "", "");
}

function named(wide: Statement, session: string): Statement {
  const { mechanism, state } = wide.record;
  return { ...wide, record: { session, mechanism: mechanism ?? null, state: state ?? null } };
}
