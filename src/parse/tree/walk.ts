import { dead } from "./automaton.ts";
import type { Detailed } from "./detail.ts";
import { type Lookout, notSearched } from "./lexer.ts";
import { childOf, find, type Node } from "./node.ts";
import { isClaim, type Schedule } from "./schedule.ts";
import { wordText } from "./word.ts";

/** An open block. Its node is made when something in it is claimed, and not before. */
export interface Frame {
  /** The automaton's state behind the words that opened it; `dead` in a block that is only walked through. */
  readonly state: number;
  /** How many words of the path are open with it. */
  readonly length: number;
  readonly offset: number;
  /** Column of the line that opened it; -1 when it opened in the middle of a line. */
  readonly indent: number;
  readonly inactive: boolean;
  /** Something stands in it; a block with nothing in it is a statement. */
  filled: boolean;
  node: Node | undefined;
}

export type TroubleKind = "comment" | "string" | "semicolon" | "unclosed" | "stray" | "depth" | "list";

export interface Trouble {
  readonly kind: TroubleKind;
  readonly offset: number;
}

/** Something that hides or may make statements: a text that stands for what was left out, or a macro. */
export interface Gap {
  readonly kind: "blind" | "automation";
  readonly offset: number;
  readonly words: readonly string[];
  readonly why: string;
  /** The text itself lacks something. */
  readonly hides: boolean;
}

/** What a walk has seen besides statements. */
export interface Seen {
  braces: boolean;
  commands: boolean;
  header: boolean;
  /** A command of a whole configuration in `set` form. */
  whole: boolean;
  /** Statements below a path that a header or a prompt gave. */
  partial: boolean;
  /** The groups that some place stops. */
  readonly excepts: Set<string>;
  /** Which member of a cluster printed the text. */
  member: string | undefined;
  /** A command that changes what came before it in a way that the text does not show. */
  unsure: string | undefined;
}

export type Recovery = "no" | "indent" | "flat";

/** The state of one walk over a text. Offsets count bytes. */
export interface Walk extends Lookout {
  readonly bytes: Uint8Array;
  readonly schedule: Schedule;
  readonly root: Node;
  /** How blocks end when the braces do not balance: by indentation, or where a text without any begins a hierarchy. */
  readonly recover: Recovery;
  /** Hierarchies of which every object on the way to a claim is kept: wildcards in groups need to know what exists. */
  readonly keep: ReadonlySet<string> | undefined;
  /** The objects whose details are claimed. */
  readonly detailed: Detailed | undefined;
  readonly accepts: (words: readonly string[]) => boolean;
  /** The offset that statements of a line put together from several get. */
  readonly fixed: number | undefined;
  at: number;
  frames: Frame[];
  /** The words of the open path: where each begins and ends. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** How many words the open path has. */
  length: number;
  /** Words of a header or prompt, which stand before the open path. */
  base: readonly string[];
  /** The base is what the statement's first word tells, and holds for that statement. */
  guessed: boolean;
  /** The path that typed commands stand below, and how it became so: the last entry holds. */
  edits: (readonly string[])[];
  prompted: boolean;
  /** An `edit` stood without a prompt: the text is a script of commands. */
  typed: boolean;
  /** How many nodes `copy` commands have made. */
  readonly copied: { count: number };
  /** How many paths statements with several lists may still stand for. */
  readonly choices: { left: number };
  /** Reads commands, whose paths do not stand in the open block; made when the first command comes. */
  commands: Walk | undefined;
  readonly troubles: Trouble[];
  readonly gaps: Gap[];
  readonly seen: Seen;
  /** A brace is missing or too many: only indentation can tell what belongs where. */
  unbalanced: boolean;
}

export interface WalkOptions {
  readonly recover?: Recovery;
  readonly keep?: ReadonlySet<string> | undefined;
  readonly detailed?: Detailed | undefined;
  readonly fixed?: number;
}

const mostTroubles = 200;
const fewestChoices = 10_000;
const bytesPerChoice = 50;

export function newWalk(
  bytes: Uint8Array,
  schedule: Schedule,
  root: Node,
  accepts: Walk["accepts"],
  options: WalkOptions,
): Walk {
  const troubles: Trouble[] = [];
  return {
    bytes,
    schedule,
    root,
    recover: options.recover ?? "no",
    keep: options.keep,
    detailed: options.detailed,
    accepts,
    fixed: options.fixed,
    at: 0,
    frames: [bottom(schedule.automaton.start, root)],
    ...openSpans(),
    base: [],
    guessed: false,
    edits: [[]],
    prompted: false,
    typed: false,
    copied: { count: 0 },
    choices: { left: fewestChoices + Math.floor(bytes.length / bytesPerChoice) },
    commands: undefined,
    troubles,
    gaps: [],
    unbalanced: false,
    seen: {
      braces: false,
      commands: false,
      header: false,
      whole: false,
      partial: false,
      excepts: new Set(),
      member: undefined,
      unsure: undefined,
    },
    searched: notSearched,
    trouble: (kind, offset) => report(troubles, kind, offset),
  };
}

/** A path of more words is refused: nothing that a device prints comes near it. */
export const mostWords = 96;

/** Room for the words of an open path. */
export function openSpans(): { from: Int32Array; to: Int32Array; length: number } {
  return { from: new Int32Array(mostWords), to: new Int32Array(mostWords), length: 0 };
}

function bottom(state: number, node: Node): Frame {
  return { state, length: 0, offset: 0, indent: -1, inactive: false, filled: true, node };
}

export function report(troubles: Trouble[], kind: TroubleKind, offset: number): void {
  if (troubles.length < mostTroubles) troubles.push({ kind, offset });
}

const mostEdits = 64;

/** Moves the edit path of typed commands. A path too long to be one is left where it was. */
export function edit(walk: Walk, path: readonly string[]): void {
  if (path.length > mostWords) return;
  walk.edits.push(path);
  if (walk.edits.length > mostEdits) walk.edits.shift();
}

/** Leaves the innermost block. */
export function leave(walk: Walk): void {
  walk.frames.pop();
  walk.length = top(walk).length;
}

/** Statements that follow stand below this path: an `[edit …]` header or a `show` command gave it. */
export function rebase(walk: Walk, words: readonly string[]): void {
  const state = stateOf(walk.schedule, walk.schedule.automaton.start, words);
  walk.base = words;
  walk.length = 0;
  walk.frames = [{ ...bottom(state, walk.root), node: words.length === 0 ? walk.root : undefined }];
}

export function stateOf(schedule: Schedule, start: number, words: readonly string[]): number {
  const { automaton } = schedule;
  let state = start;
  for (const word of words) {
    if (state === dead) return dead;
    state = automaton.step(state, automaton.words.of(word));
  }
  return state;
}

export function top(walk: Walk): Frame {
  return walk.frames[walk.frames.length - 1]!;
}

/** Could a claimed statement stand in the innermost block? */
export function isRelevant(walk: Walk): boolean {
  const { state } = top(walk);
  const { automaton, marks } = walk.schedule;
  return state !== dead && marks.some((one, mark) => isClaim(one) && automaton.leadsTo(state, mark));
}

/** The node of an open block, made with all its ancestors. */
export function nodeOf(walk: Walk, depth: number = walk.frames.length - 1): Node {
  const frame = walk.frames[depth]!;
  if (frame.node) return frame.node;
  let node = walk.root;
  if (depth > 0) node = nodeOf(walk, depth - 1);
  else for (const word of walk.base) node = defined(node, word);
  const from = depth > 0 ? walk.frames[depth - 1]!.length : 0;
  for (let at = from; at < frame.length; at++) node = defined(node, openWord(walk, at));
  if (frame.inactive) node.inactive = true;
  frame.node = node;
  return node;
}

export function defined(node: Node, word: string): Node {
  const child = childOf(node, word);
  child.defined = true;
  return child;
}

export function openWord(walk: Walk, at: number): string {
  return wordText(walk.bytes, walk.from[at]!, walk.to[at]!);
}

/** The words of the open path, from the root. */
export function openPath(walk: Walk): string[] {
  return [...walk.base, ...Array.from({ length: walk.length }, (_, at) => openWord(walk, at))];
}

/** Blocks that are open may have lost their nodes. */
export function forgetNodes(walk: Walk): void {
  for (const frame of walk.frames) if (frame.length > 0 || walk.base.length > 0) frame.node = undefined;
  if (walk.commands && walk.commands.base.length > 0) walk.commands.frames[0]!.node = undefined;
}

/** The node of a path that the text states. */
export function pathNode(root: Node, path: readonly string[]): Node {
  let node = root;
  for (const word of path) node = defined(node, word);
  return node;
}

/** Are the objects of the hierarchy kept that the open path, or else this word, begins? */
export function keeps(walk: Walk, word?: string): boolean {
  const { keep } = walk;
  if (!keep) return false;
  const first = walk.base[0] ?? (walk.length > 0 ? openWord(walk, 0) : word);
  return first !== undefined && keep.has(first);
}

/**
 * The hierarchies of which it must be known which objects exist, because wildcards or ranges stand in what the tree
 * holds for them; undefined when there are none.
 */
export function neededObjects({ manners }: Schedule, root: Node): ReadonlySet<string> | undefined {
  const { groups, ranges, contexts } = manners;
  const needed = new Set<string>();
  const holdsWildcard = (node: Node): boolean =>
    [...(node.children ?? [])].some(([word, child]) => word.startsWith("<") || holdsWildcard(child));
  const addFrom = (definitions: Node | undefined, all: string | undefined): void => {
    for (const group of definitions?.children?.values() ?? [])
      for (const [word, child] of group.children ?? [])
        if (word.startsWith("<") || holdsWildcard(child)) needed.add(all ?? word);
  };
  addFrom(root.children?.get(groups.define), undefined);
  for (const context of contexts)
    for (const inner of root.children?.get(context)?.children?.values() ?? [])
      addFrom(inner.children?.get(groups.define), context);
  if (ranges && find(root, [ranges.in, ranges.word]) !== undefined) needed.add(ranges.in);
  if (needed.size === 0) return undefined;
  return needed.add(groups.define);
}
