import { type PullInventory, pullInventory } from "../../source/pull/inventory.ts";
import type { PullTarget } from "../../source/pull/target.ts";
import type { StepTaken, Store } from "../../store/store.ts";
import type { CommandContext } from "../context.ts";
import type { WatchLog } from "../watchlog.ts";
import { threadTask } from "./plan.ts";
import { type Pulling, type StartPulling, startPulling } from "./pulling.ts";
import type { PullRecord } from "./pullrecord.ts";
import { pullRecorder } from "./recorder.ts";
import { pullTrigger, type Trigger, triggerPace } from "./trigger.ts";

/** Pulls of the daemon: one device, soon after its log spoke of a change. */
export interface TriggeredPulls {
  /** What a message says is never believed: it only causes a pull of a device of the inventory. */
  wants(device: string): void;
  counters(): { readonly pulls: number; readonly pullFailures: number };
  /** Ends what runs; a device that waits for its pull is left to the next audit. */
  stop(): Promise<void>;
}

export interface TriggeredOptions {
  readonly store: Store;
  readonly log: WatchLog;
  /** Events wait. */
  readonly wake: () => void;
  readonly tell: (step: StepTaken) => void;
  readonly start?: StartPulling;
}

const none: TriggeredPulls = {
  wants: () => {},
  counters: () => ({ pulls: 0, pullFailures: 0 }),
  stop: async () => {},
};

/** Nothing is pulled when no device is listed. The pullers start with the first pull. @throws Fault as pullInventory */
export function triggeredPulls(context: CommandContext, options: TriggeredOptions): TriggeredPulls {
  const { devices, deviceFiles } = context.settings();
  if (devices.size === 0 && deviceFiles.length === 0) return none;
  const pulls = new Pulls(context, pullInventory(context.settings()), options);
  return {
    wants: (device) => pulls.wants(device),
    counters: () => ({ ...pulls.counters }),
    stop: () => pulls.stop(),
  };
}

class Pulls {
  readonly counters = { pulls: 0, pullFailures: 0 };
  readonly #context: CommandContext;
  readonly #inventory: PullInventory;
  readonly #options: TriggeredOptions;
  readonly #trigger: Trigger;
  readonly #targets = new Map<string, PullTarget>();
  /** When the message came that a running pull answers. */
  readonly #since = new Map<string, number>();
  #pulling: Promise<Pulling> | undefined;
  #reading: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(context: CommandContext, inventory: PullInventory, options: TriggeredOptions) {
    this.#context = context;
    this.#inventory = inventory;
    this.#options = options;
    const { quietSeconds, mostSeconds, floorSeconds } = context.settings().pull.onChange;
    this.#trigger = pullTrigger({
      ...triggerPace,
      quiet: quietSeconds * 1000,
      most: mostSeconds * 1000,
      floor: floorSeconds * 1000,
    });
    for (const target of inventory.targets) {
      this.#targets.set(target.host.toLowerCase(), target);
      this.#targets.set(target.name.toLowerCase(), target);
    }
  }

  wants(device: string): void {
    const name = device.toLowerCase();
    const target = this.#targets.get(name) ?? this.#targets.get(name.split(".")[0]!);
    if (target === undefined || this.#over) return;
    this.#trigger.heard(target.name, Date.now());
    this.#plan();
  }

  async stop(): Promise<void> {
    this.#over = true;
    clearTimeout(this.#timer);
    (await this.#pulling)?.stop();
    await this.#reading;
  }

  #plan(): void {
    clearTimeout(this.#timer);
    const wait = this.#trigger.wait(Date.now());
    if (this.#over || !Number.isFinite(wait)) return;
    this.#timer = setTimeout(() => void this.#begin(), wait);
    this.#timer.unref();
  }

  async #begin(): Promise<void> {
    const due = this.#trigger.due(Date.now());
    const marks = new Map(this.#options.store.pulls().map(({ device, bytes }) => [device, bytes]));
    const orders = due.map(({ device, since }) => {
      this.#since.set(device, since);
      return {
        target: this.#targets.get(device.toLowerCase())!,
        bytes: marks.get(device.toLowerCase()) ?? null,
      };
    });
    if (orders.length > 0) (await this.#pullers()).add(orders);
    this.#plan();
  }

  #pullers(): Promise<Pulling> {
    if (this.#pulling === undefined) {
      const { start = startPulling } = this.#options;
      this.#pulling = start(threadTask(this.#context, this.#inventory));
      this.#reading = this.#pulling.then((pulling) => this.#read(pulling));
      this.#reading.catch((error: unknown) => {
        this.#options.log.error("pulls have ended", { why: String(error) });
        this.#over = true;
      });
    }
    return this.#pulling;
  }

  async #read(pulling: Pulling): Promise<void> {
    for await (const record of pulling.records()) this.#take(record);
  }

  #take(record: PullRecord): void {
    const { store, log, tell, wake } = this.#options;
    const { name } = record.target;
    if (record.failure?.class === "stopped") return;
    const now = Date.now();
    const since = this.#since.get(name) ?? now;
    const audited = pullRecorder(store, "watch", this.#context.now).record(record);
    const outcome = this.#trigger.ended(name, record.snapshot.complete, now);
    this.counters.pulls += 1;
    const facts = { device: name, seconds: Math.round((now - since) / 100) / 10 };
    if (outcome === "seen")
      log.info("pulled on change", { ...facts, sessions: record.snapshot.sessions.length });
    else {
      this.counters.pullFailures += 1;
      const why = record.failure?.why ?? record.snapshot.completeness;
      const what =
        outcome === "again"
          ? "pull failed, it will be tried again"
          : "changed but unverified: every pull failed";
      log.warn(what, { ...facts, class: record.failure?.class ?? "incomplete", why });
    }
    for (const step of audited?.steps ?? []) tell(step);
    if ((audited?.steps.length ?? 0) > 0) wake();
    this.#plan();
  }
}
