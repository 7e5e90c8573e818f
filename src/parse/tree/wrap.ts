import { dead } from "./automaton.ts";
import { blankEnd, isBlank, isComment, lineEnd, notSearched, wordEnd } from "./lexer.ts";
import type { Verb } from "./schedule.ts";
import { type Command, readPath, runCommand } from "./session.ts";
import { choices, readRest } from "./statement.ts";
import { report, stateOf, type Walk } from "./walk.ts";

const mostLines = 64;
const terminalWidth = 79;
const s = 0x73;
const e = 0x65;

/** Does the line behind `end` go on with the command that ends there? A terminal or a mail program wrapped it. */
export function continues(walk: Walk, end: number): boolean {
  const { bytes } = walk;
  const start = end + 1;
  if (start >= bytes.length || (bytes[start] === s && bytes[start + 1] === e)) return false;
  const at = blankEnd(bytes, start);
  const word = wordEnd(bytes, at);
  if (word === at && bytes[at] !== 0x22) return false;
  if (isComment(bytes, at) || bytes[at] === 0x5b || walk.schedule.verbs[numberOf(walk, at, word)])
    return false;
  let last = lineEnd(bytes, at) - 1;
  while (isBlank(bytes[last])) last--;
  const isBrace = bytes[last] === 0x3b || bytes[last] === 0x7b || bytes[last] === 0x7d;
  return (
    !isBrace && !/[@:].*[>#%]/.test(String.fromCharCode(...bytes.subarray(at, Math.min(word, at + 100))))
  );
}

function numberOf(walk: Walk, at: number, end: number): number {
  return end > at ? walk.schedule.automaton.words.find(walk.bytes, at, end) : 0;
}

/** Runs a command that stands on several lines, which a space joins or, when a full terminal line broke, nothing. */
export function readWrapped(
  walk: Walk,
  { verb, offset }: Command,
  at: number,
  firstEnd: number,
  typed: boolean,
): void {
  const lines = [walk.bytes.subarray(at, firstEnd)];
  let end = firstEnd;
  while (lines.length < mostLines && continues(walk, end)) {
    const next = lineEnd(walk.bytes, end + 1);
    lines.push(walk.bytes.subarray(end + 1, next));
    end = next;
  }
  walk.at = end;
  const broken = firstEnd - offset >= terminalWidth;
  const joined = [joinLines(lines, broken ? "" : " "), joinLines(lines, broken ? " " : "")];
  const [best] = joined
    .map((bytes) => ({ bytes, worth: worth(walk, bytes) }))
    .sort((left, right) => right.worth - left.worth);
  if (best && best.worth > 0) runJoined(walk, verb, offset, best.bytes, typed);
}

function joinLines(lines: readonly Uint8Array[], between: string): Uint8Array {
  const texts = lines.map((line) => new TextDecoder().decode(line).replace(/\r$/, ""));
  return new TextEncoder().encode(texts.join(between));
}

/** Reads the joined line as a text of its own, whose statements stand where the first line does. */
function runJoined(walk: Walk, verb: Verb, offset: number, bytes: Uint8Array, typed: boolean): void {
  const { troubles } = walk;
  const trouble: Walk["trouble"] = (kind) => report(troubles, kind, offset);
  const inner: Walk = { ...walk, bytes, fixed: offset, commands: undefined, searched: notSearched, trouble };
  runCommand(inner, readPath(inner, verb, offset, 0, typed));
  walk.commands = undefined;
}

/** 3: the grammar reads it; 2: it is claimed; 1: it could be; 0: nothing of it matters. */
function worth(walk: Walk, bytes: Uint8Array): number {
  const inner: Walk = { ...walk, bytes, at: 0, searched: notSearched, trouble: () => {} };
  const edit = walk.edits.at(-1) ?? [];
  const { automaton, stops } = walk.schedule;
  let best = 0;
  for (const path of choices(readRest(inner)) ?? []) {
    const special = path.findIndex((word) => stops[automaton.words.of(word)] !== undefined);
    for (const words of [path.slice(0, special < 0 ? path.length : special), [...edit, ...path]]) {
      const state = stateOf(walk.schedule, automaton.start, words);
      if (state === dead) continue;
      const claimed = automaton.marks(state).length > 0;
      best = Math.max(best, claimed ? (walk.accepts(words) ? 3 : 2) : 1);
    }
  }
  return best;
}
