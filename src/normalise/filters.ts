import type { Filter } from "../model/session.ts";
import type { DraftFilter } from "./draft.ts";
import { byName, byText } from "./order.ts";
import { compressRanges } from "./vlan.ts";

/** What narrows the copied traffic; the numbers of all lists of one kind are one list. */
export function finishFilters(filters: readonly DraftFilter[]): Filter[] {
  const listed = new Map<string, string[]>();
  const others = new Map<string, Filter>();
  for (const { kind, value, list } of filters) {
    if (!list) others.set(`${kind} ${value}`, { kind, value });
    else if (listed.has(kind)) listed.get(kind)?.push(value);
    else listed.set(kind, [value]);
  }
  const lists = [...listed].map(([kind, values]) => ({ kind, value: compressRanges(values.join(",")) }));
  return [...lists, ...others.values()].sort((a, b) => byText(a.kind, b.kind) || byName(a.value, b.value));
}
