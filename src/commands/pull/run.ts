import type { FailureClass } from "../../source/pull/failure.ts";
import { Fault } from "../../model/fault.ts";
import { takeRunLock } from "../../source/pull/runlock.ts";
import type { Store } from "../../store/store.ts";
import { type AuditResult, auditResult } from "../auditresult.ts";
import type { CommandContext } from "../context.ts";
import type { Audited } from "../round.ts";
import { settleVantages } from "../vantage.ts";
import { pullOrders, pullTargets, threadTask } from "./plan.ts";
import { type Pulling, type StartPulling, startPulling } from "./pulling.ts";
import type { PullOrder, PullRecord } from "./pullrecord.ts";
import { pullRecorder } from "./recorder.ts";

/** What a run of pulls came to, beside the audit of what it brought. */
export interface PullRun {
  readonly result: AuditResult;
  readonly tried: number;
  /** Devices that an interrupted run had finished before. */
  readonly done: number;
  readonly seconds: number;
  readonly failures: readonly PullTrouble[];
  /** Host keys that were accepted and written down, as `NAME: TYPE SHA256:…`. */
  readonly accepted: readonly string[];
  readonly unreadKeys: readonly string[];
}

export interface PullTrouble {
  readonly device: string;
  readonly class: FailureClass | "incomplete";
  readonly why: string;
  readonly remedy?: string;
}

/**
 * Pulls the devices that are named, else all of them, and audits what they say.
 *
 * @throws Fault `devices-none`, `device-unknown`, `pull-running`, `settings-invalid`, `known-hosts-unreadable`
 */
export async function runPull(
  context: CommandContext,
  store: Store,
  named: readonly string[],
  start: StartPulling = startPulling,
): Promise<PullRun> {
  const { targets, inventory } = pullTargets(context, named);
  const { runMinutes } = context.settings().pull.limits;
  // One device by name may be looked at while the fleet is pulled.
  const lock =
    named.length > 0 ? undefined : takeRunLock(`${context.database()}.pull`, context.user, context.now());
  const resumes = isWithin(lock?.resumes ?? null, context.now(), runMinutes) ? lock!.resumes : null;
  const { orders, done } = pullOrders(targets, store.pulls(), resumes);
  const pulling = await start(threadTask(context, inventory));
  const began = performance.now();
  const taken = await takeAll(context, store, pulling, orders, runMinutes * 60_000);
  if (taken.stopped === 0) lock?.release();
  const faults = taken.stopped === 0 ? [] : [stopped(taken.stopped)];
  return {
    result: auditResult(taken.audited, settleVantages(taken.audited, store, context.now), faults, store),
    tried: orders.length,
    done,
    seconds: Math.round((performance.now() - began) / 100) / 10,
    failures: taken.failures,
    accepted: taken.accepted,
    unreadKeys: pulling.unreadKeys,
  };
}

interface Taken {
  readonly audited: Audited[];
  readonly failures: PullTrouble[];
  readonly accepted: string[];
  stopped: number;
}

async function takeAll(
  context: CommandContext,
  store: Store,
  pulling: Pulling,
  orders: readonly PullOrder[],
  patience: number,
): Promise<Taken> {
  const taken: Taken = { audited: [], failures: [], accepted: [], stopped: 0 };
  const recorder = pullRecorder(store, "audit", context.now);
  const end = () => pulling.stop();
  const deadline = setTimeout(end, patience);
  context.stop.addEventListener("abort", end, { once: true });
  if (context.stop.aborted) end();
  const bar = context.progress(orders.length, "devices");
  try {
    pulling.add(orders);
    pulling.close();
    let count = 0;
    for await (const record of pulling.records()) {
      take(taken, record, recorder.record(record));
      bar.step(++count);
    }
  } finally {
    clearTimeout(deadline);
    context.stop.removeEventListener("abort", end);
    bar.end();
  }
  return taken;
}

function take(taken: Taken, record: PullRecord, audited: Audited | undefined): void {
  const { target, failure, facts, snapshot } = record;
  if (audited !== undefined) taken.audited.push(audited);
  if (facts?.accepted) taken.accepted.push(`${target.name}: ${facts.hostKey}`);
  if (failure?.class === "stopped") taken.stopped += 1;
  else if (failure !== undefined) taken.failures.push({ device: target.name, ...failure });
  else if (!snapshot.complete)
    taken.failures.push({ device: target.name, class: "incomplete", why: snapshot.completeness });
}

function isWithin(since: string | null, now: Date, minutes: number): boolean {
  return since !== null && now.getTime() - Date.parse(since) < minutes * 60_000;
}

function stopped(left: number): Fault {
  return new Fault({
    code: "stopped",
    where: "audit",
    what: `the run ended before ${left} devices were pulled`,
    remedy:
      "run it again: it goes on with them; raise pull.limits.runMinutes or pull.limits.sessions if time was short",
  });
}
