import { type Head, matchHead } from "./head.ts";

/** Where a text was last looked for, and found: a hostile file that opens thousands of regions is still searched once. */
export type Searches = Map<string, { readonly from: number; readonly at: number }>;

/** Offset of `text` at or after `from`; -1 when it does not come again. Each text is passed over once in all. */
export function nextText(searches: Searches, bytes: Buffer, text: string, from: number): number {
  return remember(searches, `text ${text}`, from, () => bytes.indexOf(text, from, "latin1"));
}

/** Offset of the next line that holds `text` and nothing else; -1 when there is none. */
export function nextLine(searches: Searches, bytes: Buffer, text: string, from: number): number {
  return remember(searches, `line ${text}`, from, () => {
    let at = bytes.indexOf(text, from, "latin1");
    while (at >= 0 && !isWholeLine(bytes, at, at + text.length)) at = bytes.indexOf(text, at + 1, "latin1");
    return at;
  });
}

/** Offset of the next line at the left margin that begins with one of the heads; -1 when there is none. */
export function nextHead(searches: Searches, bytes: Buffer, heads: readonly Head[], from: number): number {
  return remember(searches, "head", from, () => {
    for (let first = from; first < bytes.length; ) {
      const stop = lineEnd(bytes, first);
      if (heads.some((head) => matchHead(head, bytes, first, stop) >= 0)) return first;
      first = stop + 1;
    }
    return -1;
  });
}

function remember(searches: Searches, key: string, from: number, find: () => number): number {
  const known = searches.get(key);
  if (known !== undefined && from >= known.from && (known.at < 0 || from <= known.at)) return known.at;
  const at = find();
  searches.set(key, { from, at });
  return at;
}

function isWholeLine(bytes: Buffer, first: number, stop: number): boolean {
  let before = first - 1;
  while (before >= 0 && isBlankByte(bytes[before]!)) before--;
  let after = stop;
  while (after < bytes.length && isBlankByte(bytes[after]!)) after++;
  return (before < 0 || isBreak(bytes[before]!)) && (after >= bytes.length || isBreak(bytes[after]!));
}

/** Offset of the first byte of the line that holds `at`. */
export function lineStart(bytes: Buffer, at: number): number {
  let first = at;
  while (first > 0 && !isBreak(bytes[first - 1]!)) first--;
  return first;
}

/** Offset behind the last byte of the line that holds `at`. */
export function lineEnd(bytes: Buffer, at: number): number {
  let stop = at;
  while (stop < bytes.length && !isBreak(bytes[stop]!)) stop++;
  return stop;
}

function isBlankByte(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

function isBreak(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}
