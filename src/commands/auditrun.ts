import { judgeSnapshot } from "../compare/snapshotjudge.ts";
import { withEnds } from "../compare/estatejudge.ts";
import { expiring } from "../compare/validity.ts";
import { Fault } from "../model/fault.ts";
import type { Catalog } from "../parse/catalog.ts";
import { inspect, statedChange, statementTexts } from "../pipeline.ts";
import { configTime, readConfig } from "../source/configfile.ts";
import type { StepTaken, Store } from "../store/store.ts";
import { type Absence, absences } from "./absence.ts";
import type { AuditSources } from "./auditfolders.ts";
import { type AuditResult, auditResult } from "./auditresult.ts";
import type { CommandContext } from "./context.ts";
import { continued } from "./continuity.ts";
import { estateEnds } from "./copyends.ts";
import { deviceNames } from "./devicename.ts";
import { type Audited, auditRound, blindSnapshot, type RoundTools, record } from "./round.ts";
import { strangerWatch } from "./strangers.ts";
import { judgeShown, lookBeside, settleVantages } from "./vantage.ts";

/** Audits every config. `whole`: these are all the configs there are. A device that should have one and has none is blind. */
export async function runAudit(
  context: CommandContext,
  sources: AuditSources,
  store: Store,
  whole: boolean,
): Promise<AuditResult> {
  const tools = roundTools(context, store);
  const audited: Audited[] = [];
  const bar = context.progress(sources.configs.length, "configs");
  const strangers = strangerWatch(sources.folders, knownNames(context, store));
  const watched = { ...tools, looked: bar.step, strange: strangers.strange };
  for await (const one of auditRound(sources.configs, watched, context.stop)) audited.push(one);
  bar.end();
  const left = sources.configs.length - audited.length - strangers.count();
  if (audited.length === 0 && strangers.count() > 0) throw strangers.faults()[0]!;
  if (left === 0) {
    const absent = absences(context, audited, { folders: sources.folders, whole }, store);
    audited.push(...absent.map((one) => recordAbsence(one, tools)));
  }
  const later = [...settleNodeNames(context, audited, store), ...settleVantages(audited, store, context.now)];
  const faults = [...sources.faults, ...strangers.faults(), ...(left === 0 ? [] : [stopped(left)])];
  const days = context.settings().baseline.warnDays;
  const ending = expiring(store.approvals(), context.now().toISOString(), days * 86_400_000);
  return auditResult(audited, later, faults, store, ending.length);
}

/** Is a device of this name listed, or was it ever seen? */
function knownNames(context: CommandContext, store: Pick<Store, "devices">): (name: string) => boolean {
  const { inventory } = context.settings();
  const seen = new Set(store.devices().map(({ name }) => lower(name)));
  return (name) => seen.has(lower(name)) || inventory.has(lower(name));
}

function roundTools(context: CommandContext, store: Store): RoundTools {
  const { inventory } = context.settings();
  const catalog = context.catalog();
  const baseline = store.baseline();
  const ends = estateEnds(store);
  return {
    read: readConfig,
    inspect: (bytes, name, os) => inspect(bytes, { name, catalog, ...(os === undefined ? {} : { os }) }),
    judge: (snapshot, at, shown) =>
      [
        ...judgeSnapshot(snapshot, baseline, store.sessions(snapshot.device), at),
        ...(shown ? judgeShown(snapshot, shown, catalog, baseline, at) : []),
      ].map((verdict) => withEnds(verdict, ends.of)),
    shown: (config, bytes, snapshot) => lookBeside(config, bytes, snapshot, catalog, readConfig),
    seen: ends.see,
    store,
    nameOf: deviceNames((node) => inventory.has(node.toLowerCase())),
    continued: (snapshot, bytes) =>
      provesItsEnd(snapshot.os, catalog)
        ? { snapshot }
        : continued(snapshot, bytes, store.outline(snapshot.device), context.now().toISOString()),
    keep: (device, outline) => store.recordOutline(device, outline),
    osOf: ({ node, os }) => os ?? inventory.get(node.toLowerCase())?.os,
    now: context.now,
    texts: statementTexts,
    fileTime: configTime,
    changeTime: (bytes, os) => statedChange(bytes, os, catalog),
  };
}

/** Does the OS print an end mark, without which its configs are not complete? */
function provesItsEnd(os: string, catalog: Catalog): boolean {
  const config = catalog.profiles.get(os)?.config;
  return config === undefined || (config.shape === "indent" && config.completeness.end !== undefined);
}

function recordAbsence({ config, device, why }: Absence, tools: RoundTools): Audited {
  return record(config, blindSnapshot(device, config.os ?? undefined, why), "", tools);
}

/**
 * A config that could not be read was recorded under its backup's name; once it is read and its device turns out to have
 * another name, what was open under the first is settled.
 */
function settleNodeNames(
  { now }: CommandContext,
  audited: readonly Audited[],
  store: Pick<Store, "findings" | "resolve">,
): readonly StepTaken[] {
  const devices = new Set(audited.map(({ snapshot }) => lower(snapshot.device)));
  const renamed = new Map(
    audited
      .filter(({ config, snapshot }) => snapshot.complete && !devices.has(lower(config.node)))
      .map(({ config, snapshot }) => [lower(config.node), snapshot.device]),
  );
  const blind = (["open", "acknowledged"] as const).flatMap((state) =>
    store.findings({ kind: "blind", state }),
  );
  return blind.flatMap(({ id, device }) => {
    const name = renamed.get(lower(device));
    if (name === undefined) return [];
    const comment = `its config can be read again and is that of ${name}`;
    return store.resolve(id, "audit", comment, now().toISOString()) ?? [];
  });
}

function lower(name: string): string {
  return name.toLowerCase();
}

function stopped(left: number): Fault {
  return new Fault({
    code: "stopped",
    where: "audit",
    what: `it was stopped before ${left} configs were read`,
    remedy: "run it again; what was read is stored",
  });
}
