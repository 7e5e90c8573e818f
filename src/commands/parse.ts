import { basename, resolve } from "node:path";
import { Command } from "commander";
import { exit, Fault } from "../model/fault.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import type { Catalog } from "../parse/catalog.ts";
import { inspect } from "../pipeline.ts";
import { parseReport } from "../report/parsereport.ts";
import { json } from "../report/plain.ts";
import { readConfig } from "../source/configfile.ts";
import type { CommandContext } from "./context.ts";
import { manual } from "./manual.ts";

interface ParseOptions {
  readonly os?: string;
}

/** `mirrorwatch parse`: what mirrorwatch makes of config files; touches no database and no device. */
export function parseCommand(context: CommandContext): Command {
  const command = new Command("parse")
    .description("Show the mirror sessions of config files and the fate of every line that can matter.")
    .argument("<file...>", "running-configs, as a device prints them or as Oxidized and RANCID keep them")
    .option(
      "--os <os>",
      "os of every file (default: told from the text), or `syslog` for a file of log messages",
    )
    .action((files: readonly string[], options: ParseOptions) => runParse(context, files, options));
  return manual(command, [
    ["mirrorwatch parse core1.cfg", "the sessions, and what became of each line"],
    ["mirrorwatch parse --json core1.cfg edge2.cfg", "one record for each file, as JSON"],
    ["mirrorwatch parse --os cisco-iosxr old-backup.txt", "when the text does not tell its os"],
  ]);
}

async function runParse(
  context: CommandContext,
  files: readonly string[],
  { os }: ParseOptions,
): Promise<void> {
  const catalog = context.catalog();
  if (os !== undefined) catalog.profile(os);
  const parsed: Parsed[] = [];
  for (const file of files) {
    const one = await parseFile(context, file, os, catalog).catch((error: unknown) =>
      skip(context, files, error),
    );
    if (one !== undefined) parsed.push(one);
  }
  if (context.options().json) {
    const records = parsed.map(({ snapshot }) => snapshot);
    context.out(json(files.length === 1 ? records[0] : records));
  } else
    context.out(parsed.map((one) => parseReport(one.snapshot, one.text, context.screen.columns)).join("\n"));
}

interface Parsed {
  readonly snapshot: SnapshotRecord;
  /** Lines as they stand in the file. */
  readonly text: readonly string[];
}

async function parseFile(
  context: CommandContext,
  file: string,
  os: string | undefined,
  catalog: Catalog,
): Promise<Parsed> {
  const bytes = await readConfig(resolve(context.cwd, file));
  const snapshot = inspect(bytes, { name: basename(file), catalog, ...(os === undefined ? {} : { os }) });
  return { snapshot, text: context.options().json ? [] : bytes.toString("utf8").split("\n") };
}

/** One file of several that cannot be read does not hide the others; a single one is the whole run. */
function skip(context: CommandContext, files: readonly string[], error: unknown): undefined {
  if (!(error instanceof Fault) || files.length === 1) throw error;
  context.talk(`mirrorwatch: ${error.message}`);
  context.exit(exit.someDevicesFailed);
  return undefined;
}
