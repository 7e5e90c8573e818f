import { skipBlanks } from "./head.ts";
import { type Rule, ruleAt } from "./rule.ts";
import type { Scanner } from "./scanner.ts";
import { lineEnd, lineStart, nextHead, nextLine } from "./search.ts";
import { shownText, trimEnd } from "./text.ts";

/** The bounds of a text that is no configuration, as far as they can be told. All are offsets. */
export interface Bounds {
  /** First line of the text, and end of the line that closes it. */
  readonly from: number;
  readonly end: number;
  /** `undefined` where a line of the profile's choice ends the text. */
  readonly delimiter: string | undefined;
  /** The delimiter came before, so the text holds it. */
  readonly extended: boolean;
}

/** What can be held against the bounds: `refuted`, the line opens no text; `doubted`, what it hides must be told. */
export type Trust =
  | { readonly kind: "trusted" }
  | { readonly kind: "refuted" | "doubted"; readonly why: string };

/**
 * A device that prints `^C` for every delimiter lets a text hold what looks like its end; what follows can then pass for
 * the beginning of another text, which hides the config up to an end of somebody's choice. A config that is hidden so
 * brings its own structure along: that is a doubt, and where the text shows another sign besides, it is none.
 */
export function trustOf(scanner: Scanner, rule: Rule, first: number, bounds: Bounds): Trust {
  const { bytes, rules, searches } = scanner;
  const last = lineStart(bytes, bounds.end);
  if (rules.structure.length === 0 || last <= bounds.from) return { kind: "trusted" };
  const head = nextHead(searches, bytes, rules.structure, bounds.from);
  const crosses = head >= 0 && head < last;
  const stuffed =
    rule.hex && !isHex(bytes, bounds.from, last) ? "is not of hexadecimal digits alone" : undefined;
  const sign = stuffed ?? signOf(scanner, first, bounds, crosses);
  if (crosses && sign !== undefined) return { kind: "refuted", why: sign };
  const bar = nextLine(searches, bytes, "!", bounds.from);
  const separated = crosses || (bar >= 0 && bar < last);
  const why =
    (separated ? (sign ?? "runs over lines that look like a config") : undefined) ??
    stuffed ??
    (bounds.extended ? "holds its own delimiter" : undefined);
  return why === undefined ? { kind: "trusted" } : { kind: "doubted", why };
}

function signOf(
  scanner: Scanner,
  first: number,
  { delimiter }: Bounds,
  crosses: boolean,
): string | undefined {
  const { bytes, rules } = scanner;
  const own = delimiter !== undefined && rules.delimiters.includes(delimiter);
  if (delimiter !== undefined && !own && prints(scanner))
    return `has another delimiter than \`${rules.delimiters[0]}\`, which this device prints`;
  const follows = scanner.glued >= 0 && lineStart(bytes, first) - scanner.glued <= 2;
  // Two banners in a row are nothing unusual, unless the second runs into the config.
  return follows && (crosses || !own) ? "follows a text that may not have ended before it" : undefined;
}

/** Does any text begin with a delimiter that the device prints? */
function prints(scanner: Scanner): boolean {
  scanner.printed ??= scanner.rules.delimiters.some((delimiter) => opensWith(scanner, delimiter));
  return scanner.printed;
}

/** A head has few words; a line is not searched further back for its beginning. Bytes. */
const longestHead = 200;

function opensWith({ bytes, rules }: Scanner, delimiter: string): boolean {
  for (let at = bytes.indexOf(delimiter, 0, "latin1"); at >= 0; ) {
    const window = bytes.subarray(Math.max(0, at - longestHead), at);
    const first = at - window.length + lineStart(window as Buffer, window.length);
    const begin = skipBlanks(bytes, first, at);
    const stop = trimEnd(bytes, begin, Math.min(lineEnd(bytes, at), at + longestHead));
    if (begin < at && ruleAt(rules, bytes, begin, stop)?.kind === "region") return true;
    at = bytes.indexOf(delimiter, at + delimiter.length, "latin1");
  }
  return false;
}

function isHex(bytes: Buffer, from: number, last: number): boolean {
  for (let at = from; at < last; at++) {
    const byte = bytes[at]!;
    const digit = (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
    if (!digit && byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false;
  }
  return true;
}

/** Lines told of one text; whoever writes more wants to be lost in them. */
const mostTold = 1000;

/** Tells a line of a doubtful text that would be a session, or take one away, if it were configuration. */
export function tellHidden(scanner: Scanner, first: number, stop: number, line: number): void {
  const begin = skipBlanks(scanner.bytes, first, stop);
  const rule = begin < stop ? ruleAt(scanner.rules, scanner.bytes, begin, stop) : undefined;
  if (rule?.kind !== "claim" || rule.helper) return;
  const text = shownText(scanner.bytes, first, stop);
  const why = `it stands in a text that ${scanner.doubt}: nobody can tell whether it is configuration`;
  if (scanner.indicators.length < mostTold) scanner.indicators.push({ kind: "blind", line, text, why });
  else scanner.overflow = true;
}

/** A delimiter alone on a line outside of any text: some text before it may have ended too early, or too late. */
export function tellStray(scanner: Scanner, first: number, stop: number, line: number): void {
  const text = scanner.bytes.toString("latin1", first, stop);
  if (scanner.indicators.length >= mostTold || !scanner.rules.delimiters.includes(text)) return;
  const why = "it ends a text that has no beginning: lines before it may be the text of a banner, or config";
  scanner.indicators.push({ kind: "blind", line, text, why });
}
