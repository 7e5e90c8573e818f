// What an event loses first when its line would be too long; the same for every format.
import type { Attribute } from "./attribute.ts";
import { cutBytes } from "./leeftext.ts";

/** First to go first. What is not named here (cat, devTime, sev, src, dst, finding, kind, uuid, fingerprint) never goes. */
const cutOrder = [
  ...["lines", "filters", "sources", "difference", "command", "destinations", "ends", "why", "firstSeen"],
  ...["from", "life", "by", "step", "destinationCount", "sourceCount", "policy", "resource", "context", "os"],
  ...["state", "reach", "mechanism"],
];
/** Shortened at the very last, and never dropped: without them nobody knows where to look. */
const identity = ["session", "usrName", "device"];
/** Bytes that a shortened value keeps. */
const stub = 64;

/** Bytes that an attribute takes in a line, its separator left out. */
export type Measure = (attribute: Attribute) => number;

/** Shortens, then drops, until the attributes fit into `room` bytes, with a separator of one byte between them. */
export function fit(given: readonly Attribute[], room: number, measure: Measure): readonly Attribute[] {
  const size = (list: readonly Attribute[]) =>
    list.reduce((sum, one) => sum + measure(one), Math.max(0, list.length - 1));
  if (size(given) <= room) return given;
  const kept = new Map<string, string>([...given, ["truncated", "true"]]);
  const over = () => size([...kept]) - room;
  for (const key of [...cutOrder, ...identity]) if (over() > 0) shorten(kept, key, over());
  for (const key of cutOrder) if (over() > 0) kept.delete(key);
  return [...kept];
}

function shorten(kept: Map<string, string>, key: string, over: number): void {
  const value = kept.get(key) ?? "";
  const bytes = Buffer.byteLength(value);
  if (bytes > stub) kept.set(key, cutBytes(value, Math.max(stub, bytes - over)));
}

/** Longest value of a key, in bytes; those that are never cut must be short by nature. */
const longest: Readonly<Record<string, number>> = {
  usrName: 255,
  finding: 64,
  uuid: 64,
  fingerprint: 64,
  head: 64,
};

/** Makes every value harmless as one line of text, and drops what is then empty. */
export function clean(given: readonly Attribute[], harmless: (text: string) => string): readonly Attribute[] {
  return given
    .map(
      ([key, value]): Attribute => [key, cutBytes(harmless(value), longest[key] ?? Number.MAX_SAFE_INTEGER)],
    )
    .filter(([, value]) => value !== "");
}
