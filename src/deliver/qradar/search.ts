// One Ariel search: create, wait, read page by page, and leave nothing running behind.
import { setTimeout as pause } from "node:timers/promises";
import { Fault } from "../../model/fault.ts";
import type { Console } from "./console.ts";
import type { Refusal } from "./refusal.ts";

export type Row = Readonly<Record<string, unknown>>;

export interface SearchOptions {
  /** Milliseconds that the whole search may take. */
  readonly deadline: number;
  /** Milliseconds between two looks at it. */
  readonly poll?: number;
  readonly now?: () => number;
}

/** A search that its console forgot is made anew this often. */
const mostLosses = 2;
const pageSize = 1_000;

/** What the console has against a query, without running it; empty when nothing. 200 does not mean that it is valid. */
export async function validate(console: Console, aql: string): Promise<readonly string[]> {
  const refused = ({ status }: Refusal) => status === 422;
  const { body, refusal } = await console.call({
    method: "POST",
    path: "/ariel/validators/aql",
    query: { query_expression: aql },
    understood: refused,
  });
  if (refusal) return [refusal.message];
  const { error_messages } = (body ?? {}) as { error_messages?: unknown };
  const messages = Array.isArray(error_messages) ? (error_messages as Record<string, unknown>[]) : [];
  return messages.filter(({ severity }) => severity !== "INFO").map(({ message }) => String(message));
}

interface Search {
  readonly id: string;
  readonly status: string;
  readonly errors: readonly string[];
}

/**
 * The rows of an AQL query, which must say its own time window: an identical recent query gives the results of the old one.
 *
 * @throws Fault `aql-invalid`, `search-failed`, `search-timeout` and those of the console
 */
export async function searchRows(
  console: Console,
  aql: string,
  options: SearchOptions,
): Promise<readonly Row[]> {
  const { deadline, poll = 1_000, now = Date.now } = options;
  const end = now() + deadline;
  for (let losses = 0; ; losses += 1) {
    const search = await create(console, aql);
    const id = search.id;
    try {
      const state = await wait(console, search, end, poll, now);
      const rows = state === "vanished" ? undefined : await results(console, id, end, poll, now);
      if (rows !== undefined) return rows;
    } catch (error) {
      await abandon(console, id);
      throw error;
    }
    if (losses >= mostLosses) throw vanished(console.where);
  }
}

async function create(console: Console, aql: string): Promise<Search> {
  const understood = ({ status, code }: Refusal) => status === 422 && code === 2000;
  const { body, refusal } = await console.call({
    method: "POST",
    path: "/ariel/searches",
    query: { query_expression: aql },
    understood,
  });
  if (refusal) {
    throw new Fault({
      code: "aql-invalid",
      where: console.where,
      what: `the console does not accept the query: ${refusal.message}`,
      remedy: "mend the query; `mirrorwatch qradar aql` prints the shipped ones",
    });
  }
  return readSearch(body);
}

function readSearch(body: unknown): Search {
  const { search_id, cursor_id, status, error_messages } = (body ?? {}) as Record<string, unknown>;
  const errors = (Array.isArray(error_messages) ? error_messages : []).map((one) =>
    typeof one === "string" ? one : String((one as { message?: unknown })?.message ?? JSON.stringify(one)),
  );
  return { id: String(search_id ?? cursor_id ?? ""), status: String(status ?? ""), errors };
}

const isLost = ({ status }: Refusal) => status === 404;

/** Looks until it is complete; a status that nobody has heard of counts as running. 206 means that it was not ready in time. */
async function wait(
  console: Console,
  first: Search,
  end: number,
  poll: number,
  now: () => number,
): Promise<"complete" | "vanished"> {
  for (let search = first; ; ) {
    if (search.status === "COMPLETED") return "complete";
    if (search.status === "ERROR" || search.status === "CANCELED") throw failed(console.where, search);
    if (now() >= end) throw late(console.where);
    await pause(Math.min(poll, Math.max(1, end - now())));
    const path = `/ariel/searches/${encodeURIComponent(first.id)}`;
    const { body, refusal } = await console.call({ method: "GET", path, understood: isLost });
    if (refusal) return "vanished";
    search = readSearch(body);
  }
}

/** Undefined: the search vanished. 404 with code 1003 says that it still runs, although it was complete a moment ago. */
async function results(
  console: Console,
  id: string,
  end: number,
  poll: number,
  now: () => number,
): Promise<readonly Row[] | undefined> {
  const rows: Row[] = [];
  for (;;) {
    const path = `/ariel/searches/${encodeURIComponent(id)}/results`;
    const headers = { Range: `items=${rows.length}-${rows.length + pageSize - 1}` };
    const { body, refusal } = await console.call({ method: "GET", path, headers, understood: isLost });
    if (refusal?.code === 1003) {
      if (now() >= end) throw late(console.where);
      await pause(poll);
      continue;
    }
    if (refusal) return undefined;
    const page = rowsOf(body);
    rows.push(...page);
    if (page.length < pageSize || page.length > pageSize) return rows;
    if (now() >= end) throw late(console.where);
  }
}

function rowsOf(body: unknown): readonly Row[] {
  const { events, flows } = (body ?? {}) as { events?: unknown; flows?: unknown };
  const rows = events ?? flows;
  return Array.isArray(rows) ? (rows as Row[]) : [];
}

/** Its results are of no use to anybody; that it cannot be taken away changes nothing. */
async function abandon(console: Console, id: string): Promise<void> {
  const path = `/ariel/searches/${encodeURIComponent(id)}`;
  const anything = () => true;
  try {
    await console.call({ method: "POST", path, query: { status: "CANCELED" }, understood: anything });
    await console.call({ method: "DELETE", path, understood: anything });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
}

function failed(where: string, { status, errors }: Search): Fault {
  return new Fault({
    code: "search-failed",
    where,
    what: `the search ended as ${status}${errors.length === 0 ? "" : `: ${errors.join("; ")}`}`,
    remedy: "try it in Log Activity > Advanced Search",
  });
}

function late(where: string): Fault {
  return new Fault({
    code: "search-timeout",
    where,
    what: "the search was not ready in time and was taken away",
    remedy: "give it more time, or a shorter window",
  });
}

function vanished(where: string): Fault {
  return new Fault({
    code: "search-failed",
    where,
    what: "the console forgot the search before its results were read, several times",
    remedy: "run it again later",
  });
}
