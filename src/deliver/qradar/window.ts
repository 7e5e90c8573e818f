import { Fault } from "../../model/fault.ts";
import type { Console } from "./console.ts";
import { type Row, type SearchOptions, searchRows } from "./search.ts";

/** Milliseconds since 1970. */
export interface QueryWindow {
  readonly from: number;
  readonly until: number;
  /** Of one search; absent: the whole time in one. */
  readonly length?: number;
}

/** Where windows meet, both look: a search may cut its ends to whole minutes. */
const overlap = 120_000;

/**
 * The rows of a query over some time, in windows that overlap; a row that both of two neighbours show is given once. The
 * query must have no time clause of its own. Sums and counts are those of one window.
 */
export async function queryRows(
  console: Console,
  aql: string,
  span: QueryWindow,
  options: SearchOptions,
): Promise<readonly Row[]> {
  const query = withoutEnd(aql);
  const found: Row[] = [];
  let before: ReadonlySet<string> = new Set();
  for (const { from, until } of windows(span)) {
    const rows = await searchRows(console, timed(query, from, until), options);
    const texts = rows.map((row) => JSON.stringify(row));
    found.push(...rows.filter((_, at) => !before.has(texts[at]!)));
    before = new Set(texts);
  }
  return found;
}

/** Windows from the first to the last moment, each begun earlier by the overlap. */
export function windows({ from, until, length }: QueryWindow): readonly { from: number; until: number }[] {
  if (!(until > from)) throw unfit("the time ends before it begins");
  const size = Math.max(length ?? until - from, 60_000);
  const count = Math.ceil((until - from) / size);
  return Array.from({ length: count }, (_, at) => ({
    from: from + at * size - (at === 0 ? 0 : overlap),
    until: Math.min(until, from + (at + 1) * size),
  }));
}

/** The time clause comes last; thirteen digits are milliseconds, which no time zone of the console changes. */
export function timed(aql: string, from: number, until: number): string {
  return `${aql} START ${from} STOP ${until}`;
}

/** Lines of comment, white space and a semicolon are no part of the query. @throws Fault `aql-invalid` */
export function withoutEnd(aql: string): string {
  const query = aql
    .replace(/^\s*--.*$/gm, "")
    .replace(/[\s;]+$/, "")
    .replace(/\s+/g, " ")
    .trim();
  const bare = query.replace(/'(?:[^']|'')*'|"[^"]*"/g, "''");
  if (/\b(?:LAST\s+\d|START\s+['\d]|STOP\s+['\d])/i.test(bare)) throw unfit("the query says its own time");
  if (!/^SELECT\b/i.test(bare)) throw unfit("the query does not begin with SELECT");
  return query;
}

function unfit(what: string): Fault {
  return new Fault({
    code: "aql-invalid",
    where: "command line",
    what,
    remedy: "leave START, STOP and LAST to --from and --until",
  });
}
