import { setTimeout as pause } from "node:timers/promises";
import type { Baseline } from "../compare/baseline.ts";
import { judgeCallObservation } from "../compare/calljudge.ts";
import type { EndsOf } from "../compare/copyend.ts";
import { withEnds } from "../compare/estatejudge.ts";
import { judgeObservation } from "../compare/observationjudge.ts";
import { Fault } from "../model/fault.ts";
import type { Verdict } from "../model/finding.ts";
import type { Observation } from "../model/observation.ts";
import type { Candidate } from "../source/candidate.ts";
import type { StepTaken, Store } from "../store/store.ts";
import type { CommandContext } from "./context.ts";
import type { WatchLog } from "./watchlog.ts";

/** Judges and stores what the receivers hand over. */
export interface Desk {
  /** Resolves to the number of steps taken, when all of the batch is stored. @throws Fault when the run ends before */
  handle(batch: readonly Candidate[]): Promise<number>;
  /** Takes the steps that were held long enough; how many. */
  release(): Promise<number>;
  /** Judges what waited for a rest that will not come. */
  finish(): Promise<number>;
  counters(): DeskCounters;
}

export interface DeskOptions {
  /** Where copies end; nowhere known when absent. */
  readonly ends?: EndsOf;
  /** Milliseconds for which changes of an open finding wait to become one step; 0: none waits. */
  readonly holdMs?: number;
  /** Accounts of clouds that are ours. */
  readonly accounts?: readonly string[];
}

export interface DeskCounters {
  readonly observations: number;
  /** Steps of findings, each of which is one event. */
  readonly steps: number;
  /** Messages at which mirrorwatch itself failed; the others go on. */
  readonly bugs: number;
}

/** Turns messages into observations; keeps what one device and user typed before. */
export interface NoticeReader {
  readonly anchors: readonly string[];
  read(candidate: Candidate): readonly Observation[];
  /** Records of which a part is still missing, as far as they came. */
  rest(): readonly Observation[];
}

/** Pauses between attempts to write into a database that is busy, full or away. */
const patienceMs = [200, 1_000, 5_000] as const;

export function watchDesk(
  context: Pick<CommandContext, "now" | "stop">,
  reader: NoticeReader,
  store: Pick<Store, "recordObservation" | "releaseHeld"> & { baseline(): Baseline },
  log: WatchLog,
  { ends = () => [], holdMs = 0, accounts = [] }: DeskOptions = {},
): Desk {
  const counters = { observations: 0, steps: 0, bugs: 0 };

  const judge = (observation: Observation, at: string): readonly Verdict[] => {
    const baseline = store.baseline();
    if (!observation.call) return judgeObservation(observation, baseline, at);
    const { verdict } = judgeCallObservation(observation, baseline, { accounts, now: at });
    return verdict ? [verdict] : [];
  };
  const record = (observation: Observation): readonly StepTaken[] => {
    const at = context.now().toISOString();
    const verdicts = judge(observation, at).map((one) => withEnds(one, ends));
    return store.recordObservation(observation, verdicts, at, holdMs > 0);
  };
  /** Lines that one person types one after the other change one finding: they become one step when a moment has passed. */
  const release = async (age: number) => {
    const now = context.now();
    const before = new Date(now.getTime() - age).toISOString();
    const held = () => store.releaseHeld(before, now.toISOString());
    const steps = holdMs > 0 ? await patiently(context.stop, log, held) : [];
    counters.steps += steps.length;
    for (const step of steps) tell(step, log);
    return steps.length;
  };
  /** One message at which a stage fails must not take the daemon down, or it would hide what comes after it. */
  const spared = async <T>(step: () => T | Promise<T>, instead: T): Promise<T> => {
    try {
      return await step();
    } catch (error) {
      if (error instanceof Fault) throw error;
      counters.bugs++;
      log.error("a bug in mirrorwatch at one message, please report it", { stack: (error as Error).stack });
      return instead;
    }
  };
  const take = async (read: () => readonly Observation[]) => {
    const before = counters.steps;
    for (const observation of await spared(read, [])) {
      counters.observations++;
      const steps = await spared(() => patiently(context.stop, log, () => record(observation)), []);
      counters.steps += steps.length;
      for (const step of steps) tell(step, log);
    }
    return counters.steps - before;
  };
  return {
    handle: async (batch) => {
      let steps = 0;
      for (const candidate of batch) steps += await take(() => reader.read(candidate));
      return steps;
    },
    release: () => release(holdMs),
    finish: async () => (await take(() => reader.rest())) + (await release(0)),
    counters: () => counters,
  };
}

/** A write that fails is tried again: the senders wait meanwhile, and nothing that was received is dropped. */
async function patiently<T>(stop: AbortSignal, log: WatchLog, step: () => T): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof Fault) || (stop.aborted && attempt > 0)) throw error;
      if (attempt === 0) log.error(error.message, { fault: error.code });
      await pause(patienceMs[Math.min(attempt, patienceMs.length - 1)]);
    }
  }
}

/** One line of the log for a step of a finding. */
export function tell({ step, finding }: StepTaken, log: WatchLog): void {
  const { id, kind, device, session, severity, why, actor = "" } = finding;
  log.warn(`finding ${step}`, { finding: id, kind, device, session, severity, actor, why });
}
