import type { Statement } from "../model/statement.ts";
import { sessionKey } from "./names.ts";

/** What a session says of its input, and another session may take over. */
const inputWords = ["rate", "runLength", "maximumPacketLength"] as const;

/** A session that takes its input from another one copies at that session's rate and length. */
export function inheritInputs(statements: readonly Statement[]): Statement[] {
  return statements.flatMap((statement) => {
    const from = statement.record.option?.inputFrom;
    return from ? [statement, ...inherited(statement, from, statements)] : [statement];
  });
}

function inherited(heir: Statement, from: string, statements: readonly Statement[]): Statement[] {
  const { session, mechanism } = heir.record;
  const wanted = sessionKey(heir.context, mechanism ?? "", from);
  return statements.flatMap((statement) => {
    const { record, context } = statement;
    const input = inputWords.flatMap((word) => (record.option?.[word] ? [[word, record.option[word]]] : []));
    if (input.length === 0 || sessionKey(context, record.mechanism ?? "", record.session ?? "") !== wanted)
      return [];
    const option = Object.fromEntries(input);
    return [{ ...statement, record: { session: session ?? null, mechanism: mechanism ?? null, option } }];
  });
}
