import { isComment, newline, open, openList, throughComment, wordEnd } from "./lexer.ts";
import { closeBlock, openNameless, readStatement } from "./brace.ts";
import { readCommand } from "./command.ts";
import { dead } from "./automaton.ts";
import { readComment } from "./gap.ts";
import { leave, rebase, report, top, type Walk } from "./walk.ts";
import { wordText } from "./word.ts";

const closeBrace = 0x7d;
const semicolon = 0x3b;
const closeBracket = 0x5d;
const longestHeader = 1000;
const longestRelative = 40;

/** Reads a whole text, brace statements and commands in any mixture. */
export function readText(walk: Walk): void {
  while (walk.at < walk.bytes.length) readNext(walk);
  if (walk.frames.length > 1) {
    walk.unbalanced = true;
    report(walk.troubles, "unclosed", top(walk).offset);
  }
  while (walk.frames.length > 1) leave(walk);
}

/** Reads what comes next: white space and one token or statement. */
function readNext(walk: Walk): void {
  const { bytes } = walk;
  let at = walk.at;
  let line = at === 0 || bytes[at - 1] === newline ? at : -1;
  for (; at < bytes.length && bytes[at]! <= 0x20; at++) if (bytes[at] === newline) line = at + 1;
  walk.at = at;
  if (at >= bytes.length) return;
  const indent = line < 0 ? -1 : at - line;
  if (isComment(bytes, at)) {
    walk.at = throughComment(bytes, at, walk);
    readComment(walk, at, walk.at);
    return;
  }
  if (walk.recover === "indent" && indent >= 0) closeByIndent(walk, indent, bytes[at] === closeBrace);
  if (walk.recover === "flat" && indent >= 0) closeAtHierarchy(walk);
  readToken(walk, bytes[at]!, indent);
}

function readToken(walk: Walk, byte: number, indent: number): void {
  if (byte === closeBrace && !isStray(walk, indent)) closeBlock(walk);
  else if (byte === closeBrace) dropBrace(walk);
  else if (byte === semicolon || byte === closeBracket) walk.at++;
  else if (byte === openList) readHeader(walk);
  else if (byte === open && !readBanner(walk)) openNameless(walk, indent);
  else if (byte !== open && !(mayCommand(walk, indent) && readCommand(walk))) {
    if (walk.frames.length === 1) placeRelative(walk);
    readStatement(walk, indent);
  }
}

/** A statement that can only be part of a hierarchy is read below it, where no header says better. */
function placeRelative(walk: Walk): void {
  const { relative = {} } = walk.schedule.manners;
  if (walk.guessed) rebase(walk, []);
  walk.guessed = false;
  const end = wordEnd(walk.bytes, walk.at);
  if (walk.base.length > 0 || end - walk.at > longestRelative) return;
  const path = relative[wordText(walk.bytes, walk.at, end)];
  if (path === undefined) return;
  rebase(walk, path.split(" "));
  walk.guessed = true;
  walk.seen.partial = true;
}

function mayCommand(walk: Walk, indent: number): boolean {
  return indent === 0 || (indent > 0 && walk.frames.length === 1);
}

/** `{master:0}`, `{primary:node1}`: which member of a cluster speaks. */
function readBanner(walk: Walk): boolean {
  const text = wordText(walk.bytes, walk.at, Math.min(walk.bytes.length, walk.at + 64));
  const banner = /^\{[\w-]+:([\w-]+)\}/.exec(text);
  if (!banner) return false;
  walk.at += banner[0].length;
  walk.seen.member = banner[1];
  return true;
}

/** `[edit forwarding-options]`: what follows stands below this path. Any other `[` begins nothing. */
function readHeader(walk: Walk): void {
  const { bytes, at } = walk;
  const end = at + bytes.subarray(at, at + longestHeader).indexOf(closeBracket);
  const text = end < at ? "" : wordText(bytes, at + 1, end);
  walk.at++;
  if (!/^edit(\s[^\n]*)?$/.test(text) || walk.frames.length > 1) return;
  walk.at = end + 1;
  setBase(walk, text.split(/\s+/).slice(1).filter(Boolean));
}

export function setBase(walk: Walk, words: readonly string[]): void {
  rebase(walk, words);
  walk.edits = [words];
  if (words.length > 0) walk.seen.partial = true;
}

/** When braces do not balance: a line that is not deeper than the one that opened a block is not in the block. */
function closeByIndent(walk: Walk, indent: number, closes: boolean): void {
  for (let frame = top(walk); walk.frames.length > 1 && frame.indent >= 0; frame = top(walk)) {
    if (closes ? frame.indent <= indent : frame.indent < indent) return;
    report(walk.troubles, "unclosed", frame.offset);
    leave(walk);
  }
}

/** A closing brace that is deeper than the line that opened the innermost block closes nothing. */
function isStray(walk: Walk, indent: number): boolean {
  return walk.recover === "indent" && indent >= 0 && top(walk).indent >= 0 && top(walk).indent < indent;
}

function dropBrace(walk: Walk): void {
  report(walk.troubles, "stray", walk.at);
  walk.at++;
}

/** Without indentation, a hierarchy that claims begin with ends the blocks that it could not stand in. */
function closeAtHierarchy(walk: Walk): void {
  const { automaton } = walk.schedule;
  const word = automaton.words.find(walk.bytes, walk.at, Math.max(walk.at + 1, wordEnd(walk.bytes, walk.at)));
  const { state } = top(walk);
  const fits = walk.frames.length === 1 || (state !== dead && automaton.step(state, word) !== dead);
  if (fits || !automaton.names(automaton.start, word)) return;
  report(walk.troubles, "unclosed", top(walk).offset);
  while (walk.frames.length > 1) leave(walk);
}
