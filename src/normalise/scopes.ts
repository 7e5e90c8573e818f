import type { Statement } from "../model/statement.ts";
import { sessionKey } from "./names.ts";

/** A state that holds for every session of a mechanism is said of each of them. */
export function spreadStates(statements: readonly Statement[]): Statement[] {
  const wide = statements.filter(({ record }) => record.scope);
  if (wide.length === 0) return [...statements];
  const rest = statements.filter(({ record }) => !record.scope);
  return [
    ...rest,
    ...wide.flatMap((statement) => namesOf(statement, rest).map((name) => named(statement, name))),
  ];
}

function namesOf(wide: Statement, statements: readonly Statement[]): string[] {
  const scope = sessionKey(wide.context, wide.record.mechanism ?? "", "");
  const inScope = ({ context, record }: Statement) =>
    sessionKey(context, record.mechanism ?? "", "") === scope;
  return [...new Set(statements.filter(inScope).flatMap(({ record }) => record.session ?? []))];
}

function named(wide: Statement, session: string): Statement {
  const { mechanism, state } = wide.record;
  return { ...wide, record: { session, mechanism: mechanism ?? null, state: state ?? null } };
}
