import { isUtf8 } from "node:buffer";
import type { AnchorSearch } from "./anchor.ts";
import type { Candidate, Counters } from "./candidate.ts";
import type { ReceiverLimits, TakeFrom } from "./listener.ts";

export interface SieveOptions {
  readonly search: AnchorSearch;
  readonly counters: Counters;
  /** Candidates, and bytes of them, that may wait for the other side. */
  readonly limits: () => Pick<ReceiverLimits, "queue" | "queueBytes">;
  readonly handOver: (batch: readonly Candidate[]) => void;
  /** The queue became full, or has room again: TCP senders are made to wait. */
  readonly full: (full: boolean) => void;
  readonly now: () => number;
}

export interface Sieve {
  readonly take: (transport: Candidate["transport"]) => TakeFrom;
  /** The other side has dealt with this many candidates, and bytes of them. */
  readonly done: (count: number, bytes: number) => void;
  /** Hands over what is collected. */
  readonly flush: () => void;
}

const batchSize = 256;

/**
 * Keeps the messages that hold an anchor and hands them over in batches. A message is shed only after the search, never
 * before it, so that a flood cannot hide a command without being counted; TCP senders wait instead.
 */
export function sieve(options: SieveOptions): Sieve {
  const { counters } = options;
  let batch: Candidate[] = [];
  let waiting = 0;
  let waitingBytes = 0;
  let scheduled = false;

  const flush = () => {
    scheduled = false;
    if (batch.length === 0) return;
    options.handOver(batch);
    batch = [];
  };
  const isFull = () => {
    const { queue, queueBytes } = options.limits();
    return waiting >= queue || waitingBytes >= queueBytes;
  };
  const collect = (candidate: Candidate) => {
    if (candidate.transport === "udp" && isFull()) {
      counters.shed++;
      return;
    }
    waiting++;
    waitingBytes += sizeOf(candidate);
    batch.push(candidate);
    if (isFull()) options.full(true);
    if (batch.length >= batchSize) flush();
    else if (!scheduled) scheduled = setImmediate(flush) !== undefined;
  };
  const take =
    (transport: Candidate["transport"]): TakeFrom =>
    (peer, bytes, from, to, cut) => {
      if (cut) counters.cut++;
      if (!options.search(bytes, from, to)) return;
      counters.candidates++;
      collect({ text: decode(bytes, from, to), peer, transport, at: options.now(), cut });
    };
  const done = (count: number, bytes: number) => {
    waiting -= count;
    waitingBytes -= bytes;
    const { queue, queueBytes } = options.limits();
    if (waiting <= queue / 2 && waitingBytes <= queueBytes / 2) options.full(false);
  };
  return { take, done, flush };
}

/** What a candidate weighs in the queue. */
export function sizeOf({ text }: Candidate): number {
  return text.length;
}

function decode(bytes: Uint8Array, from: number, to: number): string {
  const part = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from);
  return part.toString(isUtf8(part) ? "utf8" : "latin1");
}
