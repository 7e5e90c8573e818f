import { dead } from "./automaton.ts";
import {
  blockEnd,
  close,
  isBlank,
  isComment,
  newline,
  open,
  openList,
  closeList,
  quote,
  semicolon,
  startsToken,
  throughComment,
  throughString,
  wordEnd,
} from "./lexer.ts";
import { noteMacro, readGap } from "./gap.ts";
import { remove } from "./node.ts";
import {
  applyGroups,
  choices,
  deadWords,
  define,
  keepObjects,
  readRest,
  readWords,
  statementWords,
  type Words,
} from "./statement.ts";
import {
  defined,
  isRelevant,
  keeps,
  leave,
  nodeOf,
  openPath,
  report,
  stateOf,
  top,
  type Walk,
} from "./walk.ts";

/** What stands before a statement: `inactive: replace: protect:` in any order. */
interface Markers {
  readonly inactive: boolean;
  readonly change: "none" | "replace" | "delete";
}

/** Reads the brace statement at `walk.at`, which is neither white space nor punctuation. `indent`: see Frame. */
export function readStatement(walk: Walk, indent: number): void {
  const { state, length } = top(walk);
  top(walk).filled = true;
  const offset = walk.at;
  const begun: Begun = { offset, length, indent, markers: readMarkers(walk) };
  finish(walk, state === dead ? deadWords : readOverLines(walk, state), begun);
  walk.length = top(walk).length;
}

interface Begun {
  readonly offset: number;
  readonly length: number;
  readonly indent: number;
  readonly markers: Markers;
}

function finish(walk: Walk, { state, stop }: Words, begun: Begun): void {
  if (stop === "dead" || stop === "deep") {
    if (stop === "deep") report(walk.troubles, "depth", begun.offset);
    if (top(walk).state !== dead) keepObjects(walk, begun.length);
    skip(walk, begun);
  } else if (stop === "list") readList(walk, begun);
  else if (stop === "apply" || stop === "except") readApplication(walk, stop, begun);
  else if (stop === "macro") readMacro(walk, begun);
  else if (stop === "gap") readHidden(walk, begun);
  else if (walk.bytes[walk.at] === open) openBlock(walk, state, begun);
  else complete(walk, state, begun);
}

const markerNames: Readonly<Record<string, keyof typeof markerBits>> = {
  "inactive:": "inactive",
  "protect:": "none",
  "unprotect:": "none",
  "active:": "none",
  "create:": "none",
  "replace:": "replace",
  "delete:": "delete",
};
const markerBits = { inactive: 1, none: 0, replace: 2, delete: 4 };
const colon = 0x3a;

function readMarkers(walk: Walk): Markers {
  let bits = 0;
  for (;;) {
    const end = wordEnd(walk.bytes, walk.at);
    if (walk.bytes[end - 1] !== colon || end - walk.at > 10 || end - walk.at < 7) break;
    const name = markerNames[String.fromCharCode(...walk.bytes.subarray(walk.at, end))];
    if (name === undefined) break;
    bits |= markerBits[name];
    walk.at = end;
    while (isBlank(walk.bytes[walk.at])) walk.at++;
  }
  const change = bits & markerBits.delete ? "delete" : bits & markerBits.replace ? "replace" : "none";
  return { inactive: (bits & markerBits.inactive) > 0, change };
}

/** A statement may go on over lines; a line that begins another statement proves a missing semicolon. */
function readOverLines(walk: Walk, parent: number): Words {
  let words = readWords(walk, parent);
  while (words.stop === "end" && walk.bytes[walk.at] === newline && goesOn(walk, words.state, parent)) {
    words = readWords(walk, words.state);
  }
  return words;
}

function goesOn(walk: Walk, state: number, parent: number): boolean {
  const next = nextSignificant(walk, walk.at);
  const byte = walk.bytes[next];
  if (byte === open || byte === semicolon || (byte === openList && parent !== dead)) {
    walk.at = next;
    return byte === openList;
  }
  if (byte === undefined || byte === close) return false;
  const end = wordEnd(walk.bytes, next);
  const { automaton } = walk.schedule;
  const word = automaton.words.find(walk.bytes, next, Math.max(end, next + 1));
  const follows = automaton.step(state, word) !== dead;
  const begins = automaton.step(parent, word) !== dead;
  const continues = follows && (!begins || !walk.accepts(openPath(walk)));
  if (continues) walk.at = next;
  return continues;
}

/** Over white space, newlines and comments. */
function nextSignificant(walk: Walk, from: number): number {
  const { bytes } = walk;
  let at = from;
  for (;;) {
    while (at < bytes.length && bytes[at]! <= 0x20) at++;
    if (at >= bytes.length || !isComment(bytes, at)) return at;
    at = throughComment(bytes, at, walk);
  }
}

/** Opens the block at `walk.at`. Its node waits until it is needed. */
function openBlock(walk: Walk, state: number, begun: Begun): void {
  const { offset, indent, markers } = begun;
  walk.seen.braces = true;
  if (markers.change !== "none" && state !== dead) remove(walk.root, openPath(walk));
  const tooDeep = walk.frames.length >= mostFrames;
  if (tooDeep) report(walk.troubles, "depth", offset);
  if (tooDeep || markers.change === "delete" || (state === dead && walk.recover === "no")) {
    passBlock(walk, offset);
    return;
  }
  walk.at++;
  const length = state === dead ? begun.length : walk.length;
  walk.length = length;
  walk.frames.push({
    state,
    length,
    offset,
    indent,
    inactive: markers.inactive,
    filled: false,
    node: undefined,
  });
  if (state !== dead && (markers.inactive || keeps(walk))) nodeOf(walk);
}

const mostFrames = 512;

/** Opens a block that has no words of its own. */
export function openNameless(walk: Walk, indent: number): void {
  const { state, length } = top(walk);
  openBlock(walk, state, { offset: walk.at, length, indent, markers: { inactive: false, change: "none" } });
}

/** Walks through a block without reading it. */
function passBlock(walk: Walk, offset: number): void {
  const end = blockEnd(walk.bytes, walk.at + 1, walk);
  walk.at = end < 0 ? walk.bytes.length : end;
  if (end >= 0) return;
  walk.unbalanced = true;
  report(walk.troubles, "unclosed", offset);
}

/** Closes the innermost block at its `}`. A block with nothing in it is a statement. */
export function closeBlock(walk: Walk): void {
  walk.at++;
  const frame = top(walk);
  if (walk.frames.length === 1) {
    walk.unbalanced = true;
    report(walk.troubles, "stray", walk.at - 1);
    return;
  }
  if (!frame.filled && frame.state !== dead) define(walk, [], frame.state, frame.offset, frame.inactive);
  leave(walk);
}

function complete(walk: Walk, state: number, begun: Begun): void {
  endStatement(walk, begun);
  const { offset, length, markers } = begun;
  if (markers.change !== "none") remove(walk.root, openPath(walk));
  if (markers.change !== "delete")
    define(walk, statementWords(walk, length), state, offset, markers.inactive);
}

/** Moves behind `;`. Without one the statement ends all the same, and that is said where it could matter. */
function endStatement(walk: Walk, begun: Begun): void {
  if (walk.bytes[walk.at] === semicolon) {
    walk.seen.braces = true;
    walk.at++;
  } else if (walk.frames.length > 1 && isRelevant(walk)) report(walk.troubles, "semicolon", begun.offset);
}

function readList(walk: Walk, begun: Begun): void {
  const { length, offset, markers } = begun;
  const before = statementWords(walk, length);
  const paths = choices(walk, [...before, ...readRest(walk)]);
  if (paths === undefined || walk.bytes[walk.at] === open) {
    report(walk.troubles, "list", offset);
    skip(walk, begun);
    return;
  }
  endStatement(walk, begun);
  for (const path of paths) {
    const state = stateOf(walk.schedule, top(walk).state, path);
    if (markers.change !== "none") remove(walk.root, [...framePath(walk, length), ...path]);
    if (state !== dead && markers.change !== "delete") define(walk, path, state, offset, markers.inactive);
  }
}

function framePath(walk: Walk, length: number): string[] {
  return openPath(walk).slice(0, walk.base.length + length);
}

function readApplication(walk: Walk, stop: "apply" | "except", begun: Begun): void {
  let node = nodeOf(walk);
  for (const word of statementWords(walk, begun.length)) node = defined(node, word);
  const { change, inactive } = begun.markers;
  if (change !== "none" && stop === "apply") node.applied = undefined;
  if (change === "delete") readRest(walk);
  else applyGroups(walk, node, stop, begun.offset, inactive);
  endStatement(walk, begun);
}

function readHidden(walk: Walk, begun: Begun): void {
  readGap(walk, begun.offset);
  if (walk.bytes[walk.at] === semicolon) walk.at++;
}

/** A macro is data: nothing in it is a statement, but a script may make statements of it. */
function readMacro(walk: Walk, begun: Begun): void {
  const from = walk.at;
  const words = [...openPath(walk), walk.schedule.manners.macros?.word ?? ""];
  skip(walk, begun);
  noteMacro(walk, words, begun.offset, from, begun.markers.inactive);
}

/** Walks to the end of a statement that no claim goes through, and through its block. */
function skip(walk: Walk, begun: Begun): void {
  const { bytes } = walk;
  let inList = false;
  for (let at = walk.at; ; at++) {
    while (stopsSkip[bytes[at] ?? newline] === 0) at++;
    const byte = bytes[at];
    walk.at = at;
    if (
      byte === undefined ||
      byte === semicolon ||
      byte === close ||
      (byte === newline && !inList && endsHere(walk))
    )
      break;
    if (byte === open) {
      openBlock(walk, dead, begun);
      return;
    }
    if (byte === quote) at = throughString(bytes, at, walk) - 1;
    else if (byte === closeList) inList = false;
    else if (byte !== newline && startsToken(bytes, at)) {
      inList = byte === openList;
      if (isComment(bytes, at)) at = throughComment(bytes, at, walk) - 1;
    }
  }
  endStatement(walk, begun);
}

/** At a newline: only a block or a semicolon on a later line still belongs to the statement. */
function endsHere(walk: Walk): boolean {
  const next = nextSignificant(walk, walk.at);
  return walk.bytes[next] !== open && walk.bytes[next] !== semicolon;
}

/** What can end a statement or hide its end. */
const stopsSkip = new Uint8Array(256);
for (const byte of [newline, quote, open, close, semicolon, 0x23, 0x2f, openList, closeList])
  stopsSkip[byte] = 1;
