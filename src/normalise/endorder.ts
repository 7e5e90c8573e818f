import type { Destination, Source } from "../model/session.ts";
import { byText } from "./order.ts";

const keyOrder = [
  "kind",
  "name",
  "address",
  "vrf",
  "erspanId",
  "origin",
  "neighbor",
  "pwId",
  "family",
  "term",
];

/** The same keys in the same order, for people who read the record. */
export function ordered<T extends Source | Destination>(end: T): T {
  const place = (key: string) => (keyOrder.includes(key) ? keyOrder.indexOf(key) : keyOrder.length);
  return Object.fromEntries(Object.entries(end).sort(([a], [b]) => place(a) - place(b) || byText(a, b))) as T;
}

/** One text for each end, the same however its keys stand. */
export function endText(end: Partial<Source | Destination>): string {
  return JSON.stringify([end.name, end.address, Object.entries(end).sort()]);
}
