import type { Direction } from "../model/session.ts";

type Range = readonly [low: number, high: number];

/** `10 , 20 - 30,25-40` -> `10,20-40`. What is no list of numbers is a name, and is kept. */
export function compressRanges(list: string): string {
  const ranges = parseRanges(list);
  return ranges === undefined ? list.trim().replaceAll(/ *, */g, ",") : printRanges(ranges);
}

/** Merged and ascending; undefined when a part is not a number or a range. */
function parseRanges(list: string): Range[] | undefined {
  const ranges: Range[] = [];
  for (const part of list.replaceAll(" ", "").split(",")) {
    const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part);
    if (!match) return undefined;
    const low = Number(match[1]);
    ranges.push([low, Math.max(low, Number(match[2] ?? low))]);
  }
  return merge(ranges);
}

function merge(ranges: readonly Range[]): Range[] {
  const merged: [number, number][] = [];
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else merged.push([low, high]);
  }
  return merged;
}

function printRanges(ranges: readonly Range[]): string {
  return ranges.map(([low, high]) => (low === high ? `${low}` : `${low}-${high}`)).join(",");
}

/** One side of a session's VLANs. */
export interface VlanSource {
  readonly list: string;
  readonly direction: Direction;
}

/** IEEE 802.1Q has twelve bits for a VLAN. */
const vlanCount = 4096;

/**
 * The same VLANs in one entry for each direction: a VLAN that is copied in both directions by two lines is `both`, in no
 * matter which lines the numbers stood. What is no VLAN number stays as it is.
 */
export function mergeVlans(sources: readonly VlanSource[]): VlanSource[] {
  const [first] = sources;
  if (first === undefined) return [];
  const alike = sources.every(({ direction }) => direction === first.direction);
  const merged = alike ? parseRanges(sources.map(({ list }) => list).join(",")) : undefined;
  return merged ? [{ list: printRanges(merged), direction: first.direction }] : mergeByVlan(sources);
}

function mergeByVlan(sources: readonly VlanSource[]): VlanSource[] {
  const received: Range[] = [];
  const sent: Range[] = [];
  const named: VlanSource[] = [];
  for (const source of sources) {
    const ranges = parseRanges(source.list);
    if (!ranges?.every(([, high]) => high < vlanCount)) {
      named.push({ ...source, list: compressRanges(source.list) });
      continue;
    }
    if (source.direction !== "tx") received.push(...ranges);
    if (source.direction !== "rx") sent.push(...ranges);
  }
  const both = intersect(merge(received), merge(sent));
  const numbered: readonly VlanSource[] = [
    { list: printRanges(both), direction: "both" },
    { list: printRanges(without(merge(received), both)), direction: "rx" },
    { list: printRanges(without(merge(sent), both)), direction: "tx" },
  ];
  return [...numbered.filter(({ list }) => list !== ""), ...named];
}

/** What stands in both of two merged lists. */
function intersect(one: readonly Range[], other: readonly Range[]): Range[] {
  const shared: Range[] = [];
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    const [low, high] = [Math.max(one[i]![0], other[j]![0]), Math.min(one[i]![1], other[j]![1])];
    if (low <= high) shared.push([low, high]);
    if (one[i]![1] < other[j]![1]) i++;
    else j++;
  }
  return shared;
}

/** What is left of a merged list without a merged part of it. */
function without(ranges: readonly Range[], part: readonly Range[]): Range[] {
  const left: Range[] = [];
  let at = 0;
  for (const [low, high] of ranges) {
    let from = low;
    for (; at < part.length && part[at]![0] <= high; at++) {
      if (part[at]![0] > from) left.push([from, part[at]![0] - 1]);
      from = part[at]![1] + 1;
    }
    if (from <= high) left.push([from, high]);
  }
  return left;
}
