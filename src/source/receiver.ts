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
import type { TlsManners } from "./tls.ts";
import type { ThreadMessage, ThreadOrder, ThreadTask } from "./receive.ts";
import type { SenderCount } from "./senders.ts";
import { sizeOf } from "./sieve.ts";

export interface ReceiverPlan {
  /** `port` 0 lets the system choose. */
  readonly udp: readonly ListenAddress[];
  readonly tcp: readonly ListenAddress[];
  readonly tls?: readonly ListenAddress[];
  /** Needed when `tls` names an address. */
  readonly manners?: TlsManners | undefined;
  /** Addresses and networks whose connections begin with a PROXY header. */
  readonly proxies?: readonly string[];
  /** Texts of which a message must hold one to be worth parsing, in any case; an empty text lets every message through. */
  readonly anchors: readonly string[];
  readonly limits?: Partial<ReceiverLimits>;
  /** `batch`, the default: many datagrams with each system call where that is possible; `single`: one by one. */
  readonly datagrams?: "batch" | "single";
}

export interface ReceiverOptions extends ReceiverPlan {
  readonly incident?: (incident: Incident) => void;
}

/** The syslog receivers, seen from the main thread. */
export interface Receiver {
  bound(): readonly Bound[];
  /**
   * The candidates as they arrive; asking for the next batch tells that the last one is dealt with. Ends after `stop()`, when
   * everything that was taken over has been handed out. To be iterated once.
   */
  batches(): AsyncIterable<readonly Candidate[]>;
  counters(): Counters;
  /** What came from each address; a few seconds old, and whole after `stop()`. */
  senders(): readonly SenderCount[];
  /**
   * Listens as this plan says from now on. Where an address stays, its socket and its connections stay too; certificates
   * and limits hold for connections from now on. @throws Fault as startReceiver; then everything goes on as before.
   */
  reload(plan: ReceiverPlan): Promise<void>;
  /** Closes the listeners; resolves when nothing more can arrive. */
  stop(): Promise<void>;
}

/**
 * Starts the listeners in a worker thread of their own, so that no flood and no number of connections stalls this one.
 *
 * @throws Fault `port-in-use`, `port-forbidden`, `address-unavailable`, `listen-failed`; then nothing listens.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { incident = () => {} } = options;
  const worker = new Worker(threadFile(), { workerData: taskOf(options) });
  const thread = new Thread(worker, incident);
  await thread.answer();
  return {
    bound: () => thread.bound,
    batches: () => thread.batches(),
    counters: () => thread.counters,
    senders: () => [...thread.senders.values()],
    reload: (plan) => thread.reload(taskOf(plan)),
    stop: () => thread.stop(),
  };
}

function taskOf(plan: ReceiverPlan): ThreadTask {
  const { udp, tcp, tls = [], manners, proxies = [], anchors, limits, datagrams = "batch" } = plan;
  const all = { ...defaultLimits, ...limits };
  return {
    udp,
    tcp,
    tls,
    proxies,
    anchors,
    datagrams,
    limits: all,
    ...(manners === undefined ? {} : { manners }),
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
  bound: readonly Bound[] = [];
  counters = zeroCounters();
  readonly senders = new Map<string, SenderCount>();
  readonly #worker: Worker;
  readonly #incident: (incident: Incident) => void;
  readonly #queue: (readonly Candidate[])[] = [];
  readonly #ended = Promise.withResolvers<void>();
  /** Who waits for `ready` or `fault`. */
  #asking = Promise.withResolvers<void>();
  #over = false;
  #failure: unknown;
  #wake = () => {};

  constructor(worker: Worker, incident: (incident: Incident) => void) {
    this.#worker = worker;
    this.#incident = incident;
    worker.on("message", (message: ThreadMessage) => {
      if (message.kind === "ready") {
        this.bound = message.bound;
        this.#asking.resolve();
      } else if (message.kind === "fault") this.#asking.reject(new Fault(message.fault));
      else this.#hear(message);
    });
    worker.on("error", (error) => this.#end(error));
    worker.on("exit", () => this.#end());
  }

  /** Resolves when the thread listens as it was told to. @throws Fault */
  answer(): Promise<void> {
    return this.#asking.promise;
  }

  async reload(task: ThreadTask): Promise<void> {
    this.#asking = Promise.withResolvers();
    this.#order({ kind: "reload", task });
    await this.#asking.promise;
  }

  #hear(message: Exclude<ThreadMessage, { kind: "ready" | "fault" }>): void {
    if (message.kind === "incident") this.#incident(message.incident);
    else if (message.kind === "senders")
      for (const { address, messages, missing } of message.senders)
        this.senders.set(address, { address, messages, missing });
    else this.counters = message.counters;
    if (message.kind === "batch") this.#queue.push(message.candidates);
    if (message.kind === "stopped") this.#end();
    this.#wake();
  }

  #end(failure?: unknown): void {
    this.#failure ??= failure;
    this.#over = true;
    this.#ended.resolve();
    this.#asking.promise.catch(() => {});
    this.#asking.reject(failure ?? new Error("the receiver has ended"));
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
