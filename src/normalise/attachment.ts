import type { RecordAttachment, RecordEnd, RecordFilter } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";

/**
 * A session's name under what it copies says the same as a source in the session's own block. That it stood there is
 * kept: names alone define no session. Several lines of one attachment tell one direction, those without it follow.
 */
export function spreadAttachments(statements: readonly Statement[]): Statement[] {
  const directions = directionsOf(statements);
  return statements.map((statement) => {
    const { attachment } = statement.record;
    if (!attachment) return statement;
    const { removed, session, manners = [], ...place } = attachment;
    const filter = manners.flatMap((manner) => ("match" in manner ? [manner.match as RecordFilter] : []));
    const direction = directions.get(placeKey(statement.context, attachment)) ?? null;
    const source = { ...place, direction, ...partsOf(manners) };
    return { ...statement, record: { attachment, removed: removed ?? null, session, source, filter } };
  });
}

/** The direction that some line of an attachment states; the last one holds. */
function directionsOf(statements: readonly Statement[]): ReadonlyMap<string, string> {
  const directions = new Map<string, string>();
  for (const { record, context, inactive } of statements) {
    const direction = record.attachment ? partsOf(record.attachment.manners).direction : undefined;
    if (record.attachment && direction && !inactive)
      directions.set(placeKey(context, record.attachment), direction);
  }
  return directions;
}

function placeKey(context: string | undefined, { session, port, name, filter }: RecordAttachment): string {
  return [context, session, port, name, filter].join("\u0000");
}

function partsOf(manners: RecordAttachment["manners"] = []): RecordEnd {
  const parts = manners.filter((manner): manner is RecordEnd => !("match" in manner));
  return Object.assign({}, ...parts) as RecordEnd;
}
