import { Command } from "commander";
import { exit, Fault } from "../model/fault.ts";
import type { Store } from "../store/store.ts";
import { deliverOutbox } from "./auditdelivery.ts";
import { auditFolders, auditSources } from "./auditfolders.ts";
import { tellAudit } from "./auditoutput.ts";
import type { AuditResult } from "./auditresult.ts";
import { runAudit } from "./auditrun.ts";
import type { CommandContext } from "./context.ts";
import { withStore } from "./desk.ts";
import { eventFile } from "./eventfile.ts";
import { checkSystems } from "./inventorycheck.ts";
import { manual } from "./manual.ts";
import { beatIfDue, pruneOld } from "./upkeep.ts";
import { type StartPulling, startPulling } from "./pull/pulling.ts";
import { runPull } from "./pull/run.ts";
import { tellPull } from "./pull/told.ts";

interface AuditOptions {
  readonly configs: readonly string[];
  readonly os?: string;
  readonly events?: string;
  readonly deliver: boolean;
  readonly pull: boolean;
  readonly device: readonly string[];
}

/** `mirrorwatch audit`: compares config backups with the baseline, stores and tells what is not approved; made for cron. */
export function auditCommand(context: CommandContext, start: StartPulling = startPulling): Command {
  const command = new Command("audit")
    .description(
      "Compare the mirror sessions in configs with the baseline: in backups, or from the devices themselves.",
    )
    .option("--configs <dir>", "folder of Oxidized or RANCID, or one file; may be repeated", collect, [])
    .option("--pull", "read the configs from the devices themselves over SSH (docs/pulling.md)", false)
    .option("--device <name>", "with --pull, only this device; may be repeated", collect, [])
    .option("--os <os>", "os of every config (default: the inventory's, else told from the text)")
    .option("--events <file>", "write this run's events as LEEF lines; `-` puts them on stdout")
    .option("--no-deliver", "leave the events in the outbox, even when `deliver.to` is set")
    .action((options: AuditOptions) => audit(context, options, start));
  return manual(command, [
    ["mirrorwatch audit --configs /var/lib/rancid", "every group of a RANCID installation"],
    ["mirrorwatch audit --configs ~oxidized/configs --json", "a folder of Oxidized, the answer as JSON"],
    [
      "mirrorwatch audit",
      "the folders of mirrorwatch.yaml; from cron it speaks only when something is wrong",
    ],
  ]);
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function audit(context: CommandContext, options: AuditOptions, start: StartPulling): Promise<void> {
  if (options.events === "-" && context.options().json) throw twoResults();
  if (options.os !== undefined) context.catalog().profile(options.os);
  checkSystems(context);
  if (options.pull || options.device.length > 0) return auditDevices(context, options, start);
  const sources = auditSources(auditFolders(context, options.configs, options.os));
  const events = options.events === undefined ? () => {} : eventFile(context, options.events);
  await withStore(context, async (store) => {
    const result = await runAudit(context, sources, store, options.configs.length === 0);
    events(result.steps);
    keepUp(context, store, options.deliver);
    const waiting = options.deliver ? await deliverOutbox(context, store) : store.outboxDepth().pending;
    tellAudit(context, result, { ignored: sources.ignored, waiting, eventsOnStdout: options.events === "-" });
    context.exit(exitCode(result));
    const bug = result.audited.find((one) => one.bug !== undefined)?.bug;
    if (bug !== undefined) throw bug;
  });
}

/** What every run does for the database and for who listens at the far end. */
function keepUp(context: CommandContext, store: Store, deliver: boolean): void {
  const { retention, deliver: settings } = context.settings();
  pruneOld(store, retention, context.now());
  if (deliver && settings.to !== null) beatIfDue(store, "audit", settings.heartbeat, context.now());
}

/** `--pull`. */
async function auditDevices(
  context: CommandContext,
  options: AuditOptions,
  start: StartPulling,
): Promise<void> {
  if (options.configs.length > 0) throw twoSources();
  const events = options.events === undefined ? () => {} : eventFile(context, options.events);
  await withStore(context, async (store) => {
    const run = await runPull(context, store, options.device, start);
    events(run.result.steps);
    keepUp(context, store, options.deliver);
    const waiting = options.deliver ? await deliverOutbox(context, store) : store.outboxDepth().pending;
    tellPull(context, run, { ignored: [], waiting, eventsOnStdout: options.events === "-" });
    context.exit(run.failures.length > 0 ? exit.someDevicesFailed : exitCode(run.result));
  });
}

function twoSources(): Fault {
  return new Fault({
    code: "usage",
    where: "command line",
    what: "--configs and --pull are two sources of the same configs",
    remedy: "run the audit once with each",
  });
}

/** A device that was not seen whole weighs more than a finding: nobody can say what it hides. */
function exitCode({ faults, summary }: AuditResult): number {
  if (faults.length > 0 || summary.blind > 0) return exit.someDevicesFailed;
  return summary.findings > 0 ? exit.findings : exit.approved;
}

function twoResults(): Fault {
  return new Fault({
    code: "usage",
    where: "command line",
    what: "--json and --events - both want stdout",
    remedy: "name a file for --events",
  });
}
