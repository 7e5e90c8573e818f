import type { Destination, Direction, Filter, Source } from "../model/session.ts";

/** A source whose direction may not have been said yet. */
export type DraftSource = Omit<Source, "direction"> & { readonly direction?: Direction | undefined };

/** A filter; the numbers of a `list` are put together with those of other lines. */
export interface DraftFilter extends Filter {
  readonly list: boolean;
}

/** Attributes of the far end of a tunnelled copy, said on lines of their own. */
export interface FarEnd {
  vrf?: string;
  erspanId?: number;
  origin?: string;
}

/** A session while its statements are being put together. */
export interface Draft {
  readonly name: string;
  readonly context: string | undefined;
  /** The vendor's words for its kind, in file order. */
  readonly mechanisms: string[];
  sources: DraftSource[];
  destinations: Destination[];
  filters: DraftFilter[];
  /** What was taken away, and how many ends had been named by then. */
  readonly goneSources: Map<string, number>;
  readonly goneDestinations: Map<string, number>;
  /** The vendor's words for its state, in file order: the last one holds. */
  readonly states: string[];
  /** Values of each option; lines that say the same add nothing. */
  readonly options: Map<string, Set<string>>;
  /** Direction that holds for every source that states none. */
  direction: Direction | undefined;
  readonly receiver: FarEnd;
  readonly sender: FarEnd;
  /** Far-end attributes of lines that do not say which side they belong to. */
  readonly transport: FarEnd;
  readonly lines: Set<number>;
  /** A statement of the session itself stands somewhere, not only its name under what it copies. */
  defined: boolean;
  /** Every statement of the session is switched off. */
  inactive: boolean;
}

export function newDraft(name: string, context: string | undefined): Draft {
  return {
    name,
    context,
    mechanisms: [],
    sources: [],
    destinations: [],
    filters: [],
    goneSources: new Map(),
    goneDestinations: new Map(),
    states: [],
    options: new Map(),
    direction: undefined,
    receiver: {},
    sender: {},
    transport: {},
    lines: new Set(),
    defined: false,
    inactive: false,
  };
}

/** Adds one value of an option. */
export function addOption(draft: Draft, label: string, value: string | null | undefined): void {
  if (value === null || value === undefined || value === "") return;
  const key = optionKey(label);
  const values = draft.options.get(key) ?? new Set();
  draft.options.set(key, values.add(value));
}

export function removeOption(draft: Draft, label: string): void {
  draft.options.delete(optionKey(label));
}

/** A manner in words: `priority 10`; a word that says it all stands alone (`port-level`). */
export function mannerText(label: string, word: string): string {
  const key = optionKey(label);
  return key === word ? word : `${key} ${word}`;
}

/** `headerType` is `header-type` in the record. */
export function optionKey(label: string): string {
  return label.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export function addLines(draft: Draft, lines: Iterable<number>): void {
  for (const line of lines) draft.lines.add(line);
}
