import { matchHead, skipBlanks } from "./head.ts";
import { type Rule, ruleAt } from "./rule.ts";
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

/** End of the line that closes the region, or -1. A line that opens one with the same end says that this one is open. */
function closed(scanner: Scanner, rule: Rule, stop: number): number {
  const { bytes, searches } = scanner;
  const at = nextLine(searches, bytes, rule.until!, stop);
  if (at < 0) return -1;
  for (let first = stop + 1; first < at; first = lineEnd(bytes, first) + 1)
    if (opening(scanner, first)?.rule.until === rule.until) return -1;
  return lineEnd(bytes, at);
}

interface Opening {
  readonly rule: Rule;
  /** Offset behind the head and the blanks after it. */
  readonly at: number;
}

/** The region that the line at `line` opens, if any. */
function opening({ bytes, rules }: Scanner, line: number): Opening | undefined {
  const stop = lineEnd(bytes, line);
  const first = skipBlanks(bytes, line, stop);
  const rule = first < stop ? ruleAt(rules, bytes, first, trimEnd(bytes, first, stop)) : undefined;
  if (rule?.kind !== "region") return undefined;
  return { rule, at: skipBlanks(bytes, matchHead(rule.head, bytes, first, stop), stop) };
}

/** End of the line on which the delimiter comes again, or -1. */
function delimited(scanner: Scanner, rule: Rule, first: number, stop: number): number {
  const { bytes } = scanner;
  const at = skipBlanks(bytes, matchHead(rule.head, bytes, first, stop), stop);
  for (const delimiter of delimitersAt(bytes, at, stop)) {
    const end = closedBy(scanner, delimiter, at + delimiter.length);
    if (end >= 0) return end;
  }
  return -1;
}

/** A device prints the delimiter ETX as the two characters `^C`; a person may have chosen the caret alone. */
function delimitersAt(bytes: Buffer, at: number, stop: number): readonly string[] {
  if (at >= stop) return [];
  let end = at + 1;
  while (end < stop && (bytes[end]! & 0xc0) === 0x80) end++;
  const character = bytes.toString("latin1", at, end);
  const next = bytes.toString("latin1", end, Math.min(end + 1, stop));
  return character === "^" && /[A-Z[\]\\]/.test(next) ? [character + next, character] : [character];
}

function closedBy(scanner: Scanner, delimiter: string, from: number): number {
  const { bytes, searches } = scanner;
  const at = nextText(searches, bytes, delimiter, from);
  if (at < 0 || at - from > longestBanner) return -1;
  const end = lineEnd(bytes, at);
  // A device prints nothing behind the closing delimiter: what stands there says that this is not the one.
  if (trimEnd(bytes, at + delimiter.length, end) > at + delimiter.length) return -1;
  const first = lineStart(bytes, at);
  return first > from && opening(scanner, first)?.at === at ? -1 : end;
}
