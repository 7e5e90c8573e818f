import type { RecordEnd, RecordParts } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";
import type { JoinWords } from "./names.ts";
import { portName } from "./ports.ts";
import { type Room, takeSteps } from "./room.ts";

/** Where a filter meets traffic. */
export interface Place {
  readonly statement: Statement;
  /** What passes there, and in which direction. */
  readonly source: RecordEnd;
  /** The filter that is bound there; another one that it refers to may be the one that selects. */
  readonly filter: string;
  readonly inactive: boolean;
}

/** Which filters meet traffic where, nested filters followed. */
export interface Bindings {
  /** Every place whose traffic one of the filters of these selecting lines meets. */
  places(selecting: readonly Statement[]): readonly Place[];
  /** Some traffic is met by the filter of this line, or by another one that refers to it. */
  isBound(selecting: Statement): boolean;
}

/** The binding lines and references of one device, joined by context, kind, family and name of the filter. */
export function collectBindings(statements: readonly Statement[], words: JoinWords, room: Room): Bindings {
  const web: Web = { words, bound: new Map(), outward: new Map(), inward: new Map(), room };
  for (const statement of statements) {
    const { binding, selector } = statement.record;
    if (binding?.filter) bind(web, statement, binding);
    if (selector?.refers) refer(web, statement, selector);
  }
  const met = follow(web.bound.keys(), web.inward, () => true, undefined);
  return {
    places: (selecting) => placesOf(selecting, web),
    isBound: (selecting) => selectedKeys(selecting, words).some((key) => met.has(key)),
  };
}

interface Web {
  readonly words: JoinWords;
  readonly bound: Map<string, Place[]>;
  /** From a filter to those that refer to it, and back. */
  readonly outward: Map<string, Reference[]>;
  readonly inward: Map<string, Reference[]>;
  readonly room: Room;
}

interface Reference {
  readonly to: string;
  readonly inactive: boolean;
}

function bind({ bound, words }: Web, statement: Statement, binding: RecordParts): void {
  const filter = binding.filter ?? "";
  const inactive = statement.inactive === true;
  const place: Place = { statement, filter, source: sourceAt(binding, words), inactive };
  for (const key of filterKeys(statement.context, binding, filter, words)) append(bound, key, place);
}

/** A filter that refers to another one meets traffic on its behalf. */
function refer({ outward, inward, words }: Web, statement: Statement, selector: RecordParts): void {
  const inactive = statement.inactive === true;
  for (const outer of filterKeys(statement.context, selector, selector.filter ?? "", words))
    for (const inner of filterKeys(statement.context, selector, selector.refers ?? "", words)) {
      append(outward, inner, { to: outer, inactive });
      append(inward, outer, { to: inner, inactive });
    }
}

function append<T>(lists: Map<string, T[]>, key: string, value: T) {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** One filter name may stand in several families, and is a filter of its own in each. */
function filterKeys(
  context: string | undefined,
  parts: RecordParts,
  name: string,
  words: JoinWords,
): string[] {
  const kind = parts.kind ?? "filter";
  const families = parts.family ?? words.family?.[parts.level ?? kind] ?? "";
  return families.split(" ").map((family) => [context ?? "", kind, family, name].join("\t"));
}

/** What passes at a binding, and in which direction. */
export function sourceAt(binding: RecordParts, words: JoinWords): RecordEnd {
  const word = binding.direction ?? "both";
  const direction = words.direction?.[word] ?? word;
  const { vlan, vrf, port, range } = binding;
  if (vlan) return { direction, vlan, ...(vrf ? { vrf } : {}) };
  if (port) return { direction, port: portName(port, binding.unit) };
  if (range) return { direction, range, unit: binding.unit ?? null };
  return { direction, all: "all", ...(vrf ? { vrf } : {}) };
}

function selectedKeys(selecting: Statement, words: JoinWords): string[] {
  const selector = selecting.record.selector ?? {};
  return filterKeys(selecting.context, selector, selector.filter ?? "", words);
}

/** Live places come from live lines through live references; the others are told as inactive. */
function placesOf(selecting: readonly Statement[], web: Web): readonly Place[] {
  const keys = (lines: readonly Statement[]) => lines.flatMap((line) => selectedKeys(line, web.words));
  const lively = selecting.filter((line) => !line.inactive);
  const live = follow(keys(lively), web.outward, (reference) => !reference.inactive, web.room);
  const all = live && follow(keys(selecting), web.outward, () => true, web.room);
  if (!live || !all) return everywhere(selecting[0]!);
  const places: Place[] = [];
  for (const key of all) {
    const bound = web.bound.get(key) ?? [];
    if (!takeSteps(web.room, bound.length)) return everywhere(selecting[0]!);
    for (const place of bound) places.push(live.has(key) ? place : { ...place, inactive: true });
  }
  return places;
}

/** What is too much to list is told as everything, never as less. */
function everywhere(selecting: Statement): readonly Place[] {
  const filter = selecting.record.selector?.filter ?? "";
  return [{ statement: selecting, filter, source: { direction: "both", all: "all" }, inactive: false }];
}

/** All that references lead to; undefined when the room does not do. Once over all lines needs no room. */
function follow(
  from: Iterable<string>,
  references: ReadonlyMap<string, readonly Reference[]>,
  counts: (reference: Reference) => boolean,
  room: Room,
): ReadonlySet<string> | undefined;
function follow(
  from: Iterable<string>,
  references: ReadonlyMap<string, readonly Reference[]>,
  counts: (reference: Reference) => boolean,
  room: undefined,
): ReadonlySet<string>;
function follow(
  from: Iterable<string>,
  references: ReadonlyMap<string, readonly Reference[]>,
  counts: (reference: Reference) => boolean,
  room: Room | undefined,
): ReadonlySet<string> | undefined {
  const seen = new Set(from);
  for (const key of seen) {
    const next = references.get(key) ?? [];
    if (room && !takeSteps(room, 1 + next.length)) return undefined;
    for (const reference of next) if (counts(reference)) seen.add(reference.to);
  }
  return seen;
}
