import type { RecordAttachment, RecordEnd, RecordFilter } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";

/**
 * A session's name under what it copies says the same as a source in the session's own block. That it stood there is
 * kept: names alone define no session.
 */
export function spreadAttachments(statements: readonly Statement[]): Statement[] {
  return statements.map((statement) => {
    const { attachment } = statement.record;
    if (!attachment) return statement;
    const { removed, session, manners = [], ...place } = attachment;
    const filter = manners.flatMap((manner) => ("match" in manner ? [manner.match as RecordFilter] : []));
    return {
      ...statement,
      record: { attachment, removed: removed ?? null, session, source: source(place, manners), filter },
    };
  });
}

function source(place: RecordEnd, manners: RecordAttachment["manners"] = []): RecordEnd {
  const parts = manners.filter((manner): manner is RecordEnd => !("match" in manner));
  return Object.assign({}, place, ...parts) as RecordEnd;
}
