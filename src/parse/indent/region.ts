import { type Bounds, trustOf } from "./doubt.ts";
import { matchHead, skipBlanks } from "./head.ts";
import { type Rule, ruleAt } from "./rule.ts";
import { bound, type Scanner } from "./scanner.ts";
import { lineEnd, lineStart, nextHead, nextLine, nextText } from "./search.ts";
import { shownText, trimEnd } from "./text.ts";

/** A banner is at most this long on any device; a delimiter that comes later belongs to something else. Bytes. */
const longestBanner = 65_536;

/**
 * Passes over text that is not configuration. When its end cannot be found, or cannot be its end, the opening line is
 * unread and the text is read on from the next line, so that nothing hides behind a banner that was never closed.
 */
export function enterRegion(scanner: Scanner, rule: Rule, first: number, stop: number, line: number): void {
  const bounds =
    rule.until === undefined ? delimited(scanner, rule, first, stop) : closed(scanner, rule, stop);
  const trust = bounds && trustOf(scanner, rule, first, bounds);
  if (bounds === undefined || trust?.kind === "refuted") {
    refuse(scanner, rule, first, stop, line, trust?.kind === "refuted" ? trust.why : undefined);
    return;
  }
  scanner.resume = bounds.end;
  scanner.region = rule.why === undefined ? undefined : rule;
  scanner.doubt = trust?.kind === "doubted" ? trust.why : undefined;
  scanner.glued = isGlued(scanner.bytes, bounds) ? bounds.end : -1;
}

function refuse(
  scanner: Scanner,
  rule: Rule,
  first: number,
  stop: number,
  line: number,
  why: string | undefined,
): void {
  const end = rule.until === undefined ? "its closing delimiter" : `a line that says ${rule.until}`;
  const expected = why === undefined ? end : `a text of its own, but this one ${why} and would hide config`;
  // Only how it begins, and the delimiter: what follows is free text, which may say anything.
  const text = skipBlanks(scanner.bytes, matchHead(rule.head, scanner.bytes, first, stop), stop);
  const head = rule.until === undefined ? Math.min(stop, text + 2) : stop;
  scanner.unread.push({ line, text: shownText(scanner.bytes, first, head), expected });
  bound(scanner);
}

/** Did the text go on before the delimiter on the last line? */
function isGlued(bytes: Buffer, { end, delimiter }: Bounds): boolean {
  if (delimiter === undefined) return false;
  const first = lineStart(bytes, end);
  const at = bytes.lastIndexOf(delimiter, end, "latin1");
  return skipBlanks(bytes, first, at) < at;
}

/** The region up to the line that ends it. A line that opens one with the same end says that this one is open. */
function closed(scanner: Scanner, rule: Rule, stop: number): Bounds | undefined {
  const { bytes, searches } = scanner;
  const at = nextLine(searches, bytes, rule.until!, stop);
  if (at < 0) {
    scanner.unended = true;
    return undefined;
  }
  const from = nextStart(bytes, stop);
  for (let first = from; first < at; first = lineEnd(bytes, first) + 1)
    if (opening(scanner, first)?.rule.until === rule.until) return undefined;
  return { from, end: lineEnd(bytes, at), delimiter: undefined, extended: false };
}

/** Offset of the line after the one that holds `at`. */
function nextStart(bytes: Buffer, at: number): number {
  const stop = lineEnd(bytes, at);
  return bytes[stop] === 0x0d && bytes[stop + 1] === 0x0a ? stop + 2 : stop + 1;
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

/** The region up to the line on which the delimiter comes again. */
function delimited(scanner: Scanner, rule: Rule, first: number, stop: number): Bounds | undefined {
  const { bytes } = scanner;
  const at = skipBlanks(bytes, matchHead(rule.head, bytes, first, stop), stop);
  const delimiters = delimitersAt(bytes, at, stop);
  for (const delimiter of delimiters) {
    const close = closedBy(scanner, delimiter, at + delimiter.length);
    if (close < 0) continue;
    const end = lastClose(scanner, delimiter, close, at + longestBanner);
    return { from: nextStart(bytes, first), end, delimiter, extended: end > close };
  }
  const comes = (delimiter: string) =>
    nextText(scanner.searches, bytes, delimiter, at + delimiter.length) >= 0;
  scanner.unended ||= !delimiters.some(comes);
  return undefined;
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

/**
 * A device that prints one delimiter for all lets a text hold it. Where it comes again at the end of a line that opens
 * nothing, and no config began in between, the text went on up to there.
 */
function lastClose(scanner: Scanner, delimiter: string, close: number, limit: number): number {
  const { bytes, rules, ahead } = scanner;
  if (!rules.delimiters.includes(delimiter)) return close;
  for (let end = close; ; ) {
    const at = nextText(ahead, bytes, delimiter, end);
    if (at < 0 || at > limit) return end;
    const next = lineEnd(bytes, at);
    const head = nextHead(ahead, bytes, rules.structure, nextStart(bytes, end));
    const bar = nextLine(ahead, bytes, "!", end);
    const text = trimEnd(bytes, at + delimiter.length, next) > at + delimiter.length;
    if (text || (head >= 0 && head < at) || (bar >= 0 && bar < at)) return end;
    if (opening(scanner, lineStart(bytes, at))?.at === at) return end;
    end = next;
  }
}
