/** How a line begins, compiled from the profile's notation: `mon*itor ses*sion`. */
export type Head = readonly HeadWord[];

interface HeadWord {
  /** Lower case; empty for `_`, any one word. */
  readonly letters: Uint8Array;
  /** Length of the shortest abbreviation that is read. */
  readonly least: number;
}

const space = 0x20;
const tab = 0x09;

export function compileHead(notation: string): Head {
  return notation.split(" ").map((word) => {
    if (word === "_") return { letters: new Uint8Array(0), least: 0 };
    const letters = new TextEncoder().encode(word.replace("*", "").toLowerCase());
    const star = word.indexOf("*");
    return { letters, least: star < 0 ? letters.length : star };
  });
}

/** Where the head ends in bytes[at, end), in any case and with any white space between words; -1 when it does not stand there. */
export function matchHead(head: Head, bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  for (let index = 0; index < head.length; index++) {
    if (index > 0) next = skipBlanks(bytes, next, end);
    next = matchWord(head[index]!, bytes, next, end);
    if (next < 0) return -1;
  }
  return next;
}

function matchWord(word: HeadWord, bytes: Uint8Array, at: number, end: number): number {
  const { letters, least } = word;
  if (letters.length === 0) return skipWord(bytes, at, end);
  let length = 0;
  while (at + length < end && length < letters.length && lower(bytes[at + length]!) === letters[length])
    length++;
  if (length < least) return -1;
  const stop = at + length;
  return stop >= end || isBlank(bytes[stop]!) ? stop : -1;
}

function skipWord(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && !isBlank(bytes[next]!)) next++;
  return next > at ? next : -1;
}

export function skipBlanks(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && isBlank(bytes[next]!)) next++;
  return next;
}

export function isBlank(byte: number): boolean {
  return byte === space || byte === tab;
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
