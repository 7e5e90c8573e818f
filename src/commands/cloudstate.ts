import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { Command } from "commander";
import { baselineOf } from "../compare/baseline.ts";
import { judgeState } from "../compare/statejudge.ts";
import { exit, Fault } from "../model/fault.ts";
import type { Finding } from "../model/finding.ts";
import type { Json } from "../model/json.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import { cloudSnapshots } from "../normalise/cloud/state.ts";
import { stateTable } from "../report/cloudtable.ts";
import { findingTable } from "../report/findingtable.ts";
import { json, plain } from "../report/plain.ts";
import { readListing } from "../source/cloudstate.ts";
import { cloudFiles } from "../source/cloudfile.ts";
import type { StepTaken, Store } from "../store/store.ts";
import { deliverOutbox } from "./auditdelivery.ts";
import { hasDatabase } from "./cloudaudit.ts";
import { openedFindings } from "./cloudrecord.ts";
import type { CommandContext } from "./context.ts";
import { withStore } from "./desk.ts";
import { eventFile } from "./eventfile.ts";
import { manual } from "./manual.ts";

interface CloudStateOptions {
  readonly scope?: string;
  readonly events?: string;
  readonly deliver: boolean;
}

/** `mirrorwatch cloud state`: what the clouds list as copied now, against the baseline. */
export function cloudStateCommand(context: CommandContext): Command {
  const command = new Command("state")
    .description("Compare what a cloud lists as copied now with the baseline.")
    .argument("<file...>", "JSON of the clouds' own listings; all that belong together in one run")
    .option(
      "--scope <scope>",
      "account/region, project/region or subscription of listings that do not say it",
    )
    .option("--events <file>", "write this run's events as LEEF lines")
    .option("--no-deliver", "leave the events in the outbox, even when `deliver.to` is set")
    .action((files: readonly string[], options: CloudStateOptions) => audit(context, files, options));
  return manual(command, [
    [
      "mirrorwatch cloud state --scope 111122223333/eu-central-1 sessions.json targets.json filters.json",
      "what describe-traffic-mirror-… of AWS printed",
    ],
    ["mirrorwatch cloud state --json taps.json", "virtual network TAPs of Azure, as mirror sessions"],
  ]);
}

interface StateResult {
  readonly findings: readonly Finding[];
  readonly steps: readonly StepTaken[];
}

async function audit(
  context: CommandContext,
  paths: readonly string[],
  options: CloudStateOptions,
): Promise<void> {
  const events = options.events === undefined ? () => {} : eventFile(context, options.events);
  const { documents, faults } = await readAll(context, paths);
  const hash = createHash("sha256").update(JSON.stringify(documents)).digest("hex");
  const finish = (snapshots: readonly SnapshotRecord[], result: StateResult) => {
    if (snapshots.length === 0) throw noListing(paths);
    events(result.steps);
    tell(context, snapshots, faults, result);
    if (result.findings.length > 0) context.exit(exit.findings);
    if (faults.length > 0 || snapshots.some(({ complete }) => !complete))
      context.exit(exit.someDevicesFailed);
  };
  if (!hasDatabase(context)) {
    const snapshots = cloudSnapshots(documents, scopeOf(options));
    return finish(snapshots, judged(context, snapshots));
  }
  await withStore(context, async (store) => {
    const known = knownScopes(store);
    const snapshots = cloudSnapshots(documents, { ...scopeOf(options), known });
    const result = recorded(context, snapshots, store, { hash, origin: paths.join(" ") });
    if (options.deliver) await deliverOutbox(context, store);
    finish(snapshots, result);
  });
}

function scopeOf({ scope }: CloudStateOptions): { scope?: string } {
  return scope === undefined ? {} : { scope };
}

/** Scopes that were looked at before. */
function knownScopes(store: Store): readonly { scope: string; cloud: string }[] {
  return store.devices().map(({ name, os }) => ({ scope: name, cloud: os }));
}

async function readAll(context: CommandContext, paths: readonly string[]) {
  const documents: Json[] = [];
  const faults: Fault[] = [];
  for (const path of paths)
    try {
      for (const file of cloudFiles(resolve(context.cwd, path))) documents.push(...(await readListing(file)));
    } catch (error) {
      if (!(error instanceof Fault) || paths.length === 1) throw error;
      faults.push(error);
    }
  return { documents, faults };
}

/** Without a database nothing is approved, and nothing is kept. */
function judged(context: CommandContext, snapshots: readonly SnapshotRecord[]): StateResult {
  const now = context.now().toISOString();
  const { accounts } = context.settings();
  const verdicts = snapshots.flatMap((snapshot) =>
    judgeState(snapshot, baselineOf([]), [], { accounts, now }),
  );
  return openedFindings(verdicts, now);
}

function recorded(
  context: CommandContext,
  snapshots: readonly SnapshotRecord[],
  store: Store,
  source: { readonly hash: string; readonly origin: string },
): StateResult {
  const { accounts } = context.settings();
  const baseline = store.baseline();
  const at = context.now().toISOString();
  const steps = snapshots.flatMap((snapshot) => {
    const verdicts = judgeState(snapshot, baseline, store.sessions(snapshot.device), { accounts, now: at });
    return store.recordSnapshot({ ...source, snapshot, verdicts, by: "cloud", at });
  });
  const scopes = new Set(snapshots.map(({ device }) => device.toLowerCase()));
  const open = (["open", "acknowledged"] as const).flatMap((state) => store.findings({ state }));
  return { steps, findings: open.filter(({ device }) => scopes.has(device.toLowerCase())) };
}

function tell(
  context: CommandContext,
  snapshots: readonly SnapshotRecord[],
  faults: readonly Fault[],
  { findings }: StateResult,
): void {
  for (const { where, what, remedy } of faults)
    context.talk(`mirrorwatch: ${plain(where)}: ${plain(what)}; ${plain(remedy)}`);
  for (const { device, complete, completeness } of snapshots)
    if (!complete) context.talk(`mirrorwatch: ${plain(device)}: not seen whole: ${plain(completeness)}`);
  if (context.options().json)
    context.out(
      json({
        snapshots,
        findings,
        faults: faults.map(({ code, where, what, remedy }) => ({ code, where, what, remedy })),
      }),
    );
  else {
    const { columns } = context.screen;
    if (snapshots.some(({ sessions }) => sessions.length > 0))
      context.out(`${stateTable(snapshots, columns)}\n`);
    if (findings.length > 0) context.out(`${findingTable(findings, columns)}\n`);
  }
}

function noListing(paths: readonly string[]): Fault {
  return new Fault({
    code: "cloud-unlisted",
    where: paths.join(", "),
    what: "no listing of mirror sessions, TAPs or packet mirrorings is in it, or it is empty and does not say of what",
    remedy: "docs/cloud.md names the listings; for an empty one give its scope with --scope",
  });
}
