import { dead } from "./automaton.ts";
import {
  blankEnd,
  close,
  closeList,
  isComment,
  newline,
  open,
  openList,
  quote,
  semicolon,
  throughComment,
  throughString,
  wordEnd,
} from "./lexer.ts";
import { apply, type Node, noStatement } from "./node.ts";
import type { SpecialWord } from "./schedule.ts";
import { defined, keeps, mostWords, nodeOf, openWord, top, type Walk } from "./walk.ts";
import { likeWord, unknownWord } from "./vocabulary.ts";
import { bare, wordText } from "./word.ts";

/** Where reading the words of a statement stopped. */
export type Stop = "end" | "dead" | "list" | "deep" | SpecialWord;

export interface Words {
  readonly state: number;
  readonly stop: Stop;
}

/** No claim goes through these words. One object for all: almost every statement ends so. */
export const deadWords: Words = { state: dead, stop: "dead" };

/**
 * Reads words from `walk.at` while the automaton lives, and pushes them on the open path. Stops before `;`, `{`, `}`, a
 * newline or the end of the text (`end`), behind a word that no claim goes through (`dead`), before `[` (`list`), or
 * behind a word with a meaning of its own. No string is made.
 */
export function readWords(walk: Walk, from: number): Words {
  const { bytes, schedule } = walk;
  const { stops } = schedule;
  let state = from;
  for (;;) {
    const at = nextToken(walk);
    const byte = bytes[at];
    walk.at = at;
    if (endsStatement(byte)) return { state, stop: "end" };
    if (byte === openList) return { state, stop: "list" };
    const word = readWord(walk, at);
    const special = stops[word];
    if (special !== undefined) return { state, stop: special };
    state = stepThrough(walk, state, word, at);
    if (state === dead) return deadWords;
    if (walk.length >= mostWords) return { state: dead, stop: "deep" };
    walk.from[walk.length] = at;
    walk.to[walk.length++] = walk.at;
  }
}

/** The state behind a word that has been read; where patterns name words by a text that they hold, its text tells. */
function stepThrough(walk: Walk, state: number, word: number, at: number): number {
  const { automaton } = walk.schedule;
  const next = automaton.step(state, word);
  if (next !== dead || word !== unknownWord || !automaton.likes(state)) return next;
  return automaton.words.isLike(walk.bytes, at, walk.at) ? automaton.step(state, likeWord) : next;
}

function endsStatement(byte: number | undefined): boolean {
  return byte === undefined || byte === semicolon || byte === open || byte === close || byte === newline;
}

/** The next byte that is no blank and in no comment. A newline is a token. */
function nextToken(walk: Walk): number {
  const { bytes } = walk;
  let at = blankEnd(bytes, walk.at);
  while (at < bytes.length && isComment(bytes, at)) at = blankEnd(bytes, throughComment(bytes, at, walk));
  return at;
}

/** Moves behind the word at `at` and gives its number; a word in quotes counts as if it had none. */
function readWord(walk: Walk, at: number): number {
  const { bytes } = walk;
  const { words } = walk.schedule.automaton;
  if (bytes[at] !== quote) {
    const end = Math.max(wordEnd(bytes, at), at + 1);
    walk.at = end;
    return words.find(bytes, at, end);
  }
  walk.at = throughString(bytes, at, walk);
  return walk.at - at > 2 ? words.find(bytes, at + 1, walk.at - 1) : 0;
}

/** The words of the statement that is being read, as strings. */
export function statementWords(walk: Walk, length: number): string[] {
  const words: string[] = [];
  for (let at = length; at < walk.length; at++) words.push(openWord(walk, at));
  return words;
}

/** The words up to the end of the statement, lists as arrays: `input-list [ A B ]` is `["input-list", ["A", "B"]]`. */
export function readRest(walk: Walk): (string | string[])[] {
  const rest: (string | string[])[] = [];
  let list: string[] | undefined;
  for (;;) {
    const at = nextToken(walk);
    const byte = walk.bytes[at];
    walk.at = at;
    if (endsStatement(byte)) {
      if (list === undefined || byte !== newline) return rest;
      walk.at++;
    } else if (byte === openList && list === undefined) {
      walk.at++;
      list = [];
      rest.push(list);
    } else if (byte === closeList) {
      walk.at++;
      list = undefined;
    } else (list ?? rest).push(...restWord(walk, at, list !== undefined));
  }
}

/** In a list, `b]` is the word `b` and the end of the list; `<[ab]>` is one word. */
function restWord(walk: Walk, at: number, inList: boolean): string[] {
  readWord(walk, at);
  const text = wordText(walk.bytes, at, walk.at);
  if (!inList || !text.endsWith("]") || text.includes("[") || text.startsWith('"')) return [text];
  walk.at--;
  return [text.slice(0, -1)];
}

/**
 * One list of words for each choice of values; undefined when there are too many to be meant. One list costs no more
 * than its text; several multiply, and a text has only so much of that.
 */
export function choices(
  { choices: budget }: Walk,
  rest: readonly (string | readonly string[])[],
): string[][] | undefined {
  const lists = rest.filter((part) => typeof part !== "string");
  const count = lists.reduce((product, list) => product * list.length, 1);
  if (lists.length > 1 && count > budget.left) return undefined;
  if (lists.length > 1) budget.left -= count;
  let paths: string[][] = [[]];
  for (const part of rest) {
    const values = typeof part === "string" ? [part] : part;
    paths = paths.flatMap((path) => values.map((value) => [...path, value]));
  }
  return paths;
}

/** Writes a statement into the tree below the innermost open block. */
export function define(
  walk: Walk,
  words: readonly string[],
  state: number,
  offset: number,
  inactive: boolean,
): Node | undefined {
  const claimed = isClaimed(walk, words, state);
  if (!claimed && !inactive && !keeps(walk, words[0])) return undefined;
  let node = nodeOf(walk);
  for (const word of words) node = defined(node, word);
  if (inactive) node.inactive = true;
  if (claimed && node.statement === noStatement) node.statement = walk.fixed ?? offset;
  return node;
}

/** A detail is claimed only in an object whose details matter. */
function isClaimed(walk: Walk, words: readonly string[], state: number): boolean {
  const { schedule, detailed } = walk;
  const marks = schedule.automaton.marks(state);
  if (marks.length === 0) return false;
  if (!marks.every((mark) => schedule.marks[mark]!.kind === "detail")) return true;
  const open = Array.from({ length: top(walk).length }, (_, at) => openWord(walk, at));
  return detailed?.has([...walk.base, ...open, ...words]) ?? false;
}

/** Keeps the objects on the way to a statement that is not claimed itself. */
export function keepObjects(walk: Walk, length: number): void {
  if (!keeps(walk)) return;
  let node = nodeOf(walk);
  for (const word of statementWords(walk, length)) node = defined(node, word);
}

/** `apply-groups [ A B ]` or `apply-groups-except A` at a node. */
export function applyGroups(
  walk: Walk,
  node: Node,
  stop: "apply" | "except",
  offset: number,
  inactive: boolean,
): void {
  const names = readRest(walk).flat().map(bare);
  if (stop === "apply") for (const name of names) apply(node, name, walk.fixed ?? offset, inactive);
  else if (!inactive) {
    node.excepted ??= new Set();
    for (const name of names) {
      node.excepted.add(name);
      walk.seen.excepts.add(name);
    }
  }
}
