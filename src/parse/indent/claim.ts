import { matchHead } from "./head.ts";
import { closeLoose, looseDepth } from "./mode.ts";
import { type Rule, ruleAt } from "./rule.ts";
import { bound, type ClaimedLine, type Scanner } from "./scanner.ts";
import { openTexts, push, unwind } from "./stack.ts";
import { lineText, longestLine, shownText } from "./text.ts";
import { placeTyped } from "./typed.ts";

/** Lines that the grammar reads nowhere and that stood in a loose block when it went on after them: so many are told. */
const mostPending = 200;

/** Lines of one text that are tried in vain in loose blocks; each costs the grammar some time. */
const mostTries = 20_000;

/** Takes a line that begins like a claim. False when the claim does not hold where it stands. */
export function claim(
  scanner: Scanner,
  rule: Rule,
  indent: number,
  first: number,
  stop: number,
  line: number,
): boolean {
  unwind(scanner.stack, indent);
  if (!standsUnder(scanner, rule, indent)) return false;
  closeLoose(scanner);
  if (!refusedLength(scanner, first, stop, line)) {
    const path = pathOf(scanner, indent, lineText(scanner.bytes, first, stop));
    keep(scanner, path, line, rule.helper, rule.beside);
    if (rule.block) openBlock(scanner, path, indent, rule.helper);
  }
  push(scanner.stack, indent, first, stop);
  return true;
}

function openBlock(scanner: Scanner, path: readonly string[], indent: number, helper: boolean): void {
  scanner.typed = path;
  scanner.blockDepth = path.length;
  scanner.block = indent;
  scanner.blockHelper = helper;
  // Where the block itself is indented under a parent, indentation was not lost.
  scanner.loose = scanner.stack.depth === 0;
  scanner.left = false;
  scanner.foreign = -1;
  scanner.watching = true;
}

function standsUnder(scanner: Scanner, rule: Rule, indent: number): boolean {
  if (rule.under === undefined) return true;
  const { stack, modes, bytes } = scanner;
  const top = stack.depth - 1;
  if (top >= 0 && matchHead(rule.under, bytes, stack.starts[top]!, stack.stops[top]!) >= 0) return true;
  const mode = looseDepth(scanner, indent) - 1;
  return mode >= 0 && matchHead(rule.under, bytes, modes.starts[mode]!, modes.stops[mode]!) >= 0;
}

/** By indentation when the grammar reads it so; else under the deepest open mode; else as it stands. */
function pathOf(scanner: Scanner, indent: number, text: string): readonly string[] {
  const { bytes, modes } = scanner;
  const parents = openTexts(scanner.stack, bytes);
  const path = [...parents, text];
  if (parents.length > 0 && scanner.accepts(path.join("\t"))) return path;
  const typed: string[] = [];
  const depth = looseDepth(scanner, indent);
  for (let mode = 0; mode < depth; mode++)
    typed.push(lineText(bytes, modes.starts[mode]!, modes.stops[mode]!));
  if (parents.length + depth === 0) return path;
  const placed = placeTyped(typed, text, scanner.accepts);
  if (placed === null) return path;
  if (modes.lines[placed.parents.length - 2] === scanner.doubtful?.line) dropDoubtful(scanner);
  return placed.parents;
}

/** The line was a mode after all, since something stands in it. */
function dropDoubtful(scanner: Scanner): void {
  if (scanner.doubtful === undefined) return;
  const index = scanner.lines.indexOf(scanner.doubtful);
  if (index >= 0) scanner.lines.splice(index, 1);
  scanner.doubtful = undefined;
}

/** An indented line of a claimed block. */
export function child(scanner: Scanner, indent: number, first: number, stop: number, line: number): void {
  const { stack, bytes } = scanner;
  scanner.loose = false;
  unwind(stack, indent);
  if (!refusedLength(scanner, first, stop, line)) {
    const text = lineText(bytes, first, stop);
    const path = [...openTexts(stack, bytes), text];
    scanner.typed = scanner.accepts(path.join("\t"))
      ? path
      : (placedChild(scanner, text, first, stop) ?? path);
    keep(scanner, scanner.typed, line, scanner.blockHelper, false);
  }
  push(stack, indent, first, stop);
}

/** Inner indentation was lost; a line that begins a claim of its own may even belong to the top. */
function placedChild(
  scanner: Scanner,
  text: string,
  first: number,
  stop: number,
): readonly string[] | undefined {
  const placed = placeTyped(scanner.typed, text, scanner.accepts);
  if (placed === null) return undefined;
  const inside = placed.parents.length > scanner.blockDepth;
  return inside || ruleAt(scanner.rules, scanner.bytes, first, stop)?.kind === "claim"
    ? placed.parents
    : undefined;
}

/** A line that may belong to a block whose indentation was lost. True when the grammar reads it there. */
export function looseChild(
  scanner: Scanner,
  indent: number,
  first: number,
  stop: number,
  line: number,
): boolean {
  if (stop - first > longestLine) return false;
  const text = lineText(scanner.bytes, first, stop);
  const placed = placeTyped(scanner.typed, text, scanner.accepts);
  if (placed !== null && placed.parents.length > scanner.blockDepth) {
    for (const line of scanner.pending) scanner.lines.push(line);
    scanner.pending = [];
    scanner.typed = placed.parents;
    keep(scanner, placed.parents, line, scanner.blockHelper, false);
    push(scanner.stack, indent, first, stop);
    return true;
  }
  scanner.foreign = indent;
  const parents = scanner.typed.slice(0, scanner.blockDepth);
  if (scanner.pending.length < mostPending)
    scanner.pending.push(claimedLine(scanner, [...parents, text], line, scanner.blockHelper, false));
  if (++scanner.tries < mostTries) return false;
  scanner.overflow = true;
  closeLoose(scanner);
  return false;
}

function keep(
  scanner: Scanner,
  path: readonly string[],
  line: number,
  helper: boolean,
  beside: boolean,
): void {
  scanner.lines.push(claimedLine(scanner, path, line, helper, beside));
  if (!helper) scanner.claims++;
  bound(scanner);
}

function claimedLine(
  { context }: Scanner,
  path: readonly string[],
  line: number,
  helper: boolean,
  beside: boolean,
): ClaimedLine {
  const parent = path.slice(0, -1).join("\t");
  const flat = { line, text: path.join("\t"), helper, beside, parent };
  return context === undefined ? flat : { ...flat, context };
}

function refusedLength(scanner: Scanner, first: number, stop: number, line: number): boolean {
  if (stop - first <= longestLine) return false;
  const text = shownText(scanner.bytes, first, stop);
  scanner.unread.push({ line, text, expected: `a line of at most ${longestLine} bytes` });
  bound(scanner);
  return true;
}
