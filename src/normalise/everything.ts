import type { Statement } from "../model/statement.ts";
import { type JoinWords, mechanismOf, sessionKey } from "./names.ts";

/** A session of a mechanism that copies everything until something narrows it has a source, also when it states none. */
export function stateEverything(statements: readonly Statement[], words: JoinWords): Statement[] {
  const copies = statements.filter(
    (statement) =>
      statement.record.session && words.everything?.includes(mechanismOf(statement, words) ?? ""),
  );
  const sessions = Map.groupBy(copies, ({ context, record }) =>
    sessionKey(context, record.mechanism ?? "", record.session ?? ""),
  );
  const open = [...sessions.values()].filter((lines) => !lines.some(({ record }) => record.source));
  return [...statements, ...open.map((lines) => everything(lines))];
}

function everything(lines: readonly Statement[]): Statement {
  const first = lines.find((line) => !line.inactive) ?? lines[0]!;
  const { session, mechanism } = first.record;
  return {
    ...first,
    record: { session: session ?? null, mechanism: mechanism ?? null, source: { all: "all" } },
  };
}
