import { writtenOut } from "./abbreviation.ts";
import { dead } from "./automaton.ts";
import {
  blankEnd,
  close,
  isBlank,
  isComment,
  lineEnd,
  newline,
  open,
  quote,
  semicolon,
  startsToken,
  throughComment,
  throughString,
  wordEnd,
} from "./lexer.ts";
import { passLine } from "./pass.ts";
import type { Verb } from "./schedule.ts";
import { type Command, readPath, runCommand } from "./session.ts";
import { rebase, top, type Walk } from "./walk.ts";
import { wordText } from "./word.ts";
import { continues, readWrapped, runJoined } from "./wrap.ts";

/**
 * Reads the line at `walk.at` if it is a command of `set` form or of a typed session, with a prompt or without.
 * False: it is none, and nothing was read.
 */
export function readCommand(walk: Walk): boolean {
  const { bytes, at } = walk;
  const end = wordEnd(bytes, at);
  const verb = verbAt(walk, at, end);
  if (verb !== undefined) return readLine(walk, verb, at, end);
  if (walk.frames.length > 1 || !isPrompt(bytes, at, end)) return false;
  const operational = bytes[end - 1] === moreThan;
  walk.prompted = true;
  readPrompted(walk, at, blankEnd(bytes, end), operational);
  return true;
}

const moreThan = 0x3e;
const promptEnds = [moreThan, 0x23, 0x25];

/** `user@host>`, `user@host#`, `user@host%`. */
function isPrompt(bytes: Uint8Array, at: number, end: number): boolean {
  return promptEnds.includes(bytes[end - 1] ?? 0) && end - at < 200 && bytes.subarray(at, end).includes(0x40);
}

function verbAt(walk: Walk, at: number, end: number): Verb | undefined {
  return end > at ? walk.schedule.verbs[walk.schedule.automaton.words.find(walk.bytes, at, end)] : undefined;
}

/** At an operational prompt only `show` prints configuration; `set` there is another command. */
function readPrompted(walk: Walk, offset: number, at: number, operational: boolean): void {
  const end = wordEnd(walk.bytes, at);
  const verb = verbAt(walk, at, end);
  if (verb === "run" && !operational) readPrompted(walk, offset, blankEnd(walk.bytes, end), true);
  else if (verb === undefined || (operational && verb !== "show")) walk.at = lineEnd(walk.bytes, at);
  else runAt(walk, verb, offset, end, operational ? "operational" : "configuration");
}

function readLine(walk: Walk, verb: Verb, offset: number, end: number): boolean {
  if (walk.frames.length > 1 && (!changes.has(verb) || isStatement(walk.bytes, end))) return false;
  if (verb === "show" || verb === "run") {
    if (!/^\s+(show\s+)?configuration\b/.test(lineText(walk, end))) return false;
  }
  runAt(walk, verb, offset, end, "none");
  return true;
}

const changes: ReadonlySet<Verb> = new Set(["set", "delete", "deactivate", "activate"]);

/** In an open block, `set … ;` or `set … {` is a statement that happens to be named so. */
function isStatement(bytes: Uint8Array, at: number): boolean {
  let last = lineEnd(bytes, at) - 1;
  while (last > at && isBlank(bytes[last])) last--;
  return bytes[last] === semicolon || bytes[last] === open || bytes[last] === close;
}

function lineText(walk: Walk, at: number): string {
  return new TextDecoder().decode(walk.bytes.subarray(at, Math.min(lineEnd(walk.bytes, at), at + 1000)));
}

/** `prompt`: what stood before the line. Below a configuration prompt, or after a typed `edit`, paths are relative. */
type Prompt = "operational" | "configuration" | "none";

function runAt(walk: Walk, verb: Verb, offset: number, at: number, prompt: Prompt): void {
  if (verb === "show") {
    readShow(walk, lineText(walk, at), prompt);
    walk.at = lineEnd(walk.bytes, at);
    return;
  }
  walk.seen.commands ||= verb === "set";
  const passed = verb === "set" && mayPass(walk, at) ? passLine(walk, at) : -1;
  if (passed >= 0) {
    walk.at = passed;
    return;
  }
  if (verb === "edit" && prompt === "none") walk.typed = true;
  const typed = prompt === "configuration" || (walk.typed && !walk.prompted);
  const { bytes } = walk;
  const command = readPath(walk, verb, offset, at, typed);
  const end = commandEnd(walk, command.line.at);
  if (continues(walk, end)) {
    readWrapped(walk, command, at, end, typed);
    return;
  }
  const whole = mayBeShort(command)
    ? writtenOut(walk.schedule, top(command.line).state, bytes, at)
    : undefined;
  if (whole) runJoined(walk, command, whole, typed);
  else runCommand(walk, command);
  walk.at = end;
}

/** Nothing could be made of the words: a person may have cut them short. */
function mayBeShort({ words, line }: Command): boolean {
  return words.stop === "dead" && top(line).state !== dead;
}

/** Nothing is to be noticed but claims, and paths begin at the root. */
function mayPass({ keep, seen, edits, bytes }: Walk, at: number): boolean {
  if (!seen.whole || edits.length !== 1 || edits[0]!.length > 0) return false;
  if (!keep) return true;
  const from = blankEnd(bytes, at);
  return !keep.has(wordText(bytes, from, wordEnd(bytes, from)));
}

/** The newline that ends a command: not one in a string or a comment. */
function commandEnd(walk: Walk, from: number): number {
  const { bytes } = walk;
  for (let at = from; ; at++) {
    while (stopsLine[bytes[at] ?? newline] === 0) at++;
    const byte = bytes[at];
    if (byte === undefined || byte === newline) return Math.min(at, bytes.length);
    if (byte === quote) at = throughString(bytes, at, walk) - 1;
    else {
      const start = byte === star ? at - 1 : at;
      if (isComment(bytes, start) && startsToken(bytes, start)) at = throughComment(bytes, start, walk) - 1;
    }
  }
}

const star = 0x2a;
const stopsLine = new Uint8Array(256);
for (const byte of [newline, quote, 0x23, star]) stopsLine[byte] = 1;

/** `show configuration forwarding-options | no-more`: the output that follows stands below that path. */
function readShow(walk: Walk, rest: string, prompt: Prompt): void {
  const [command = "", ...pipes] = rest.split("|");
  const words = command.trim().split(/\s+/).filter(Boolean);
  const whole = words[0] === "configuration";
  if (walk.frames.length > 1 || (prompt === "operational" && !whole)) return;
  const path = whole ? words.slice(1) : [...(walk.edits.at(-1) ?? []), ...words];
  const display = pipes.join("|");
  if (path.length > 0) walk.seen.partial = true;
  const absolute = /\bset\b/.test(display) && !/\brelative\b/.test(display);
  rebase(walk, absolute ? [] : path);
  if (/\brelative\b/.test(display)) walk.edits = [path];
}
