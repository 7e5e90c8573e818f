/** Something remembered for a while. */
export interface Kept<T> {
  readonly value: T;
  /** Milliseconds since 1970 of the last touch, by the receiver's clock. */
  readonly touched: number;
}

/** Half an hour in one submode without a command is a session that ended unseen. */
export const idle = 30 * 60_000;
const mostKept = 1_000;

/** What was touched lately enough, else undefined. @param limit milliseconds */
export function fresh<T>(kept: Kept<T> | undefined, now: Date, limit = idle): T | undefined {
  return kept && Math.abs(now.getTime() - kept.touched) <= limit ? kept.value : undefined;
}

/** When all places are taken, the oldest light value goes first: a flood of other lines must not push out a mirror. */
export function keep<T>(
  map: ReadonlyMap<string, Kept<T>>,
  key: string,
  value: T,
  now: Date,
  light: (value: T) => boolean = () => false,
): Map<string, Kept<T>> {
  const next = new Map(map);
  next.delete(key);
  if (next.size >= mostKept) {
    const [lightest] = [...next].find(([, kept]) => light(kept.value)) ?? next.entries().next().value!;
    next.delete(lightest);
  }
  return next.set(key, { value, touched: now.getTime() });
}

export function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  return map.has(key) ? new Map([...map].filter(([other]) => other !== key)) : map;
}
