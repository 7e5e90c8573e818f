import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import type { Database } from "better-sqlite3";
import type { Heartbeat } from "../model/event.ts";
import type { Verdict } from "../model/finding.ts";
import { approvalTable } from "./approvaltable.ts";
import { confirm, propose, settleByApproval, withdraw, writeBaseline } from "./baselinechange.ts";
import { verifyChain } from "./chain.ts";
import { coveredBy, isSettled } from "./coverage.ts";
import { openDatabase, shrink } from "./database.ts";
import { definitionTable } from "./definitiontable.ts";
import { type Act, findingTable } from "./findingtable.ts";
import { observationTable } from "./observationtable.ts";
import { outboxTable } from "./outboxtable.ts";
import { proposalTable } from "./proposaltable.ts";
import { pruneTable } from "./prunetable.ts";
import { outlineTable } from "./outlinetable.ts";
import { pullTable } from "./pulltable.ts";
import { snapshotTable } from "./snapshottable.ts";
import { stepTable } from "./steptable.ts";
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

/** The tables of one database. */
export interface Tables {
  readonly steps: ReturnType<typeof stepTable>;
  readonly definitions: ReturnType<typeof definitionTable>;
  readonly proposals: ReturnType<typeof proposalTable>;
  readonly approvals: ReturnType<typeof approvalTable>;
  readonly findings: ReturnType<typeof findingTable>;
  readonly snapshots: ReturnType<typeof snapshotTable>;
  readonly observations: ReturnType<typeof observationTable>;
  readonly outbox: ReturnType<typeof outboxTable>;
}

function tablesOf(database: Database): Tables {
  const steps = stepTable(database);
  const definitions = definitionTable(database, steps);
  return {
    steps,
    definitions,
    proposals: proposalTable(database, steps),
    approvals: approvalTable(database, steps, definitions.all),
    findings: findingTable(database),
    snapshots: snapshotTable(database),
    observations: observationTable(database),
    outbox: outboxTable(database),
  };
}

function plainStore(database: Database): Store {
  const tables = tablesOf(database);
  const { approvals, definitions, findings, outbox, proposals, snapshots, steps } = tables;
  const prune = pruneTable(database);
  const pulls = pullTable(database);
  const outlines = outlineTable(database);
  const writing = <T>(step: () => T): T => database.transaction(step).immediate();
  return {
    file: database.name,
    approvals: () => approvals.all(),
    baseline: () => approvals.baseline(),
    approval: (id) => approvals.one(id),
    approve: (approve, by, at) => writing(() => writeBaseline(tables, { approve }, { by, at })),
    revoke: (id, by, reason, at) => writing(() => revoke(tables, id, { by, at, comment: reason })),
    approvalHistory: (id) => steps.history(id),
    definitions: () => definitions.all(),
    writeBaseline: (write, by, at) => writing(() => writeBaseline(tables, write, { by, at })),
    propose: (subjects, by, at) => writing(() => propose(tables, subjects, { by, at })),
    proposals: () => proposals.all(),
    confirm: (ids, by, at) => writing(() => confirm(tables, ids, { by, at })),
    withdraw: (id, by, reason, at) => writing(() => withdraw(tables, id, reason, { by, at })),
    verifyHistory: (heads) => database.transaction(() => verify(tables, heads)).deferred(),
    devices: () => snapshots.devices(),
    sessions: (device) => snapshots.sessions(device),
    estate: () => snapshots.estate(),
    reading: (step) => (database.inTransaction ? step() : database.transaction(step).deferred()),
    recordSnapshot: (input) => writing(() => recordSnapshot(tables, input)),
    recordObservation: (observation, verdicts, at, hold) =>
      writing(() => {
        if (!tables.observations.add(observation, at)) return [];
        const by = observation.vantage.startsWith("cloud") ? "cloud" : "watch";
        return apply(tables, verdicts, { by, at, comment: "" }, false, hold);
      }),
    releaseHeld: (before, at) => writing(() => findings.releaseHeld(before, at)),
    pulls: () => pulls.all(),
    recordPull: (mark) => writing(() => pulls.put(mark)),
    outline: (device) => outlines.get(device),
    recordOutline: (device, outline) => writing(() => outlines.put(device, outline)),
    findings: (filter = {}) => findings.list(filter),
    finding: (id) => findings.get(id),
    findingHistory: (id) => findings.history(id),
    comment: (id, by, comment, at) => writing(() => findings.comment(id, { by, comment, at })),
    acknowledge: (id, by, comment, at) => writing(() => findings.acknowledge(id, { by, comment, at })),
    resolve: (id, by, comment, at) => writing(() => findings.resolve(id, { by, comment, at })),
    outbox: (limit) => outbox.pending(limit),
    markSent: (upTo, at) => writing(() => outbox.mark(upTo, at)),
    resendSince: (at) => writing(() => outbox.again(at)),
    beat: (by, at, since) => writing(() => beat(tables, by, at, since)),
    prune: (limits, most) => {
      const pruned = writing(() => prune(limits, most));
      if (Object.values(pruned).some((count) => count > 0)) shrink(database);
      return pruned;
    },
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

function revoke(tables: Tables, id: string, act: Act): boolean {
  const approval = tables.approvals.one(id);
  if (!approval) return false;
  tables.approvals.remove(approval, act.by, act.at, act.comment);
  settleByApproval(tables, act);
  return true;
}

function verify({ steps, approvals, definitions }: Tables, heads?: readonly string[]) {
  const inForce = new Map([...approvals.inForce(), ...definitions.inForce()]);
  return verifyChain(steps.rows(), steps.highest(), inForce, heads);
}

function beat(tables: Tables, by: string, at: string, since: string): Heartbeat | undefined {
  const { outbox, findings, snapshots, steps } = tables;
  const last = outbox.lastBeat();
  if (last !== null && last > since) return undefined;
  const event: Heartbeat = {
    uuid: randomUUID(),
    at,
    step: "heartbeat",
    by,
    devices: snapshots.count(),
    findings: findings.unresolvedCount(),
    waiting: outbox.depth().pending,
    head: steps.head(),
  };
  outbox.beat(event);
  return event;
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
function apply(
  tables: Tables,
  verdicts: readonly Verdict[],
  act: Act,
  old: boolean,
  hold = false,
): StepTaken[] {
  const baseline = tables.approvals.baseline();
  return verdicts
    .filter((verdict) => coveredBy(verdict, baseline, act.at) === undefined)
    .flatMap((verdict) => tables.findings.apply(verdict, act, old, hold) ?? []);
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
