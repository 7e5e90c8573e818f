import { dead } from "./automaton.ts";
import { blankEnd, isBlank, isComment, lineEnd, notSearched, wordEnd } from "./lexer.ts";
import { beginsSet } from "./pass.ts";
import { type Command, readPath, runCommand } from "./session.ts";
import { choices, readRest } from "./statement.ts";
import { report, stateOf, type Walk } from "./walk.ts";

const mostLines = 64;
const terminalWidth = 79;

/** Does the line behind `end` go on with the command that ends there? A terminal or a mail program wrapped it. */
export function continues(walk: Walk, end: number): boolean {
  const { bytes } = walk;
  const start = end + 1;
  if (start >= bytes.length || beginsSet(bytes, start)) return false;
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

/**
 * Runs a command whose line seems to go on: joined by a space or, when a full terminal line broke, by nothing, or alone
 * when that reads better.
 */
export function readWrapped(
  walk: Walk,
  command: Command,
  at: number,
  firstEnd: number,
  typed: boolean,
): void {
  const { bytes } = walk;
  if (isDeadBefore(command, firstEnd)) {
    walk.at = firstEnd;
    while (continues(walk, walk.at)) walk.at = lineEnd(bytes, walk.at + 1);
    return;
  }
  const ends = [firstEnd];
  while (ends.length < mostLines && continues(walk, ends.at(-1)!))
    ends.push(lineEnd(bytes, ends.at(-1)! + 1));
  const lines = ends.map((end, index) => bytes.subarray(index === 0 ? at : ends[index - 1]! + 1, end));
  const alone = { bytes: lines[0]!, end: firstEnd };
  const spaced = { bytes: joinLines(lines, blank), end: ends.at(-1)! };
  const closed = { bytes: joinLines(lines, nothing), end: ends.at(-1)! };
  const isFull = firstEnd - command.offset >= terminalWidth;
  const best = bestOf(walk, isFull ? [closed, spaced, alone] : [spaced, alone, closed]);
  walk.at = best.end;
  runJoined(walk, command, best.bytes, typed);
}

/** A word that ends before the line does cannot be claimed, whatever follows. */
function isDeadBefore({ line, words }: Command, end: number): boolean {
  return words.stop === "dead" && blankEnd(line.bytes, line.at) < end;
}

interface Candidate {
  readonly bytes: Uint8Array;
  /** Where reading goes on. */
  readonly end: number;
}

function bestOf(walk: Walk, candidates: readonly Candidate[]): Candidate {
  const rated = candidates.map((candidate) => ({ candidate, worth: worth(walk, candidate.bytes) }));
  const most = Math.max(...rated.map((one) => one.worth));
  return rated.find((one) => one.worth === most)!.candidate;
}

const nothing = new Uint8Array(0);
const blank = new Uint8Array([0x20]);

function joinLines(lines: readonly Uint8Array[], between: Uint8Array): Uint8Array {
  const parts = lines.map((line) => (line.at(-1) === 0x0d ? line.subarray(0, -1) : line));
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [between, part])));
}

/** Reads the joined line as a text of its own, whose statements stand where the first line does. */
export function runJoined(walk: Walk, { verb, offset }: Command, bytes: Uint8Array, typed: boolean): void {
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
  for (const path of choices(inner, readRest(inner)) ?? []) {
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
