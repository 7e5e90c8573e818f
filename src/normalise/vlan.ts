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

const received = 1;
const sent = 2;
const bits: Readonly<Record<Direction, number>> = { rx: received, tx: sent, both: received | sent };

/**
 * The same VLANs in one entry for each direction: a VLAN that is copied in both directions by two lines is `both`, in no
 * matter which lines the numbers stood. What is no VLAN number stays as it is.
 */
export function mergeVlans(sources: readonly VlanSource[]): VlanSource[] {
  const direction = sources[0]?.direction;
  const alike = sources.every((source) => source.direction === direction);
  const merged = alike ? parseRanges(sources.map(({ list }) => list).join(",")) : undefined;
  return merged && direction ? [{ list: printRanges(merged), direction }] : mergeByVlan(sources);
}

function mergeByVlan(sources: readonly VlanSource[]): VlanSource[] {
  const copied = new Uint8Array(vlanCount);
  const named: VlanSource[] = [];
  for (const source of sources) {
    const ranges = parseRanges(source.list);
    if (ranges?.every(([, high]) => high < vlanCount)) mark(copied, ranges, bits[source.direction]);
    else named.push({ ...source, list: compressRanges(source.list) });
  }
  const directions: readonly Direction[] = ["both", "rx", "tx"];
  const numbered = directions.map((direction) => ({ list: marked(copied, bits[direction]), direction }));
  return [...numbered.filter(({ list }) => list !== ""), ...named];
}

function mark(copied: Uint8Array, ranges: readonly Range[], bit: number): void {
  for (const [low, high] of ranges)
    for (let vlan = low; vlan <= high; vlan += 1) copied[vlan] = (copied[vlan] ?? 0) | bit;
}

function marked(copied: Uint8Array, bit: number): string {
  const ranges: Range[] = [];
  for (const [vlan, value] of copied.entries()) if (value === bit) ranges.push([vlan, vlan]);
  return printRanges(merge(ranges));
}
