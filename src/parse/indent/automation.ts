import { type Head, matchHead } from "./head.ts";
import type { Rule } from "./rule.ts";
import { bound, type Scanner } from "./scanner.ts";
import { shownText } from "./text.ts";

const space = 0x20;
const backslash = 0x5c;

/** Notes a line of automation that names something that copies traffic; `block`: offset of what holds the line. */
export function automationIn(
  scanner: Scanner,
  rule: Rule,
  first: number,
  stop: number,
  line: number,
  block: number | undefined,
): void {
  const words = wordsOf(scanner.bytes, first, stop);
  const named = names(words, scanner.rules.mirrors, true) || names(words, rule.seeks, false);
  if (!named) return;
  const text = shownText(scanner.bytes, first, stop);
  const found = { kind: "automation", line, text, why: rule.why ?? "" } as const;
  scanner.indicators.push(block === undefined ? found : { ...found, block: String(block) });
  bound(scanner);
}

/** The line with everything but letters, digits and hyphens turned to spaces: quotes, patterns and `\n` hide no word. */
function wordsOf(bytes: Uint8Array, first: number, stop: number): Uint8Array {
  const words = new Uint8Array(bytes.subarray(first, stop));
  for (let at = 0; at < words.length; at++) {
    if (isWordByte(words[at]!)) continue;
    if (words[at] === backslash && isEscape(words[at + 1])) words[at + 1] = space;
    words[at] = space;
  }
  return words;
}

/** `\n`, `\r` and `\t` stand between the commands of a script. */
function isEscape(byte: number | undefined): boolean {
  return byte === 0x6e || byte === 0x72 || byte === 0x74;
}

function isWordByte(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2d
  );
}

/** `show monitor session` only looks, so a head directly behind `show` does not count unless it is sought as such. */
function names(words: Uint8Array, heads: readonly Head[], unlessShown: boolean): boolean {
  for (let at = 0; at < words.length; at++) {
    if (words[at] === space || (at > 0 && words[at - 1] !== space)) continue;
    if (!heads.some((head) => matchHead(head, words, at, words.length) >= 0)) continue;
    if (!unlessShown || !followsShow(words, at)) return true;
  }
  return false;
}

function followsShow(words: Uint8Array, at: number): boolean {
  const before = String.fromCharCode(...words.subarray(Math.max(0, at - 12), at)).trimEnd();
  return /(?:^| )sh(?:o|ow)?$/i.test(before);
}
