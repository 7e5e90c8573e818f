import { Command } from "commander";
import { exit, Fault } from "../model/fault.ts";
import { cloudTable } from "../report/cloudtable.ts";
import { findingTable } from "../report/findingtable.ts";
import { json, plain } from "../report/plain.ts";
import { deliverOutbox } from "./auditdelivery.ts";
import { type CloudRead, readCloud } from "./cloudread.ts";
import { type CloudResult, judgeCalls, recordCalls } from "./cloudrecord.ts";
import type { CommandContext } from "./context.ts";
import { withStore } from "./desk.ts";
import { eventFile } from "./eventfile.ts";
import { manual } from "./manual.ts";

interface CloudAuditOptions {
  readonly events?: string;
  readonly deliver: boolean;
}

/** `mirrorwatch cloud audit`: the calls that made, changed or ended copying of traffic, as audit logs tell them. */
export function cloudAuditCommand(context: CommandContext): Command {
  const command = new Command("audit")
    .description("Tell each call that made, changed or ended copying of traffic, and whether it is approved.")
    .argument(
      "<file...>",
      "CloudTrail, Activity Log or Cloud Audit Logs: files, folders, `-` for standard input",
    )
    .option("--events <file>", "write this run's events as LEEF lines; `-` puts them on stdout")
    .option("--no-deliver", "leave the events in the outbox, even when `deliver.to` is set")
    .action((files: readonly string[], options: CloudAuditOptions) => audit(context, files, options));
  return manual(command, [
    ["mirrorwatch cloud audit --json trail.json.gz", "each call once, as JSON"],
    ["mirrorwatch cloud audit --database db.sqlite AWSLogs/", "against the baseline, findings kept"],
    ["gcloud logging read … --format json | mirrorwatch cloud audit -", "straight from another tool"],
  ]);
}

async function audit(
  context: CommandContext,
  files: readonly string[],
  options: CloudAuditOptions,
): Promise<void> {
  if (options.events === "-" && context.options().json) throw twoResults();
  await settleCalls(context, options, () => readCloud(context, files, () => process.stdin));
}

/** Reads, judges, stores and tells. */
export async function settleCalls(
  context: CommandContext,
  { events: named, deliver }: CloudAuditOptions,
  reading: () => Promise<CloudRead>,
): Promise<void> {
  const events = named === undefined ? () => {} : eventFile(context, named);
  const read = await reading();
  const finish = (result: CloudResult) => {
    events(result.steps);
    tell(context, read, result, named === "-");
    if (result.findings.length > 0) context.exit(exit.findings);
    if (read.faults.length > 0) context.exit(exit.someDevicesFailed);
  };
  if (!hasDatabase(context)) return finish(judgeCalls(context, read.calls));
  await withStore(context, async (store) => {
    const result = recordCalls(context, read.calls, store);
    if (deliver) await deliverOutbox(context, store);
    finish(result);
  });
}

/** A database that nobody named is not made for the sake of one look. */
export function hasDatabase(context: CommandContext): boolean {
  return context.options().database !== undefined || context.settings().file !== null;
}

function tell(context: CommandContext, read: CloudRead, result: CloudResult, eventsOnStdout: boolean): void {
  for (const { where, what, remedy } of read.faults)
    context.talk(`mirrorwatch: ${plain(where)}: ${plain(what)}; ${plain(remedy)}`);
  if (context.options().json) context.out(json(publicForm(read, result)));
  else {
    const print = eventsOnStdout ? (text: string) => context.talk(text.trimEnd()) : context.out;
    const { columns } = context.screen;
    const calls = read.calls.map(({ call }) => call);
    if (calls.length > 0) print(`${cloudTable(calls, columns)}\n`);
    if (result.findings.length > 0) print(`${findingTable(result.findings, columns)}\n`);
  }
}

/** `approved` lists what made no finding, and why. */
function publicForm({ calls, faults, counts }: CloudRead, { findings, judged }: CloudResult) {
  const approved = judged.flatMap(({ call, approval }) =>
    approval ? [{ key: call.key, approval: approval.id }] : [],
  );
  return {
    observations: calls.map(({ call }) => call),
    findings,
    approved,
    faults: faults.map(({ code, where, what, remedy }) => ({ code, where, what, remedy })),
    summary: { ...counts, calls: calls.length, approved: approved.length, findings: findings.length },
  };
}

function twoResults(): Fault {
  return new Fault({
    code: "usage",
    where: "command line",
    what: "--json and --events - both want stdout",
    remedy: "name a file for --events",
  });
}
