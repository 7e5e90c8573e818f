import { Worker } from "node:worker_threads";
import { Fault } from "../../model/fault.ts";
import type { PullOrder, PullRecord } from "./pullrecord.ts";
import type { ThreadMessage, ThreadOrder, ThreadTask } from "./threadmessage.ts";

/** The pullers, seen from the main thread. */
export interface Pulling {
  /** Lines of known_hosts files that could not be read, as `FILE:LINE`. */
  readonly unreadKeys: readonly string[];
  add(orders: readonly PullOrder[]): void;
  /** Records as they come; ends after `close()` when all are done, or after `stop()`. To be iterated once. */
  records(): AsyncGenerator<PullRecord>;
  /** Nothing more will be added. */
  close(): void;
  /** Ends what runs; devices that waited are told as stopped. */
  stop(): void;
}

export type StartPulling = (task: ThreadTask) => Promise<Pulling>;

/** Starts the pullers in a thread of their own, so that they stall nothing. @throws Fault `known-hosts-unreadable` */
export async function startPulling(task: ThreadTask): Promise<Pulling> {
  const worker = new Worker(threadFile(), { workerData: task });
  const thread = new Thread(worker);
  const unreadKeys = await thread.ready.promise;
  const order = (message: ThreadOrder) => worker.postMessage(message);
  return {
    unreadKeys,
    add: (orders) => order({ kind: "add", orders }),
    records: () => thread.records(),
    close: () => order({ kind: "close" }),
    stop: () => order({ kind: "stop" }),
  };
}

/** Beside this file: TypeScript in a checkout, JavaScript in the package. */
function threadFile(): URL {
  return new URL(`./thread${import.meta.url.slice(import.meta.url.lastIndexOf("."))}`, import.meta.url);
}

class Thread {
  readonly ready = Promise.withResolvers<readonly string[]>();
  readonly #queue: PullRecord[] = [];
  #over = false;
  #failure: unknown;
  #wake = () => {};

  constructor(worker: Worker) {
    worker.on("message", (message: ThreadMessage) => this.#hear(message));
    worker.on("error", (error) => this.#end(error));
    worker.on("exit", () => this.#end());
  }

  async *records(): AsyncGenerator<PullRecord> {
    for (;;) {
      const record = this.#queue.shift();
      if (record !== undefined) yield record;
      else if (this.#failure !== undefined) throw this.#failure;
      else if (this.#over) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #hear(message: ThreadMessage): void {
    if (message.kind === "ready") this.ready.resolve(message.unreadKeys);
    else if (message.kind === "record") this.#queue.push(message.record);
    else if (message.kind === "ended") this.#end();
    else this.#end(new Fault(message.fault));
    this.#wake();
  }

  #end(failure?: unknown): void {
    this.#failure ??= failure;
    this.#over = true;
    this.ready.promise.catch(() => {});
    this.ready.reject(failure ?? new Error("the pullers have ended"));
    this.#wake();
  }
}
