import type { Rule } from "./rule.ts";
import type { Scanner } from "./scanner.ts";
import { unwind } from "./stack.ts";

/**
 * The modes of the profile's `parents` that may still be open although nothing is indented under them, outermost first.
 * Columns instead of records: a config has as many interfaces as lines that matter to nobody.
 */
export interface Modes {
  depth: number;
  readonly rules: (Rule | undefined)[];
  readonly indents: number[];
  readonly starts: number[];
  readonly stops: number[];
  readonly lines: number[];
}

export function noModes(): Modes {
  return { depth: 0, rules: [], indents: [], starts: [], stops: [], lines: [] };
}

/** Opens a mode in place of its siblings, when the modes around it are open. */
export function enterMode(
  modes: Modes,
  rule: Rule,
  indent: number,
  first: number,
  stop: number,
  line: number,
): void {
  const { level } = rule;
  if (level > 0 && (modes.depth < level || modes.rules[level - 1] !== rule.around)) return;
  modes.rules[level] = rule;
  modes.indents[level] = indent;
  modes.starts[level] = first;
  modes.stops[level] = stop;
  modes.lines[level] = line;
  modes.depth = level + 1;
}

/** A bare `!`, or a prompt of the top mode: everything at this indentation or deeper is closed. */
export function closeAt(scanner: Scanner, indent: number): void {
  const { stack, modes } = scanner;
  unwind(stack, indent);
  while (modes.depth > 0 && modes.indents[modes.depth - 1]! >= indent) modes.depth--;
  if (scanner.block < indent) return;
  scanner.block = -1;
  closeLoose(scanner);
}

/** Nothing that follows without indentation belongs to the block any more. */
export function closeLoose(scanner: Scanner): void {
  if (scanner.loose) scanner.block = -1;
  scanner.loose = false;
  scanner.foreign = -1;
  scanner.pending = [];
  scanner.watching = scanner.prompts || scanner.block >= 0;
}

/** `exit` leaves one mode, `end` all of them. */
export function leaveMode(scanner: Scanner, all: boolean): void {
  const { modes } = scanner;
  modes.depth = all ? 0 : Math.max(0, modes.depth - 1);
  if (all) closeLoose(scanner);
  scanner.left = true;
}

/** How many of the modes a line at `indent` may stand in although it is not indented under them. */
export function looseDepth(scanner: Scanner, indent: number): number {
  const { modes, bytes } = scanner;
  let depth = modes.depth;
  while (depth > 0 && closedByIndent(modes, depth - 1, bytes, indent)) depth--;
  return depth;
}

/** Indentation works here: the mode has indented children, and the line is none of them. */
function closedByIndent(modes: Modes, index: number, bytes: Buffer, indent: number): boolean {
  const own = modes.indents[index]!;
  return indent <= own && indentAfter(bytes, modes.stops[index]!) > own;
}

/** Indentation of the next line that is not blank; looked for in the next thousand bytes. */
export function indentAfter(bytes: Buffer, from: number): number {
  const end = Math.min(bytes.length, from + 1000);
  let indent = 0;
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === 0x0a || byte === 0x0d) indent = 0;
    else if (byte === 0x20) indent++;
    else if (byte === 0x09) indent += 8;
    else return indent;
  }
  return 0;
}
