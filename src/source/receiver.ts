import { Worker } from "node:worker_threads";
import { Fault } from "../model/fault.ts";
import { type Candidate, type Counters, zeroCounters } from "./candidate.ts";
import {
  type Bound,
  defaultLimits,
  type Incident,
  type ListenAddress,
  type ReceiverLimits,
} from "./listener.ts";
import type { ThreadMessage, ThreadOrder, ThreadTask } from "./receive.ts";
import { sizeOf } from "./sieve.ts";

export interface ReceiverOptions {
  /** `port` 0 lets the system choose. */
  readonly udp: readonly ListenAddress[];
  readonly tcp: readonly ListenAddress[];
  /** Texts of which a message must hold one to be worth parsing, in any case; an empty text lets every message through. */
  readonly anchors: readonly string[];
  readonly limits?: Partial<ReceiverLimits>;
  readonly incident?: (incident: Incident) => void;
}

/** The syslog receivers, seen from the main thread. */
export interface Receiver {
  readonly bound: readonly Bound[];
  /**
   * The candidates as they arrive; asking for the next batch tells that the last one is dealt with. Ends after `stop()`, when
   * everything that was taken over has been handed out. To be iterated once.
   */
  batches(): AsyncIterable<readonly Candidate[]>;
  counters(): Counters;
  /** Closes the listeners; resolves when nothing more can arrive. */
  stop(): Promise<void>;
}

/**
 * Starts the listeners in a worker thread of their own, so that no flood and no number of connections stalls this one.
 *
 * @throws Fault `port-in-use`, `port-forbidden`, `address-unavailable`, `listen-failed`; then nothing listens.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { udp, tcp, anchors, limits, incident = () => {} } = options;
  const task: ThreadTask = { udp, tcp, anchors, limits: { ...defaultLimits, ...limits } };
  const worker = new Worker(threadFile(), { workerData: task });
  const thread = new Thread(worker, incident);
  const bound = await thread.ready;
  return {
    bound,
    batches: () => thread.batches(),
    counters: () => thread.counters,
    stop: () => thread.stop(),
  };
}

/** Beside this file: TypeScript in a checkout, JavaScript in the package. */
function threadFile(): URL {
  return new URL(
    `./receiverthread${import.meta.url.slice(import.meta.url.lastIndexOf("."))}`,
    import.meta.url,
  );
}

class Thread {
  readonly ready: Promise<readonly Bound[]>;
  counters = zeroCounters();
  readonly #worker: Worker;
  readonly #incident: (incident: Incident) => void;
  readonly #queue: (readonly Candidate[])[] = [];
  readonly #ended = Promise.withResolvers<void>();
  #over = false;
  #failure: unknown;
  #wake = () => {};

  constructor(worker: Worker, incident: (incident: Incident) => void) {
    this.#worker = worker;
    this.#incident = incident;
    const ready = Promise.withResolvers<readonly Bound[]>();
    this.ready = ready.promise;
    worker.on("message", (message: ThreadMessage) => {
      if (message.kind === "ready") ready.resolve(message.bound);
      else if (message.kind === "fault") ready.reject(new Fault(message.fault));
      else this.#hear(message);
    });
    worker.on("error", (error) => {
      ready.reject(error);
      this.#end(error);
    });
    worker.on("exit", () => this.#end());
  }

  #hear(message: Exclude<ThreadMessage, { kind: "ready" | "fault" }>): void {
    if (message.kind === "incident") this.#incident(message.incident);
    else this.counters = message.counters;
    if (message.kind === "batch") this.#queue.push(message.candidates);
    if (message.kind === "stopped") this.#end();
    this.#wake();
  }

  #end(failure?: unknown): void {
    this.#failure ??= failure;
    this.#over = true;
    this.#ended.resolve();
    this.#wake();
  }

  async *batches(): AsyncGenerator<readonly Candidate[]> {
    for (;;) {
      const batch = this.#queue.shift();
      if (batch) {
        yield batch;
        this.#order({
          kind: "done",
          count: batch.length,
          bytes: batch.reduce((sum, one) => sum + sizeOf(one), 0),
        });
      } else if (this.#failure !== undefined) throw this.#failure;
      else if (this.#over) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #order(order: ThreadOrder): void {
    this.#worker.postMessage(order);
  }

  async stop(): Promise<void> {
    this.#order({ kind: "stop" });
    await this.#ended.promise;
  }
}
