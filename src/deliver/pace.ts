/** How fast, how often and how long. Times in milliseconds. */
export interface Pace {
  /** Events per second when a backlog is drained, and how many may go at once before that. */
  readonly rate: number;
  readonly burst: number;
  /** Events in one write. */
  readonly batch: number;
  /** How often the outbox is looked at when nobody rings. */
  readonly poll: number;
  /**
   * An event is marked as sent this long after it was first written; until then an abnormal close sends it again. Longer than
   * the write timeout, so that what a hanging receiver's kernel took is sent again too.
   */
  readonly settle: number;
  /** Events that may be written and not yet marked as sent. */
  readonly window: number;
  /** First and longest pause between attempts to connect. */
  readonly backoff: readonly [first: number, most: number];
}

export const defaultPace: Pace = {
  rate: 50,
  burst: 200,
  batch: 50,
  poll: 1_000,
  settle: 40_000,
  window: 4_000,
  backoff: [1_000, 300_000],
};

/** Doubles with each failed attempt and takes a random half off, so that many senders do not return as one. */
export function backoffMs(attempt: number, [first, most]: Pace["backoff"], random: () => number): number {
  return Math.min(most, first * 2 ** Math.min(attempt, 30)) * (0.5 + random() / 2);
}

/** A token bucket: how many of `wanted` may go now, and how long to wait when none may. */
export function tokenBucket({ rate, burst }: Pick<Pace, "rate" | "burst">, now: () => number) {
  let tokens = burst;
  let filled = now();
  return {
    take(wanted: number): number {
      const at = now();
      tokens = Math.min(burst, tokens + (Math.max(0, at - filled) / 1000) * rate);
      filled = at;
      const granted = Math.min(wanted, Math.floor(tokens));
      tokens -= granted;
      return granted;
    },
    waitMs: () => Math.ceil((Math.max(0, 1 - tokens) / rate) * 1000),
  };
}
