import type { PullTarget } from "./target.ts";

export interface Entry {
  readonly target: PullTarget;
  readonly attempt: number;
  /** Milliseconds of the scheduler's clock. */
  readonly notBefore: number;
}

/** Devices that share a jump host and a credential set: what holds one of them back holds back all. */
export interface Lane {
  readonly jump: string | null;
  readonly credentials: string;
}

/** Devices that wait, in the order in which they came, in one lane for each jump host and credential set. */
export interface Lanes {
  put(entry: Entry): void;
  /** The first device whose lane is open; `busy` is how many sessions run through its jump host. */
  take(open: (lane: Lane, busy: number) => boolean, time?: number): Entry | undefined;
  /** A device that was taken is over. */
  done(target: PullTarget): void;
  size(): number;
  /** Milliseconds until a device that waits for its time may start; infinite when none does. */
  wait(time: number): number;
}

interface Queue extends Lane {
  entries: { readonly entry: Entry; readonly order: number }[];
}

export function lanes(): Lanes {
  const queues = new Map<string, Queue>();
  const jumps = new Map<string, number>();
  const addresses = new Set<string>();
  const delayed = new Set<Entry>();
  let [order, size] = [0, 0];
  const busyOf = (jump: string | null) => (jump === null ? 0 : (jumps.get(jump) ?? 0));
  const at = ({ jump, host, port }: PullTarget) => `${jump ?? ""} ${host.toLowerCase()} ${port}`;
  const startable = (entry: Entry, time: number) =>
    entry.notBefore <= time && !addresses.has(at(entry.target));
  return {
    put: (entry) => {
      const { jump, credentials } = entry.target;
      const key = JSON.stringify([jump, credentials]);
      const queue = queues.get(key) ?? { jump, credentials, entries: [] };
      queues.set(key, queue);
      queue.entries.push({ entry, order: order++ });
      size += 1;
      if (entry.notBefore > 0) delayed.add(entry);
    },
    take: (open, time = Number.POSITIVE_INFINITY) => {
      let best: { queue: Queue; index: number; order: number } | undefined;
      for (const queue of queues.values()) {
        if (queue.entries.length === 0 || !open(queue, busyOf(queue.jump))) continue;
        const index = queue.entries.findIndex(({ entry }) => startable(entry, time));
        const first = queue.entries[index];
        if (first !== undefined && (best === undefined || first.order < best.order))
          best = { queue, index, order: first.order };
      }
      if (best === undefined) return undefined;
      const { entry } = best.queue.entries.splice(best.index, 1)[0]!;
      size -= 1;
      delayed.delete(entry);
      addresses.add(at(entry.target));
      if (entry.target.jump !== null) jumps.set(entry.target.jump, busyOf(entry.target.jump) + 1);
      return entry;
    },
    done: (target) => {
      addresses.delete(at(target));
      if (target.jump !== null) jumps.set(target.jump, busyOf(target.jump) - 1);
    },
    size: () => size,
    wait: (time) => {
      const times = [...delayed].map(({ notBefore }) => notBefore).filter((one) => one > time);
      return Math.min(Number.POSITIVE_INFINITY, ...times) - time;
    },
  };
}
