import { basename, resolve } from "node:path";
import { Command } from "commander";
import { exit, Fault } from "../model/fault.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import { readNotices } from "../normalise/notice.ts";
import { packageFolder } from "../parse/catalog.ts";
import { plainText } from "../parse/encoding.ts";
import { linesAt } from "../parse/line.ts";
import { loadVocabulary } from "../parse/syslog/vocabulary.ts";
import { inspect, inspectShow, type Inspection } from "../pipeline.ts";
import { noticeReport } from "../report/noticereport.ts";
import { parseReport } from "../report/parsereport.ts";
import { json, plain } from "../report/plain.ts";
import { readConfig } from "../source/configfile.ts";
import type { CommandContext } from "./context.ts";
import { manual } from "./manual.ts";

interface ParseOptions {
  readonly os?: string;
  readonly show?: boolean;
}

/** `mirrorwatch parse`: what mirrorwatch makes of config files; touches no database and no device. */
export function parseCommand(context: CommandContext): Command {
  const command = new Command("parse")
    .description("Show the mirror sessions of config files and the fate of every line that can matter.")
    .argument(
      "<file...>",
      "running-configs, as a device prints them or as Oxidized and RANCID keep them, or output of show commands",
    )
    .option(
      "--os <os>",
      "os of every file (default: told from the text), or `syslog` for a file of log messages",
    )
    .option("--show", "the files are output of show commands (default: told from the text)")
    .action((files: readonly string[], options: ParseOptions) => runParse(context, files, options));
  return manual(command, [
    ["mirrorwatch parse core1.cfg", "the sessions, and what became of each line"],
    ["mirrorwatch parse --json core1.cfg edge2.cfg", "one record for each file, as JSON"],
    ["mirrorwatch parse --os cisco-iosxr old-backup.txt", "when the text does not tell its os"],
    ["mirrorwatch parse --show monitor.txt", "what a device shows of its sessions"],
    ["mirrorwatch parse --os syslog messages.log", "what was typed, by whom, as the log tells it"],
  ]);
}

async function runParse(
  context: CommandContext,
  files: readonly string[],
  { os, show }: ParseOptions,
): Promise<void> {
  if (os === messages) return runMessages(context, files);
  const catalog = context.catalog();
  if (os !== undefined) catalog.profile(os);
  const parsed = await readEach(context, files, (file, bytes) =>
    parseFile(context, { name: basename(file), ...(os === undefined ? {} : { os }), catalog }, bytes, show),
  );
  if (context.options().json) {
    const records = parsed.map(({ snapshot }) => snapshot);
    context.out(json(files.length === 1 ? records[0] : records));
  } else
    context.out(parsed.map((one) => parseReport(one.snapshot, one.text, context.screen.columns)).join("\n"));
}

/** What `--os` says of a file of log messages. */
const messages = "syslog";

/** One notice for each message, of all files in one list. */
async function runMessages(context: CommandContext, files: readonly string[]): Promise<void> {
  const vocabulary = loadVocabulary(context.catalog().profiles.values(), packageFolder);
  const options = { now: context.now(), vocabulary };
  const read = await readEach(context, files, (_, bytes) => readNotices(bytes, options));
  const notices = read.flat();
  if (context.options().json) context.out(json(notices));
  else context.out(noticeReport(notices, context.screen.columns));
}

/** Reads file after file; one that cannot be read does not hide the others, unless it is the only one. */
async function readEach<T>(
  context: CommandContext,
  files: readonly string[],
  read: (file: string, bytes: Buffer) => T,
): Promise<T[]> {
  const results: T[] = [];
  for (const file of files)
    try {
      results.push(read(file, await readConfig(resolve(context.cwd, file))));
    } catch (error) {
      if (!(error instanceof Fault) || files.length === 1) throw error;
      context.talk(`mirrorwatch: ${plain(error.message)}`);
      context.exit(exit.someDevicesFailed);
    }
  return results;
}

interface Parsed {
  readonly snapshot: SnapshotRecord;
  /** The lines that the sessions were read from, as they stand in the file. */
  readonly text: ReadonlyMap<number, string>;
}

function parseFile(
  context: CommandContext,
  inspection: Inspection,
  bytes: Buffer,
  show: boolean | undefined,
): Parsed {
  const snapshot = show ? shownRecord(bytes, inspection) : inspectText(bytes, inspection);
  const lines = new Set(snapshot.sessions.flatMap((session) => session.lines));
  return { snapshot, text: context.options().json ? new Map() : linesAt(plainText(bytes).bytes, lines) };
}

/** A text is output when it reads as such, and nothing in it reads as a config. */
function inspectText(bytes: Buffer, inspection: Inspection): SnapshotRecord {
  const config = inspect(bytes, inspection);
  const { os, complete, sessions, unread, indicators } = config;
  if (complete || indicators.length > 0 || config.device !== inspection.name) return config;
  const shown = inspectShow(bytes, os === "unknown" ? inspection : { ...inspection, os });
  if (shown === undefined) return config;
  const outputs = shown.sessions.map(({ lines }) => [lines[0]!, lines.at(-1)!] as const);
  const claimed = [...sessions.flatMap(({ lines }) => lines), ...unread.map(({ line }) => line)];
  const isOutput = (line: number) => outputs.some(([first, last]) => first <= line && line <= last);
  return claimed.every(isOutput) ? shown : config;
}

function shownRecord(bytes: Buffer, inspection: Inspection): SnapshotRecord {
  const { name, os = "unknown" } = inspection;
  const why =
    "no profile recognises the output of a show command in this text; name the operating system with --os";
  const unknown = { device: name, os, complete: false, completeness: why };
  return inspectShow(bytes, inspection) ?? { ...unknown, sessions: [], unread: [], indicators: [] };
}
