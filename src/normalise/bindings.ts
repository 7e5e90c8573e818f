import type { RecordEnd, RecordParts } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";
import type { JoinWords } from "./names.ts";
import { portName } from "./ports.ts";

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
  /** Every place whose traffic the filter of this selecting line meets. */
  places(selecting: Statement): readonly Place[];
}

/** The binding lines and references of one device, joined by context, kind, family and name of the filter. */
export function collectBindings(statements: readonly Statement[], words: JoinWords): Bindings {
  const bound = new Map<string, Place[]>();
  const references = new Map<string, Reference[]>();
  for (const statement of statements) {
    const { binding, selector } = statement.record;
    if (binding?.filter) bind(bound, statement, binding, words);
    if (selector?.refers) refer(references, statement, selector, words);
  }
  return { places: (selecting) => reach(selecting, bound, references, words) };
}

/** A filter that refers to another one meets traffic on its behalf. */
interface Reference {
  readonly outer: string;
  readonly inactive: boolean;
}

function bind(bound: Map<string, Place[]>, statement: Statement, binding: RecordParts, words: JoinWords) {
  const filter = binding.filter ?? "";
  const place: Place = {
    statement,
    filter,
    source: met(binding, words),
    inactive: statement.inactive === true,
  };
  for (const key of filterKeys(statement.context, binding, filter, words)) append(bound, key, place);
}

function refer(
  references: Map<string, Reference[]>,
  statement: Statement,
  selector: RecordParts,
  words: JoinWords,
) {
  const inactive = statement.inactive === true;
  for (const outer of filterKeys(statement.context, selector, selector.filter ?? "", words))
    for (const inner of filterKeys(statement.context, selector, selector.refers ?? "", words))
      append(references, inner, { outer, inactive });
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
export function met(binding: RecordParts, words: JoinWords): RecordEnd {
  const word = binding.direction ?? "both";
  const direction = words.direction?.[word] ?? word;
  const { vlan, vrf, port, range } = binding;
  if (vlan) return { direction, vlan, ...(vrf ? { vrf } : {}) };
  if (port) return { direction, port: portName(port, binding.unit) };
  if (range) return { direction, range, unit: binding.unit ?? null };
  return { direction, all: "all", ...(vrf ? { vrf } : {}) };
}

/** Live places come through live references only; the others are told as inactive. */
function reach(
  selecting: Statement,
  bound: Map<string, Place[]>,
  references: Map<string, Reference[]>,
  words: JoinWords,
): Place[] {
  const selector = selecting.record.selector ?? {};
  const from = filterKeys(selecting.context, selector, selector.filter ?? "", words);
  const live = outward(from, references, (reference) => !reference.inactive);
  const all = outward(from, references, () => true);
  return [...all].flatMap((key) =>
    (bound.get(key) ?? []).map((place) => (live.has(key) ? place : { ...place, inactive: true })),
  );
}

function outward(
  from: readonly string[],
  references: Map<string, Reference[]>,
  follow: (reference: Reference) => boolean,
): Set<string> {
  const seen = new Set(from);
  for (const key of seen)
    for (const reference of references.get(key) ?? []) if (follow(reference)) seen.add(reference.outer);
  return seen;
}
