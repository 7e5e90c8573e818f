import { dead } from "./automaton.ts";
import { noteMacro } from "./gap.ts";
import { blankEnd, lineEnd, wordEnd } from "./lexer.ts";
import { adopt, childOf, everyGroup, find, type Node, remove, switchApplication } from "./node.ts";
import type { Verb } from "./schedule.ts";
import {
  applyGroups,
  choices,
  define,
  forget,
  keepObjects,
  readRest,
  readWords,
  statementWords,
} from "./statement.ts";
import { defined, nodeOf, openPath, rebase, report, stateOf, top, type Walk } from "./walk.ts";
import { bare, wordText } from "./word.ts";

/**
 * Runs one command of `set` form; `at` is behind its verb. `typed`: the path stands below the edit path; a printed line
 * is absolute, unless it can only stand below the path that a header gave.
 */
export function runCommand(walk: Walk, verb: Verb, offset: number, at: number, typed: boolean): void {
  if (verb === "other") return;
  const commands = commandWalk(walk);
  commands.at = at;
  placeCommand(commands, walk.edits.at(-1) ?? [], typed);
  if (verb === "edit" || verb === "top" || verb === "up" || verb === "exit")
    move(walk, commands, verb, offset);
  else if (verb === "set") runSet(commands, offset);
  else if (verb === "rename" || verb === "copy") runCopy(walk, commands, verb);
  else runChange(walk, commands, verb);
  forget(commands, 0);
}

/** Commands share everything with the walk but the open path. */
function commandWalk(walk: Walk): Walk {
  walk.commands ??= {
    ...walk,
    from: [],
    to: [],
    frames: [{ ...walk.frames[0]!, node: undefined }],
    base: [],
  };
  return walk.commands;
}

function placeCommand(commands: Walk, edit: readonly string[], typed: boolean): void {
  const base = edit.length > 0 && !typed && isAbsolute(commands) ? [] : edit;
  if (base.join(" ") !== commands.base.join(" ")) rebase(commands, base);
}

function firstWord(commands: Walk): number {
  const at = blankEnd(commands.bytes, commands.at);
  const end = wordEnd(commands.bytes, at);
  return end > at ? commands.schedule.automaton.words.find(commands.bytes, at, end) : 0;
}

function isWhole(commands: Walk): boolean {
  return commands.schedule.wholeSet.has(firstWord(commands));
}

function isAbsolute(commands: Walk): boolean {
  const { schedule } = commands;
  const word = firstWord(commands);
  return (
    schedule.stops[word] !== undefined || schedule.automaton.step(schedule.automaton.start, word) !== dead
  );
}

function runSet(commands: Walk, offset: number): void {
  const start = top(commands).state;
  if (commands.base.length === 0 && !commands.seen.whole) commands.seen.whole = isWhole(commands);
  if (start === dead) return;
  const { state, stop } = readWords(commands, start);
  if (stop === "end") setPath(commands, statementWords(commands, 0), state, offset);
  else if (stop === "list") setList(commands, offset);
  else if (stop === "apply" || stop === "except")
    applyGroups(commands, pathNode(commands.root, openPath(commands)), stop, offset, false);
  else if (stop === "macro") noteLineMacro(commands, offset);
  else if (stop === "dead") keepObjects(commands, 0);
  else if (stop === "deep") report(commands.troubles, "depth", offset);
}

function setPath(commands: Walk, words: readonly string[], state: number, offset: number): void {
  if (define(commands, words, state, offset, false)) replaceSingle(commands, words, new Set([words.at(-1)!]));
}

function setList(commands: Walk, offset: number): void {
  const paths = choices([...statementWords(commands, 0), ...readRest(commands)]);
  if (paths === undefined) {
    report(commands.troubles, "list", offset);
    return;
  }
  const values = new Set(paths.map((path) => path.at(-1)!));
  for (const path of paths) {
    const state = stateOf(commands.schedule, top(commands).state, path);
    if (state !== dead && define(commands, path, state, offset, false)) replaceSingle(commands, path, values);
  }
}

/** A statement that holds one value keeps the values of the last command. */
function replaceSingle(commands: Walk, words: readonly string[], values: ReadonlySet<string>): void {
  const { automaton, marks } = commands.schedule;
  let node = nodeOf(commands);
  let state = top(commands).state;
  for (const [at, word] of words.entries()) {
    if (automaton.marks(state).some((mark) => marks[mark]!.kind === "single"))
      for (const other of node.children!.keys())
        if (at === words.length - 1 && !values.has(other) && !node.children!.get(other)!.children)
          node.children!.delete(other);
    state = automaton.step(state, automaton.words.of(word));
    node = node.children!.get(word)!;
  }
}

function noteLineMacro(commands: Walk, offset: number): void {
  const from = commands.at;
  const words = [...openPath(commands), commands.schedule.manners.macros?.word ?? ""];
  commands.at = lineEnd(commands.bytes, from);
  noteMacro(commands, words, offset, from, false);
}

/** `delete`, `deactivate`, `activate`: of a path, or of the groups that apply there. */
function runChange(walk: Walk, commands: Walk, verb: Verb): void {
  const start = top(commands).state;
  if (start === dead) return;
  const { stop } = readWords(commands, start);
  const before = openPath(commands);
  if (stop === "apply") changeGroups(commands, before, verb);
  if (stop !== "end" && stop !== "list") return;
  for (const path of choices([...before, ...readRest(commands)]) ?? []) changePath(walk, path, verb);
}

function changePath(walk: Walk, path: readonly string[], verb: Verb): void {
  if (verb === "delete") {
    remove(walk.root, path);
    forgetNodes(walk);
  } else {
    let node = walk.root;
    for (const word of path) node = childOf(node, word);
    node.inactive = verb === "deactivate";
  }
}

/** Blocks that are open may have lost their nodes. */
function forgetNodes(walk: Walk): void {
  for (const frame of walk.frames) if (frame.length > 0 || walk.base.length > 0) frame.node = undefined;
  if (walk.commands && walk.commands.base.length > 0) walk.commands.frames[0]!.node = undefined;
}

function changeGroups(commands: Walk, path: readonly string[], verb: Verb): void {
  const names = readRest(commands).flat().map(bare);
  let node = commands.root;
  for (const word of path) node = childOf(node, word);
  if (verb === "delete" && names.length === 0) node.applied = undefined;
  else if (verb === "delete") for (const name of names) node.applied?.delete(name);
  else
    for (const name of names.length > 0 ? names : [everyGroup])
      switchApplication(node, name, commands.at, verb === "deactivate");
}

/** `edit`, `top`, `up` and `exit` move the edit path; `top set …` and `up 2 set …` run a command from there. */
function move(walk: Walk, commands: Walk, verb: Verb, offset: number): void {
  const here = walk.edits.at(-1) ?? [];
  if (verb === "edit") walk.edits.push([...here, ...readRest(commands).flat()]);
  if (verb === "exit" && walk.edits.length > 1) walk.edits.pop();
  if (verb === "top") walk.edits.push([]);
  if (verb === "up") walk.edits.push(above(walk, here, readCount(commands)));
  if (verb === "top" || verb === "up") runInner(walk, commands, offset);
}

function readCount(commands: Walk): number {
  const at = blankEnd(commands.bytes, commands.at);
  const end = wordEnd(commands.bytes, at);
  const count = Number(wordText(commands.bytes, at, Math.min(end, at + 3)));
  if (end > at && count > 0) commands.at = end;
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

function runInner(walk: Walk, commands: Walk, offset: number): void {
  const at = blankEnd(commands.bytes, commands.at);
  const end = Math.max(at + 1, wordEnd(commands.bytes, at));
  const verb = walk.schedule.verbs[walk.schedule.automaton.words.find(commands.bytes, at, end)];
  if (verb === undefined || !innerVerbs.has(verb)) return;
  runCommand(walk, verb, offset, end, true);
  if (verb !== "edit") walk.edits.pop();
}

/** One level up is one statement: a key goes with the word before it, but not with a hierarchy of the top. */
function above(walk: Walk, path: readonly string[], levels: number): readonly string[] {
  const { automaton } = walk.schedule;
  let left = path;
  for (let level = 0; level < levels && left.length > 0; level++) {
    const state = stateOf(walk.schedule, automaton.start, left.slice(0, -1));
    const isKey = state !== dead && !automaton.names(state, automaton.words.of(left.at(-1)!));
    left = left.slice(0, isKey && left.length > 2 ? -2 : -1);
  }
  return left;
}

const mostCopied = 20_000;

/** `rename filter A to filter B`, `copy interfaces ge-0/0/0 to ge-0/0/1`. */
function runCopy(walk: Walk, commands: Walk, verb: Verb): void {
  const words = [...commands.base, ...readRest(commands).flat()];
  const to = words.lastIndexOf("to");
  const from = words.slice(0, Math.max(to, 0));
  const target = words.slice(to + 1);
  const node = find(walk.root, from);
  if (to < 1 || target.length === 0 || target.length >= from.length || !node) return;
  const parent = pathNode(walk.root, [...from.slice(0, -target.length), ...target.slice(0, -1)]);
  const copy = verb === "copy" ? clone(node, walk.copied) : node;
  if (verb === "rename") remove(walk.root, from);
  adopt(parent, target.at(-1)!, copy);
  forgetNodes(walk);
}

/** Copies of copies grow without end; a text that makes more than a person would type gets no more of them. */
function clone(node: Node, copied: { count: number }): Node {
  const applied = node.applied && new Map([...node.applied].map(([group, one]) => [group, { ...one }]));
  const copy: Node = { ...node, children: undefined, applied };
  for (const [word, child] of node.children ?? []) {
    if (++copied.count > mostCopied) break;
    adopt(copy, word, clone(child, copied));
  }
  return copy;
}

function pathNode(root: Node, path: readonly string[]): Node {
  let node = root;
  for (const word of path) node = defined(node, word);
  return node;
}
