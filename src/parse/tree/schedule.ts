import { type Automaton, automaton, type Rule } from "./automaton.ts";
import type { TreeManners } from "./manners.ts";
import { readPattern } from "./pattern.ts";

/** What the end of a path pattern means. */
export type Mark =
  | { readonly kind: "claim" | "detail" | "telling" | "single" | "hostname" | "ranged" | "kept" | "whole" }
  | { readonly kind: "indicator"; readonly indicator: NonNullable<TreeManners["indicators"]>[number] };

/** Verbs of `set` form and of typed sessions. */
export type Verb =
  | "set"
  | "delete"
  | "deactivate"
  | "activate"
  | "edit"
  | "top"
  | "up"
  | "exit"
  | "rename"
  | "copy"
  | "show"
  | "run"
  /** Changes what came before it in a way that the text does not show. */
  | "unsure"
  | "other";

/** The manners of a profile made ready: one automaton for all patterns, and the words with a meaning of their own. */
export interface Schedule {
  readonly manners: TreeManners;
  readonly automaton: Automaton;
  readonly marks: readonly Mark[];
  /** By word number. */
  readonly verbs: readonly (Verb | undefined)[];
  /** By word number: words that are read in a way of their own wherever they stand. */
  readonly stops: readonly (SpecialWord | undefined)[];
  /** Words that a command of a whole configuration in `set` form begins with. */
  readonly wholeSet: ReadonlySet<number>;
}

/** `gap`: a text that stands for what the device left out. */
export type SpecialWord = "apply" | "except" | "macro" | "gap";

const verbWords: Readonly<Record<string, Verb>> = {
  set: "set",
  delete: "delete",
  deactivate: "deactivate",
  activate: "activate",
  edit: "edit",
  top: "top",
  up: "up",
  exit: "exit",
  quit: "exit",
  rename: "rename",
  copy: "copy",
  insert: "other",
  annotate: "other",
  protect: "other",
  unprotect: "other",
  show: "show",
  commit: "other",
  rollback: "unsure",
  load: "unsure",
  wildcard: "unsure",
  run: "run",
  configure: "other",
};

/** Verbs that a person cuts short, as far as they are clear: `del`, `deact`. */
const cutVerbs: readonly Verb[] = ["delete", "deactivate", "activate", "rename"];

const verbs: Readonly<Record<string, Verb>> = {
  ...Object.fromEntries(
    cutVerbs.flatMap((verb) =>
      Array.from({ length: verb.length - 3 }, (_, at): [string, Verb] => [verb.slice(0, at + 3), verb]),
    ),
  ),
  ...verbWords,
};

/** Such a mark makes a statement one that the grammar reads. */
export function isClaim({ kind }: Mark): boolean {
  return kind === "claim" || kind === "detail";
}

/** `detailed`: with the details that only some objects need. */
export function schedule(manners: TreeManners, detailed: boolean): Schedule {
  const marks: Mark[] = [];
  const rules: Rule[] = [];
  const add: Add = (mark, patterns) => {
    const number = marks.push(mark) - 1;
    for (const path of patterns.flatMap(readPattern)) rules.push({ path, mark: number });
  };
  add({ kind: "claim" }, manners.claims);
  add({ kind: "telling" }, manners.details?.where ?? []);
  if (detailed) add({ kind: "detail" }, manners.details?.claims ?? []);
  add({ kind: "single" }, manners.single ?? []);
  add({ kind: "hostname" }, [manners.hostname]);
  add({ kind: "whole" }, manners.completeness.brace);
  for (const indicator of manners.indicators ?? []) add({ kind: "indicator", indicator }, [indicator.path]);
  add(
    { kind: "kept" },
    (manners.indicators ?? []).map(({ path }) => `${path} **`),
  );
  add({ kind: "kept" }, [`${manners.groups.define} * ${manners.groups.when} **`]);
  if (manners.ranges) addRanges(manners.ranges, rules, add);
  for (const word of [manners.groups.define, ...manners.contexts])
    for (const path of readPattern(`${word} *`)) rules.push({ path, mark: "restart" });
  return compiled(manners, marks, rules);
}

type Add = (mark: Mark, patterns: readonly string[]) => void;

/** What is claimed of an object is claimed of a range of such objects. */
function addRanges(ranges: NonNullable<TreeManners["ranges"]>, rules: Rule[], add: Add): void {
  const { in: parent, word, member, span } = ranges;
  const inRange = readPattern(`${parent} ${word} *`)[0]!;
  for (const { path, mark } of [...rules]) {
    const [first, second] = path;
    if (first?.kind === "words" && first.words.includes(parent) && second?.kind === "any")
      rules.push({ path: [...inRange, ...path.slice(2)], mark });
  }
  add({ kind: "ranged" }, [parent]);
  add({ kind: "kept" }, [`${parent} ${word} * (${member}|${span}) **`]);
}

function compiled(manners: TreeManners, marks: readonly Mark[], rules: readonly Rule[]): Schedule {
  const special: Record<string, SpecialWord> = {
    [manners.groups.apply]: "apply",
    [manners.groups.except]: "except",
    ...(manners.macros ? { [manners.macros.word]: "macro" as const } : {}),
    ...Object.fromEntries(manners.placeholders.map(({ text }) => [text.split(" ")[0]!, "gap" as const])),
  };
  const { set } = manners.completeness;
  const built = automaton(rules, [...Object.keys(verbs), ...Object.keys(special), ...set]);
  const { words } = built;
  const stops: (SpecialWord | undefined)[] = Array.from({ length: words.size });
  for (const [word, kind] of Object.entries(special)) stops[words.of(word)] = kind;
  const verbsByNumber: (Verb | undefined)[] = Array.from({ length: words.size });
  for (const [word, verb] of Object.entries(verbs)) verbsByNumber[words.of(word)] = verb;
  const wholeSet = new Set(set.map((word) => words.of(word)));
  return { manners, automaton: built, marks, verbs: verbsByNumber, stops, wholeSet };
}
