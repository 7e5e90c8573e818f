import { type Head, matchHead } from "./head.ts";
import type { Rule } from "./rule.ts";
import type { Scanner } from "./scanner.ts";
import { longestLine, shownText } from "./text.ts";

/** Notes a line of automation that names something that copies traffic. */
export function automationIn(scanner: Scanner, rule: Rule, first: number, stop: number, line: number): void {
  const words = wordsOf(scanner.bytes, first, Math.min(stop, first + longestLine));
  const named = names(words, scanner.rules.mirrors, true) || names(words, rule.seeks, false);
  if (!named) return;
  const text = shownText(scanner.bytes, first, stop);
  scanner.indicators.push({ kind: "automation", line, text, why: rule.why ?? "" });
}

/** The line with everything but letters, digits and hyphens turned to spaces: quotes and patterns hide no word. */
function wordsOf(bytes: Uint8Array, first: number, stop: number): Uint8Array {
  const words = bytes.slice(first, stop);
  for (let at = 0; at < words.length; at++) if (!isWordByte(words[at]!)) words[at] = 0x20;
  return words;
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
    if (words[at] === 0x20 || (at > 0 && words[at - 1] !== 0x20)) continue;
    if (!heads.some((head) => matchHead(head, words, at, words.length) >= 0)) continue;
    if (!unlessShown || !followsShow(words, at)) return true;
  }
  return false;
}

function followsShow(words: Uint8Array, at: number): boolean {
  const before = String.fromCharCode(...words.subarray(Math.max(0, at - 12), at)).trimEnd();
  return /(?:^| )sh(?:o|ow)?$/i.test(before);
}
