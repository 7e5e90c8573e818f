import { dead } from "./automaton.ts";
import { above, copyPath } from "./copy.ts";
import { noteMacro, readGap } from "./gap.ts";
import { blankEnd, lineEnd, wordEnd } from "./lexer.ts";
import { childOf, everyGroup, noStatement, remove, switchApplication } from "./node.ts";
import type { Verb } from "./schedule.ts";
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
  edit,
  forgetNodes,
  nodeOf,
  openPath,
  openSpans,
  pathNode,
  rebase,
  report,
  stateOf,
  top,
  type Walk,
} from "./walk.ts";
import { bare, wordText } from "./word.ts";

/** A command whose path has been read as far as it could be claimed, and nothing done yet. */
export interface Command {
  readonly verb: Verb;
  readonly offset: number;
  /** Reads the line; its innermost block is the path that the command stands below. */
  readonly line: Walk;
  readonly words: Words;
}

/**
 * Reads the path of a command; `at` is behind its verb. `typed`: the path stands below the edit path; a printed line is
 * absolute, unless it can only stand below the path that a header gave.
 */
export function readPath(walk: Walk, verb: Verb, offset: number, at: number, typed: boolean): Command {
  const line = walk.commands ?? commandLine(walk);
  walk.commands = line;
  line.at = at;
  line.length = 0;
  place(line, walk.edits.at(-1)!, typed);
  if (verb === "set" && !line.seen.whole && line.base.length === 0) line.seen.whole = isWhole(line);
  const { state } = top(line);
  const words = moves.has(verb) || state === dead ? deadWords : readWords(line, state);
  return { verb, offset, line, words };
}

/** Commands share everything with the walk but the open path. */
function commandLine(walk: Walk): Walk {
  return { ...walk, ...openSpans(), frames: [{ ...walk.frames[0]!, node: undefined }], base: root };
}

const root: readonly string[] = [];
const moves: ReadonlySet<Verb> = new Set(["edit", "top", "up", "exit", "rename", "copy", "other", "unsure"]);

export function runCommand(walk: Walk, command: Command): void {
  const { verb, line } = command;
  if (verb === "set") runSet(command);
  else if (verb === "rename" || verb === "copy")
    copyPath(walk, verb, [...line.base, ...readRest(line).flat()]);
  else if (verb === "edit" || verb === "top" || verb === "up" || verb === "exit") move(walk, command);
  else if (verb === "unsure") walk.seen.unsure ??= lineWord(walk, command.offset);
  else if (verb !== "other") runChange(walk, command);
}

/** The verb of the line, behind a prompt or without. */
function lineWord({ bytes }: Walk, offset: number): string {
  const words = wordText(bytes, offset, Math.min(lineEnd(bytes, offset), offset + 300)).split(/\s+/);
  return words.find((word) => !/[>#%]$/.test(word)) ?? "";
}

function place(line: Walk, path: readonly string[], typed: boolean): void {
  const base = path.length > 0 && !typed && isAbsolute(line) ? root : path;
  if (base !== line.base && base.length + line.base.length > 0) rebase(line, base);
}

function firstWord(line: Walk): number {
  const at = blankEnd(line.bytes, line.at);
  const end = wordEnd(line.bytes, at);
  return end > at ? line.schedule.automaton.words.find(line.bytes, at, end) : 0;
}

function isWhole(line: Walk): boolean {
  return line.schedule.wholeSet.has(firstWord(line));
}

function isAbsolute(line: Walk): boolean {
  const { schedule } = line;
  const word = firstWord(line);
  return (
    schedule.stops[word] !== undefined || schedule.automaton.step(schedule.automaton.start, word) !== dead
  );
}

function runSet({ line, words, offset }: Command): void {
  const { state, stop } = words;
  if (stop === "end") setPath(line, statementWords(line, 0), state, offset);
  else if (stop === "list") setList(line, offset);
  else if (stop === "apply" || stop === "except")
    applyGroups(line, pathNode(line.root, openPath(line)), stop, offset, false);
  else if (stop === "macro") noteLineMacro(line, offset);
  else if (stop === "gap") readGap(line, offset);
  else if (stop === "dead") keepObjects(line, 0);
  else if (stop === "deep") report(line.troubles, "depth", offset);
}

function setPath(line: Walk, words: readonly string[], state: number, offset: number): void {
  if (define(line, words, state, offset, false)) replaceSingle(line, words, new Set([words.at(-1)!]));
}

function setList(line: Walk, offset: number): void {
  const paths = choices(line, [...statementWords(line, 0), ...readRest(line)]);
  if (paths === undefined) {
    report(line.troubles, "list", offset);
    return;
  }
  const values = new Set(paths.map((path) => path.at(-1)!));
  for (const path of paths) {
    const state = stateOf(line.schedule, top(line).state, path);
    if (state !== dead && define(line, path, state, offset, false)) replaceSingle(line, path, values);
  }
}

/** A statement that holds one value keeps the values of the last command. */
function replaceSingle(line: Walk, words: readonly string[], values: ReadonlySet<string>): void {
  const { automaton, marks } = line.schedule;
  let node = nodeOf(line);
  let state = top(line).state;
  for (const [at, word] of words.entries()) {
    if (automaton.marks(state).some((mark) => marks[mark]!.kind === "single"))
      for (const other of node.children!.keys())
        if (at === words.length - 1 && !values.has(other) && !node.children!.get(other)!.children)
          node.children!.delete(other);
    state = automaton.step(state, automaton.words.of(word));
    node = node.children!.get(word)!;
  }
}

function noteLineMacro(line: Walk, offset: number): void {
  const from = line.at;
  const words = [...openPath(line), line.schedule.manners.macros?.word ?? ""];
  line.at = lineEnd(line.bytes, from);
  noteMacro(line, words, offset, from, false);
}

/** `delete`, `deactivate`, `activate`: of a path, or of the groups that apply there. */
function runChange(walk: Walk, { verb, line, words, offset }: Command): void {
  const before = openPath(line);
  if (words.stop === "apply") changeGroups(line, before, verb);
  if (words.stop !== "end" && words.stop !== "list") return;
  for (const path of choices(line, [...before, ...readRest(line)]) ?? [])
    changePath(walk, path, verb, offset);
}

function changePath(walk: Walk, path: readonly string[], verb: Verb, offset: number): void {
  if (verb === "delete") {
    remove(walk.root, path);
    forgetNodes(walk);
  } else {
    let node = walk.root;
    for (const word of path) node = childOf(node, word);
    node.inactive = verb === "deactivate";
    node.silencer = node.inactive ? (walk.fixed ?? offset) : noStatement;
  }
}

function changeGroups(line: Walk, path: readonly string[], verb: Verb): void {
  const names = readRest(line).flat().map(bare);
  let node = line.root;
  for (const word of path) node = childOf(node, word);
  if (verb === "delete" && names.length === 0) node.applied = undefined;
  else if (verb === "delete") for (const name of names) node.applied?.delete(name);
  else
    for (const name of names.length > 0 ? names : [everyGroup])
      switchApplication(node, name, line.at, verb === "deactivate");
}

/** `edit`, `top`, `up` and `exit` move the edit path; `top set …` and `up 2 set …` run a command from there. */
function move(walk: Walk, { verb, line, offset }: Command): void {
  const here = walk.edits.at(-1) ?? [];
  if (verb === "edit") edit(walk, [...here, ...readRest(line).flat()]);
  if (verb === "exit" && walk.edits.length > 1) walk.edits.pop();
  if (verb === "top") edit(walk, []);
  if (verb === "up") edit(walk, above(walk, here, readCount(line)));
  if (verb === "top" || verb === "up") runInner(walk, line, offset);
}

function readCount(line: Walk): number {
  const at = blankEnd(line.bytes, line.at);
  const end = wordEnd(line.bytes, at);
  const count = Number(wordText(line.bytes, at, Math.min(end, at + 3)));
  if (end > at && count > 0) line.at = end;
  return count > 0 ? count : 1;
}

const innerVerbs: ReadonlySet<Verb> = new Set([
  "set",
  "delete",
  "deactivate",
  "activate",
  "edit",
  "rename",
  "copy",
]);

function runInner(walk: Walk, line: Walk, offset: number): void {
  const at = blankEnd(line.bytes, line.at);
  const end = Math.max(at + 1, wordEnd(line.bytes, at));
  const verb = walk.schedule.verbs[walk.schedule.automaton.words.find(line.bytes, at, end)];
  if (verb === undefined || !innerVerbs.has(verb)) return;
  runCommand(walk, readPath(walk, verb, offset, end, true));
  if (verb !== "edit") walk.edits.pop();
}
