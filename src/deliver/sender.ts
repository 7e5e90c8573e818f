import type { OutboxEvent } from "../model/event.ts";
import type { Store } from "../store/store.ts";
import type { Dial } from "./connection.ts";
import { Drain } from "./drain.ts";
import type { Pace } from "./pace.ts";
import type { Release } from "./turn.ts";

export interface SenderOptions {
  readonly store: Pick<Store, "outbox" | "markSent">;
  readonly dial: Dial;
  /** One line without its end. */
  readonly format: (event: OutboxEvent) => string;
  /** Asks for the turn to drain this outbox; undefined when another process has it. */
  readonly turn?: () => Release | undefined;
  readonly pace?: Partial<Pace>;
  /** Something that an operator should know. */
  readonly incident?: (what: string) => void;
  readonly now?: () => number;
  readonly random?: () => number;
}

export interface SenderCounters {
  /** Events written, repeats included, and the repeats among them. */
  written: number;
  resent: number;
  /** Events marked as sent. */
  settled: number;
  connected: number;
  /** Attempts to connect that failed, and connections that broke. */
  failed: number;
  broken: number;
}

export interface Sender {
  start(): void;
  /** There is something new in the outbox. */
  wake(): void;
  counters(): Readonly<SenderCounters>;
  /**
   * Sends what is still there, for at most this many milliseconds, and ends. True: the outbox is empty and the receiver has
   * everything. Otherwise the rest stays in the outbox for the next start.
   */
  stop(limit: number): Promise<boolean>;
  /** Rejects when a bug ends the sender; never resolves. */
  readonly failure: Promise<never>;
}

/**
 * Drains the outbox to one receiver: in order, at least once, across outages, restarts and kill -9 of either side. Nothing
 * happens before `start()`.
 */
export function createSender(options: SenderOptions): Sender {
  const drain = new Drain(options);
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => {});
  let running: Promise<boolean> | undefined;
  return {
    start: () => {
      running ??= drain.run();
      running.catch(failure.reject);
    },
    wake: () => drain.wake(),
    counters: () => drain.counters,
    stop: async (limit) => {
      drain.stop(limit);
      return (await running) ?? false;
    },
    failure: failure.promise,
  };
}
