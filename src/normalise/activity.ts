import type { Statement } from "../model/statement.ts";
import { sessionKey } from "./names.ts";

/**
 * A session whose every destination, or every source, is switched off copies nothing: those are told all the same, and
 * the session is inactive. In any other session, only what is in force counts.
 */
export function settleActivity(statements: readonly Statement[]): Statement[] {
  const sessions = Map.groupBy(
    statements.filter(({ record }) => record.session),
    keyOf,
  );
  const asleep = [...sessions.values()].map(sleepingEnds);
  const told = new Set(asleep.flat());
  const states = asleep.filter((ends) => ends.length > 0).map((ends) => stateLine(ends[0]!));
  return [...statements.map((line) => (told.has(line) ? awake(line) : line)), ...states];
}

function keyOf({ context, record }: Statement): string {
  return sessionKey(context, record.mechanism ?? "", record.session ?? "");
}

/** The lines of a side that is switched off as a whole, in a session that is not. */
function sleepingEnds(lines: readonly Statement[]): readonly Statement[] {
  if (lines.every((line) => line.inactive)) return [];
  const sides = [
    lines.filter(({ record }) => record.destination),
    lines.filter(({ record }) => record.source),
  ];
  return sides.filter((side) => side.every((line) => line.inactive)).flat();
}

function stateLine(end: Statement): Statement {
  const { session, mechanism } = end.record;
  return awake({
    ...end,
    record: { session: session ?? null, mechanism: mechanism ?? null, state: "inactive" },
  });
}

function awake({ inactive: _, ...line }: Statement): Statement {
  return line;
}
