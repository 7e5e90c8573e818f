import { automationIn } from "./automation.ts";
import { child, claim, looseChild } from "./claim.ts";
import { tellHidden, tellStray } from "./doubt.ts";
import { isBlank, matchHead } from "./head.ts";
import { closeAt, closeLoose, enterMode, indentAfter, leaveMode } from "./mode.ts";
import { beginsWith, isLogLine, pagerEnd, promptEnd } from "./noise.ts";
import { enterRegion } from "./region.ts";
import { type Rule, ruleAt } from "./rule.ts";
import { bound, type Scanner } from "./scanner.ts";
import { nextLine } from "./search.ts";
import { parentAt, push } from "./stack.ts";
import { lineText, shownText, trimEnd } from "./text.ts";

const comment = 0x21;
const caret = 0x5e;

/** Looks at one line that may matter; `position` is where it begins, bytes[first, end) its text without leading spaces. */
export function visit(scanner: Scanner, position: number, first: number, end: number, line: number): void {
  const { bytes } = scanner;
  const stop = trimEnd(bytes, first, end);
  if (stop === first) return;
  if (position < scanner.resume) {
    if (scanner.region !== undefined)
      automationIn(scanner, scanner.region, first, stop, line, scanner.resume);
    if (scanner.doubt !== undefined) tellHidden(scanner, first, stop, line);
    return;
  }
  const start = textStart(scanner, position, first, stop);
  if (start < 0 || start >= stop) return;
  const indent = indentOf(scanner, position, first, start);
  if (bytes[start] === caret) tellStray(scanner, start, stop, line);
  if (bytes[start] === comment) {
    visitComment(scanner, indent, start, stop);
    return;
  }
  visitStatement(scanner, indent, start, stop, line);
}

/** A bare `!` closes; a comment with text does not, but can say whose config follows. */
export function visitComment(scanner: Scanner, indent: number, first: number, stop: number): void {
  if (stop === first + 1) {
    closeAt(scanner, indent);
    return;
  }
  const rule = ruleAt(scanner.rules, scanner.bytes, first, stop);
  if (rule?.kind === "context" || rule?.kind === "home") changeContext(scanner, rule, first, stop);
}

function changeContext(scanner: Scanner, rule: Rule, first: number, stop: number): void {
  const end = matchHead(rule.head, scanner.bytes, first, stop);
  closeAt(scanner, 0);
  scanner.context = rule.kind === "home" ? undefined : lineText(scanner.bytes, end, stop);
}

/** Where the statement begins behind tabs, a pager's mark or a prompt; -1 when the line is noise. */
function textStart(scanner: Scanner, position: number, first: number, stop: number): number {
  const { bytes } = scanner;
  let start = pagerEnd(bytes, first, stop);
  if (start === position && !isBlank(bytes[start]!)) {
    if (isRefusal(scanner, start, stop)) return -1;
    if (isLogLine(bytes, start, stop) && !matters(scanner, start, stop)) return -1;
    if (scanner.prompts) start = typedStart(scanner, start, stop);
  }
  while (start < stop && isBlank(bytes[start]!)) start++;
  return start;
}

/** A line that matters and into which a message was printed is no noise. */
function matters(scanner: Scanner, first: number, stop: number): boolean {
  return ruleAt(scanner.rules, scanner.bytes, first, stop) !== undefined;
}

/** `% Invalid input detected at '^' marker.`: the device refused a command, and what it printed next is no config. */
function isRefusal(scanner: Scanner, first: number, stop: number): boolean {
  for (const text of scanner.rules.refusals)
    if (beginsWith(scanner.bytes, first, stop, text)) {
      scanner.refusals++;
      return true;
    }
  return false;
}

/** Behind the prompt, when the line has one. */
function typedStart(scanner: Scanner, first: number, stop: number): number {
  const prompt = promptEnd(scanner.bytes, first, stop);
  if (prompt.end > first) scanner.typedLines++;
  if (prompt.top) closeAt(scanner, 0);
  return prompt.end;
}

/** Columns before the text: a tab reaches the next multiple of eight. Behind a pager's mark it is that of the line before. */
function indentOf(scanner: Scanner, position: number, first: number, start: number): number {
  const { bytes, stack } = scanner;
  let column = 0;
  for (let at = position; at < start; at++) {
    if (bytes[at] === 0x20) column++;
    else if (bytes[at] === 0x09) column += 8 - (column % 8);
    else return first === position ? 0 : (stack.indents[stack.depth - 1] ?? 0);
  }
  return column;
}

function visitStatement(scanner: Scanner, indent: number, first: number, stop: number, line: number): void {
  const foreign = scanner.foreign >= 0 && indent > scanner.foreign;
  if (!foreign) scanner.foreign = -1;
  if (scanner.block >= 0 && indent > scanner.block && !foreign) {
    child(scanner, indent, first, stop, line);
    return;
  }
  if (scanner.block >= 0 && !scanner.loose) scanner.block = -1;
  scanner.watching = scanner.prompts || scanner.loose;
  const rule = ruleAt(scanner.rules, scanner.bytes, first, stop);
  if (rule !== undefined) applyRule(scanner, rule, indent, first, stop, line);
  else if (!scanner.loose || foreign || !looseChild(scanner, indent, first, stop, line))
    push(scanner.stack, indent, first, stop);
}

/** Does what the rule says of a line that begins with its head and stands in no claimed block by indentation. */
export function applyRule(
  scanner: Scanner,
  rule: Rule,
  indent: number,
  first: number,
  end: number,
  line: number,
): void {
  const stop = trimEnd(scanner.bytes, first, end);
  if (rule.kind === "parent") {
    openMode(scanner, rule, indent, first, stop, line);
  } else if (rule.kind === "claim") {
    if (claim(scanner, rule, indent, first, stop, line)) return;
    if (scanner.loose && scanner.foreign < 0 && looseChild(scanner, indent, first, stop, line)) return;
  } else {
    if (rule.kind !== "leave") closeLoose(scanner);
    else if (scanner.foreign < 0) scanner.foreign = indent;
    act(scanner, rule, indent, first, stop, line);
  }
  push(scanner.stack, indent, first, stop);
}

function act(scanner: Scanner, rule: Rule, indent: number, first: number, stop: number, line: number): void {
  const { bytes } = scanner;
  if (rule.kind === "region") enterRegion(scanner, rule, first, stop, line);
  else if (rule.kind === "automation")
    automationIn(scanner, rule, first, stop, line, parentAt(scanner.stack, indent));
  else if (rule.kind === "context" || rule.kind === "home") changeContext(scanner, rule, first, stop);
  else if (rule.kind === "hostname" && indent === 0) nameDevice(scanner, rule, first, stop, line);
  else if (rule.kind === "leave" && matchHead(rule.head, bytes, first, stop) === stop)
    leaveMode(scanner, stop - first === 3 && (bytes[first + 1]! | 0x20) === 0x6e);
}

/**
 * A line such as `interface X` opens a mode. In a block whose indentation was lost it can also be a statement of that
 * block (the output interface of a traffic export profile), which only the grammar knows.
 */
function openMode(
  scanner: Scanner,
  rule: Rule,
  indent: number,
  first: number,
  stop: number,
  line: number,
): void {
  if (scanner.loose) {
    // A line with children of its own is no leaf of the block.
    const leaf = !scanner.left && indentAfter(scanner.bytes, stop) <= indent;
    const claimed = leaf && looseChild(scanner, indent, first, stop, line);
    scanner.doubtful = claimed ? scanner.lines.at(-1) : undefined;
    if (!claimed) closeLoose(scanner);
  }
  enterMode(scanner.modes, rule, indent, first, stop, line);
}

/** The first name counts: a second one is that of another config in the same text, or stands in somebody's banner. */
function nameDevice(scanner: Scanner, rule: Rule, first: number, stop: number, line: number): void {
  const end = matchHead(rule.head, scanner.bytes, first, stop);
  const name = lineText(scanner.bytes, end, stop).replace(/^"(.*)"$/, "$1");
  if (name === "" || scanner.context !== undefined) return;
  if (scanner.hostname === null) scanner.hostname = name;
  else if (name !== scanner.hostname) renamed(scanner, first, stop, line);
}

function renamed(scanner: Scanner, first: number, stop: number, line: number): void {
  const { bytes, rules, searches } = scanner;
  const end = rules.end === undefined ? -1 : nextLine(searches, bytes, rules.end, 0);
  if (end >= 0 && end < first) scanner.configs++;
  const text = shownText(bytes, first, stop);
  const why =
    "the text names a second device: it holds another config, or the text of a banner is read as config";
  scanner.indicators.push({ kind: "blind", line, text, why });
  bound(scanner);
}
