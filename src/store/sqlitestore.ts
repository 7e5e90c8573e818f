import { existsSync } from "node:fs";
import type { Database } from "better-sqlite3";
import type { Approval } from "../model/approval.ts";
import type { Verdict } from "../model/finding.ts";
import { approvalTable } from "./approvaltable.ts";
import { approvable, coveredBy, isRequired, isSettled } from "./coverage.ts";
import { openDatabase } from "./database.ts";
import { type Act, findingTable } from "./findingtable.ts";
import { observationTable } from "./observationtable.ts";
import { outboxTable } from "./outboxtable.ts";
import { snapshotTable } from "./snapshottable.ts";
import type { SnapshotInput, StepTaken, Store } from "./store.ts";
import { guarded } from "./trouble.ts";

/** Opens the database file, which is made when it is missing. @throws Fault `database-…`, `not-a-database`, `disk-full` */
export function openStore(file: string): Store {
  return storeOn(openDatabase(file));
}

/** The store when its file exists; undefined, and nothing is made, when it does not. @throws Fault as openStore */
export function openExistingStore(file: string): Store | undefined {
  return existsSync(file) ? openStore(file) : undefined;
}

/** The store on an open database. Several processes may share a file: each write waits for its turn. */
export function storeOn(database: Database): Store {
  return guarded(database.name, () => guardedStore(database.name, plainStore(database)));
}

interface Tables {
  readonly approvals: ReturnType<typeof approvalTable>;
  readonly findings: ReturnType<typeof findingTable>;
  readonly snapshots: ReturnType<typeof snapshotTable>;
  readonly observations: ReturnType<typeof observationTable>;
}

function plainStore(database: Database): Store {
  const outbox = outboxTable(database);
  const tables: Tables = {
    approvals: approvalTable(database),
    findings: findingTable(database),
    snapshots: snapshotTable(database),
    observations: observationTable(database),
  };
  const { approvals, findings, snapshots } = tables;
  const writing = <T>(step: () => T): T => database.transaction(step).immediate();
  return {
    file: database.name,
    approvals: () => approvals.all(),
    baseline: () => approvals.baseline(),
    approval: (id) => approvals.one(id),
    approve: (added, by, at) => writing(() => approve(tables, added, by, at)),
    revoke: (id, by, reason, at) => writing(() => revoke(tables, id, { by, at, comment: reason })),
    approvalHistory: (id) => approvals.history(id),
    devices: () => snapshots.devices(),
    sessions: (device) => snapshots.sessions(device),
    estate: () => snapshots.estate(),
    reading: (step) => (database.inTransaction ? step() : database.transaction(step).deferred()),
    recordSnapshot: (input) => writing(() => recordSnapshot(tables, input)),
    recordObservation: (observation, verdicts, at) =>
      writing(() => {
        if (!tables.observations.add(observation, at)) return [];
        const by = observation.vantage.startsWith("cloud") ? "cloud" : "watch";
        return apply(tables, verdicts, { by, at, comment: "" }, false);
      }),
    findings: (filter = {}) => findings.list(filter),
    finding: (id) => findings.get(id),
    findingHistory: (id) => findings.history(id),
    acknowledge: (id, by, comment, at) => writing(() => findings.acknowledge(id, { by, comment, at })),
    resolve: (id, by, comment, at) => writing(() => findings.resolve(id, { by, comment, at })),
    outbox: (limit) => outbox.pending(limit),
    markSent: (upTo, at) => writing(() => outbox.mark(upTo, at)),
    resendSince: (at) => writing(() => outbox.again(at)),
    pruneSent: (before) => writing(() => outbox.prune(before)),
    outboxDepth: () => outbox.depth(),
    close: () => {
      database.close();
    },
  };
}

/** Every call of the store, with SQLite's errors turned into Faults. */
function guardedStore(file: string, store: Store): Store {
  const calls = Object.entries(store).map(([name, value]) =>
    typeof value === "function"
      ? [
          name,
          (...args: unknown[]) => guarded(file, () => (value as (...all: unknown[]) => unknown)(...args)),
        ]
      : [name, value],
  );
  return Object.fromEntries(calls) as Store;
}

function approve(tables: Tables, added: readonly Approval[], by: string, at: string): readonly string[] {
  const fresh = added.filter((approval) => tables.approvals.add(approval, by, at));
  if (fresh.length > 0) settleByApproval(tables, by, at);
  return fresh.map((approval) => approval.id);
}

function revoke(tables: Tables, id: string, act: Act): boolean {
  const approval = tables.approvals.one(id);
  if (!approval) return false;
  tables.approvals.remove(approval, act.by, act.at, act.comment);
  settleByApproval(tables, act.by, act.at);
  return true;
}

/** Resolves what the approvals in force now cover or no longer ask for. */
function settleByApproval({ approvals, findings }: Tables, by: string, at: string): void {
  const baseline = approvals.baseline();
  for (const finding of findings.unresolvedOfKinds(approvable)) {
    const cover = coveredBy(finding, baseline, at);
    if (cover !== undefined) findings.resolve(finding.id, { by, at, comment: `approved by ${cover}` });
  }
  for (const finding of findings.unresolvedOfKinds(["missing"])) {
    if (!isRequired(finding, baseline))
      findings.resolve(finding.id, { by, at, comment: "no longer required" });
  }
}

function recordSnapshot(tables: Tables, input: SnapshotInput): readonly StepTaken[] {
  const { snapshot, by, at, takenAt: taken = at } = input;
  const { findings, snapshots } = tables;
  const old = snapshots.isOld(snapshot.device, taken);
  snapshots.put(input, taken);
  const before = findings.unresolvedOn(snapshot.device);
  const verdicts = input.verdicts.map((verdict) => withActor(verdict, before));
  const steps = apply(tables, verdicts, { by, at, comment: "" }, old);
  if (!snapshot.complete) return steps;
  const shown = new Set(verdicts.map((verdict) => verdict.key));
  const settled = before.filter(
    (finding) => !shown.has(finding.key) && isSettled(finding, snapshot, taken, input.fileTime),
  );
  const comment = `not in the complete config of ${taken}`;
  return [...steps, ...settled.flatMap(({ id }) => findings.resolve(id, { by, at, comment }) ?? [])];
}

/**
 * A verdict that rests on approvals as they were before is judged again: somebody may have approved the session between the
 * look at the baseline and this transaction.
 */
function apply(tables: Tables, verdicts: readonly Verdict[], act: Act, old: boolean): StepTaken[] {
  const baseline = tables.approvals.baseline();
  return verdicts
    .filter((verdict) => coveredBy(verdict, baseline, act.at) === undefined)
    .flatMap((verdict) => tables.findings.apply(verdict, act, old) ?? []);
}

/** The config does not say who typed a session; an open finding from a log may. */
function withActor(
  verdict: Verdict,
  open: readonly { kind: string; session: string; actor?: string }[],
): Verdict {
  if (verdict.actor !== undefined || verdict.session === "") return verdict;
  const typed = open.findLast(
    ({ kind, session, actor }) => kind === "command" && session === verdict.session && actor,
  );
  return typed?.actor === undefined ? verdict : { ...verdict, actor: typed.actor };
}
