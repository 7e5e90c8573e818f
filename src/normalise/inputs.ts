import type { Statement } from "../model/statement.ts";
import { sessionKey } from "./names.ts";
import { type Room, takeLines } from "./room.ts";

/** What a session says of its input, and another session may take over. */
const inputWords = ["rate", "runLength", "maximumPacketLength"] as const;

/** A session that takes its input from another one copies at that session's rate and length. */
export function inheritInputs(statements: readonly Statement[], room: Room): Statement[] {
  if (!statements.some(({ record }) => record.option?.inputFrom)) return [...statements];
  const inputs = Map.groupBy(statements.filter(isInput), (statement) =>
    keyOf(statement, statement.record.session ?? ""),
  );
  return statements.flatMap((statement) => {
    const from = statement.record.option?.inputFrom;
    const taken = from ? (inputs.get(keyOf(statement, from)) ?? []) : [];
    if (!takeLines(room, taken.length)) return [statement];
    return [statement, ...taken.map((input) => takenOver(statement, input))];
  });
}

function isInput({ record }: Statement): boolean {
  return inputWords.some((word) => record.option?.[word]);
}

function keyOf({ context, record }: Statement, session: string): string {
  return sessionKey(context, record.mechanism ?? "", session);
}

function takenOver(heir: Statement, input: Statement): Statement {
  const { session, mechanism } = heir.record;
  const words = inputWords.filter((word) => input.record.option?.[word]);
  const option = Object.fromEntries(words.map((word) => [word, input.record.option?.[word] ?? null]));
  return { ...input, record: { session: session ?? null, mechanism: mechanism ?? null, option } };
}
