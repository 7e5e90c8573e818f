import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { validate } from "../../deliver/qradar/search.ts";
import { exit, Fault } from "../../model/fault.ts";
import { json, plain } from "../../report/plain.ts";
import type { CommandContext } from "../context.ts";
import { manual } from "../manual.ts";
import { openConsole } from "./access.ts";

const folder = new URL("../../../data/qradar/", import.meta.url).pathname;

/** Names of the shipped queries, `findings`, `heartbeat`, …; found by listing. */
export function queryNames(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".aql"))
    .map((name) => name.slice(0, -".aql".length))
    .sort();
}

/** The text of a shipped query. @throws Fault `query-unknown` */
export function shippedQuery(name: string): string {
  if (queryNames().includes(name)) return readFileSync(join(folder, `${name}.aql`), "utf8");
  throw new Fault({
    code: "query-unknown",
    where: name,
    what: "no shipped query has this name",
    remedy: `there are ${queryNames().join(", ")}`,
  });
}

/** A shipped query without its time clause, for windows of one's own. @throws Fault `query-unknown` */
export function timelessQuery(name: string): string {
  return shippedQuery(name).replace(lastClause, "");
}

const lastClause = /\s*\bLAST \d+ [A-Z]+\s*$/;

interface AqlOptions {
  readonly last?: string;
  readonly check: boolean;
}

/** `mirrorwatch qradar aql`: to paste into Log Activity. */
export function aqlCommand(context: CommandContext): Command {
  const command = new Command("aql")
    .description("Print the shipped AQL queries, for Log Activity > Advanced Search.")
    .argument("[name]", "only this one")
    .option("--last <time>", "the time clause to put behind each, as in '7 DAYS' (default: 24 HOURS)")
    .option("--check", "let the console say whether it accepts them; none is run", false)
    .action(async (name: string | undefined, options: AqlOptions) => {
      const names = name === undefined ? queryNames() : [name];
      const queries = names.map((one) => ({ name: one, aql: queryText(one, options.last) }));
      if (options.check) return tellCheck(context, await checked(context, queries));
      if (context.options().json) context.out(json(queries));
      else context.out(queries.map((one) => `-- ${one.name}\n${one.aql}\n`).join("\n"));
    });
  return manual(command, [
    ["mirrorwatch qradar aql findings --last '7 DAYS'", "our own events of a week"],
    ["mirrorwatch qradar aql --check", "does this console know every field and property?"],
  ]);
}

function queryText(name: string, last: string | undefined): string {
  return last === undefined ? shippedQuery(name).trim() : `${timelessQuery(name).trim()}\nLAST ${last}`;
}

interface Checked {
  readonly name: string;
  readonly problems: readonly string[];
}

async function checked(
  context: CommandContext,
  queries: readonly { readonly name: string; readonly aql: string }[],
): Promise<readonly Checked[]> {
  const console = await openConsole(context);
  const found: Checked[] = [];
  for (const { name, aql } of queries) found.push({ name, problems: await validate(console, aql) });
  return found;
}

function tellCheck(context: CommandContext, found: readonly Checked[]): void {
  const inWords = ({ name, problems }: Checked) =>
    problems.length === 0 ? `${name}: accepted` : `${name}: ${problems.join("; ")}`;
  if (context.options().json) context.out(json(found));
  else context.out(`${found.map(inWords).map(plain).join("\n")}\n`);
  if (found.some(({ problems }) => problems.length > 0)) context.exit(exit.findings);
}
