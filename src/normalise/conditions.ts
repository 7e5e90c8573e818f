import type { RecordFilter } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";

/** What narrows the terms of filters: by term, the lines that say so. */
export interface Conditions {
  /** The live conditions of the term that this line stands in. */
  of(selecting: Statement): readonly Statement[];
}

/** Lines that narrow a term select nothing by themselves. */
export function isCondition({ record }: Statement): boolean {
  return Boolean(record.selector && record.filter);
}

/** Conditions by context, kind, family, filter and term. */
export function conditionsOf(
  statements: readonly Statement[],
  familyOf: (line: Statement) => string,
): Conditions {
  const key = (line: Statement) => {
    const { kind, filter, term } = line.record.selector ?? {};
    return JSON.stringify([line.context, kind, familyOf(line), filter, term]);
  };
  const live = statements.filter((line) => isCondition(line) && !line.inactive);
  const terms = Map.groupBy(live, key);
  return { of: (selecting) => terms.get(key(selecting)) ?? [] };
}

/** The words of one condition: `protocol tcp`. */
export function conditionText({ record }: Statement): string {
  const { kind, value } = record.filter as RecordFilter;
  return value ?? kind;
}

export function conditionKind({ record }: Statement): string {
  return (record.filter as RecordFilter).kind;
}
