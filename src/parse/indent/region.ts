import { matchHead, skipBlanks } from "./head.ts";
import type { Rule } from "./rule.ts";
import { bound, type Scanner } from "./scanner.ts";
import { lineEnd, lineStart, nextLine, nextText } from "./search.ts";
import { shownText, trimEnd } from "./text.ts";

/** A banner is at most this long on any device; a delimiter that comes later belongs to something else. Bytes. */
const longestBanner = 65_536;

/**
 * Passes over text that is not configuration. When its end cannot be found the opening line is unread and the text is
 * read on from the next line, so that nothing hides behind a banner that was never closed.
 */
export function enterRegion(scanner: Scanner, rule: Rule, first: number, stop: number, line: number): void {
  const { bytes } = scanner;
  if (rule.unless !== undefined && bytes.subarray(first, stop).includes(rule.unless)) return;
  if (rule.alone && skipBlanks(bytes, matchHead(rule.head, bytes, first, stop), stop) < stop) return;
  const end = rule.until === undefined ? delimited(scanner, rule, first, stop) : closed(scanner, rule, stop);
  if (end >= 0) {
    scanner.resume = end;
    scanner.region = rule.why === undefined ? undefined : rule;
    return;
  }
  const expected = rule.until === undefined ? "its closing delimiter" : `a line that says ${rule.until}`;
  scanner.unread.push({ line, text: shownText(bytes, first, stop), expected });
  bound(scanner);
}

/** End of the line that closes the region, or -1. A line that opens the same kind of region says that this one is open. */
function closed(scanner: Scanner, rule: Rule, stop: number): number {
  const { bytes, searches } = scanner;
  const at = nextLine(searches, bytes, rule.until!, stop);
  if (at < 0) return -1;
  for (let first = stop + 1; first < at; first = lineEnd(bytes, first) + 1)
    if (opensAt(rule, bytes, first) >= 0) return -1;
  return lineEnd(bytes, at);
}

/** Behind the head of the rule, when the line at `first` begins with it; else -1. */
function opensAt(rule: Rule, bytes: Buffer, first: number): number {
  const stop = lineEnd(bytes, first);
  return matchHead(rule.head, bytes, skipBlanks(bytes, first, stop), stop);
}

/** End of the line on which the delimiter comes again, or -1. */
function delimited(scanner: Scanner, rule: Rule, first: number, stop: number): number {
  const { bytes } = scanner;
  const at = skipBlanks(bytes, matchHead(rule.head, bytes, first, stop), stop);
  for (const delimiter of delimitersAt(bytes, at, stop)) {
    const end = closedBy(scanner, rule, delimiter, at + delimiter.length);
    if (end >= 0) return end;
  }
  return -1;
}

/** A device prints the delimiter ETX as the two characters `^C`; a person may have chosen the caret alone. */
function delimitersAt(bytes: Buffer, at: number, stop: number): readonly string[] {
  if (at >= stop) return [];
  const character = String.fromCharCode(bytes[at]!);
  const next = at + 1 < stop ? String.fromCharCode(bytes[at + 1]!) : "";
  return character === "^" && /[A-Z[\]\\]/.test(next) ? [character + next, character] : [character];
}

function closedBy(scanner: Scanner, rule: Rule, delimiter: string, from: number): number {
  const { bytes, searches } = scanner;
  const at = nextText(searches, bytes, delimiter, from);
  if (at < 0 || at - from > longestBanner) return -1;
  const end = lineEnd(bytes, at);
  // A device prints nothing behind the closing delimiter: what stands there says that this is not the one.
  if (trimEnd(bytes, at + delimiter.length, end) > at + delimiter.length) return -1;
  const first = lineStart(bytes, at);
  const opens = first > from ? opensAt(rule, bytes, first) : -1;
  return opens >= 0 && skipBlanks(bytes, opens, end) === at ? -1 : end;
}
