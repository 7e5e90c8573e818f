import { bucketOf, ruleAt } from "./rule.ts";
import type { Scanner } from "./scanner.ts";
import { push } from "./stack.ts";
import { trimEnd } from "./text.ts";
import { applyRule, visit, visitComment } from "./visit.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const comment = 0x21;
const tab = 0x09;
const endOfText = 0x03;

/**
 * First bytes of lines that need a look although no rule begins so: pager marks, log lines, refusals, headers.
 * Configuration lines begin with a lower-case letter, or are indented. 2: at any indentation.
 */
const unusual = unusualBytes();

function unusualBytes(): Uint8Array {
  const table = new Uint8Array(256);
  for (let byte = 0x41; byte <= 0x5a; byte++) table[byte] = 1;
  for (let byte = 0x30; byte <= 0x39; byte++) table[byte] = 1;
  for (const byte of "*.%<:[") table[byte.charCodeAt(0)] = 1;
  for (const byte of "\t-^") table[byte.charCodeAt(0)] = 2;
  return table;
}

/**
 * One pass over the text. Lines end with LF, CR LF or a lone CR; a lone CR counts as a line only in a text without LF,
 * so that numbers agree with what an editor shows. No string is made here, and nothing is called for a line unless it
 * is unusual, begins like a rule, or stands in a claimed block.
 */
export function scan(scanner: Scanner): void {
  const { bytes } = scanner;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  const countsReturns = !bytes.includes(lineFeed);
  const end = bytes.length;
  let position = 0;
  let line = 1;
  while (position < end) {
    let first = position;
    while (first < end && bytes[first] === 0x20) first++;
    const stop = lineStop(scanner, words, first);
    if (stop > first) oneLine(scanner, position, first, stop, line);
    position = stop + 1;
    if (bytes[stop] === lineFeed) line++;
    else if (bytes[position] === lineFeed) {
      position++;
      line++;
    } else if (countsReturns) line++;
  }
}

/** Offset of the line end at or after `from`. Notes control characters that a terminal would act on. */
function lineStop(scanner: Scanner, words: Int32Array, from: number): number {
  const { bytes } = scanner;
  const end = bytes.length;
  let at = nextControl(bytes, words, from);
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === lineFeed || byte === carriageReturn) return at;
    if (byte !== tab && byte !== endOfText) scanner.controls = true;
    at = nextControl(bytes, words, at + 1);
  }
  return end;
}

/** Offset of the next byte below 0x20. Four bytes at a time: a word has such a byte when taking 0x20 from each borrows. */
function nextControl(bytes: Buffer, words: Int32Array, from: number): number {
  const end = bytes.length;
  let at = from;
  while (at < end && (at & 3) !== 0) {
    if (bytes[at]! < 0x20) return at;
    at++;
  }
  let index = at >> 2;
  for (; index < words.length; index++) {
    const word = words[index]!;
    if ((((word - 0x20202020) | 0) & ~word & 0x80808080) !== 0) break;
  }
  at = Math.max(at, index << 2);
  while (at < end && bytes[at]! >= 0x20) at++;
  return at;
}

function oneLine(scanner: Scanner, position: number, first: number, stop: number, line: number): void {
  const { bytes } = scanner;
  const indent = first - position;
  const head = bytes[first]!;
  const kind = unusual[head]!;
  if (scanner.watching || position < scanner.resume || kind === 2 || (kind === 1 && indent === 0)) {
    visit(scanner, position, first, stop, line);
    return;
  }
  if (head === comment) {
    visitComment(scanner, indent, first, trimEnd(bytes, first, stop));
    return;
  }
  const { rules } = scanner;
  if (first + 2 < bytes.length && rules.buckets[bucketOf(head, bytes[first + 1]!, bytes[first + 2]!)]) {
    const rule = ruleAt(rules, bytes, first, stop);
    if (rule !== undefined) {
      applyRule(scanner, rule, indent, first, stop, line);
      return;
    }
  }
  push(scanner.stack, indent, first, stop);
}
