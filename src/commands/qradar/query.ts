import { Readable } from "node:stream";
import { Command, InvalidArgumentError } from "commander";
import type { Row } from "../../deliver/qradar/search.ts";
import { type QueryWindow, queryRows } from "../../deliver/qradar/window.ts";
import { Fault } from "../../model/fault.ts";
import { json } from "../../report/plain.ts";
import { parseDuration } from "../../settings/duration.ts";
import { settleCalls } from "../cloudaudit.ts";
import { readCloud } from "../cloudread.ts";
import type { CommandContext } from "../context.ts";
import { manual } from "../manual.ts";
import { openConsole } from "./access.ts";
import { timelessQuery } from "./aql.ts";

interface QueryOptions {
  readonly from: string;
  readonly until?: string;
  readonly window?: number;
  readonly deadline: number;
  readonly cloud: boolean;
  readonly deliver: boolean;
}

/** `mirrorwatch qradar query`: the rows of an AQL query, window by window. */
export function queryCommand(context: CommandContext): Command {
  const command = new Command("query")
    .description("Run an AQL query and print its rows as JSON, one array.")
    .argument("<query>", "name of a shipped query (`mirrorwatch qradar aql`), or AQL without a time clause")
    .option("--from <time>", "begin: a date, or a time back from now as in 24h", "1h")
    .option("--until <time>", "end (default: now)")
    .option(
      "--window <time>",
      "cut the time into windows of this length, which overlap by two minutes",
      length,
    )
    .option("--deadline <time>", "how long each window may take", length, 600_000)
    .option(
      "--cloud",
      "read the payloads as audit records of clouds and compare them with the baseline",
      false,
    )
    .option("--no-deliver", "with --cloud: leave the events in the outbox")
    .action((query: string, options: QueryOptions) => run(context, query, options));
  return manual(command, [
    ["mirrorwatch qradar query findings --from 7d", "our own events of a week, as QRadar has them"],
    [
      "mirrorwatch qradar query clouds --cloud --from 15m",
      "from cron: the mirroring calls of clouds, against the baseline",
    ],
  ]);
}

async function run(context: CommandContext, query: string, options: QueryOptions): Promise<void> {
  const asked = /\s/.test(query) ? query : timelessQuery(query);
  const aql = options.cloud ? withPayload(asked) : asked;
  const span: QueryWindow = {
    from: moment(context, "--from", options.from),
    until: options.until === undefined ? context.now().getTime() : moment(context, "--until", options.until),
    ...(options.window === undefined ? {} : { length: options.window }),
  };
  const console = await openConsole(context);
  const rows = () => queryRows(console, aql, span, { deadline: options.deadline });
  if (!options.cloud) return context.out(json(await rows()));
  await settleCalls(context, { deliver: options.deliver }, async () => {
    const text = payloads(await rows());
    return readCloud(context, ["-"], () => Readable.from(text.map((one) => Buffer.from(`${one}\n`))));
  });
}

/** A query for a person may leave out the events as they came. */
export function withPayload(aql: string): string {
  if (/\bAS\s+["']?\w*payload/i.test(aql)) return aql;
  return aql.replace(/^((?:\s*--.*\n)*\s*SELECT\b)/i, "$1 UTF8(payload) AS Payload,");
}

/** The column that holds the events as they came, each on one line. */
function payloads(rows: readonly Row[]): readonly string[] {
  const column = Object.keys(rows[0] ?? {}).find((name) => /payload/i.test(name));
  if (rows.length > 0 && column === undefined) {
    throw new Fault({
      code: "usage",
      where: "command line",
      what: "--cloud needs the payloads, and the query returns no column of that name",
      remedy: "select UTF8(payload) AS Payload",
    });
  }
  return rows.map((row) => String(row[column!] ?? "").replace(/[\r\n]+/g, " "));
}

/** @throws Fault `usage` */
function moment(context: CommandContext, option: string, text: string): number {
  const back = parseDuration(text);
  const found = back === undefined ? Date.parse(text) : context.now().getTime() - back;
  if (!Number.isNaN(found)) return found;
  throw new Fault({
    code: "usage",
    where: "command line",
    what: `${option} ${text} is neither a date nor a time`,
    remedy: "write it like 2026-03-01T08:00:00Z or 24h",
  });
}

export function length(text: string): number {
  const found = parseDuration(text);
  if (found === undefined) throw new InvalidArgumentError("It is a number and its unit, as in 15m.");
  return found;
}
