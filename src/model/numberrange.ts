/** Whole numbers from the first to the last, both included. */
export type Interval = readonly [first: number, last: number];

/** Reads `10,20-30` into ascending intervals that do not touch; undefined when it is no list of numbers. */
export function readRange(text: string): readonly Interval[] | undefined {
  const intervals: Interval[] = [];
  for (const part of text.split(",")) {
    const match = /^\s*(\d{1,9})(?:\s*-\s*(\d{1,9}))?\s*$/.exec(part);
    if (!match) return undefined;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (last < first) return undefined;
    intervals.push([first, last]);
  }
  return merged(intervals);
}

/** The opposite of readRange. */
export function writeRange(intervals: readonly Interval[]): string {
  return intervals.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
}

/** What is left of the first list when the second is taken away. */
export function subtract(from: readonly Interval[], taken: readonly Interval[]): readonly Interval[] {
  let left = [...from];
  for (const [first, last] of taken) {
    left = left.flatMap((interval) => without(interval, first, last));
  }
  return left;
}

/** Ascending, with touching intervals joined. */
export function merged(intervals: readonly Interval[]): readonly Interval[] {
  const joined: [number, number][] = [];
  for (const [first, last] of [...intervals].sort((a, b) => a[0] - b[0])) {
    const previous = joined.at(-1);
    if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else joined.push([first, last]);
  }
  return joined;
}

function without([first, last]: Interval, from: number, to: number): Interval[] {
  if (to < first || from > last) return [[first, last]];
  const left: Interval[] = [];
  if (first < from) left.push([first, from - 1]);
  if (last > to) left.push([to + 1, last]);
  return left;
}
