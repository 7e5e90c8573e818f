/**
 * The lexical rules of a configuration tree, on bytes: where a space, a comment, a word, a string or a block ends.
 * Comments (`#` to the end of the line, `/*` to its end) begin only where a word could.
 */
export const newline = 0x0a;
export const quote = 0x22;
export const open = 0x7b;
export const close = 0x7d;
export const semicolon = 0x3b;
export const openList = 0x5b;
export const closeList = 0x5d;
const space = 0x20;
const hash = 0x23;
const slash = 0x2f;
const star = 0x2a;
const backslash = 0x5c;
const longestString = 16_384;
const longestLine = 4096;

/** Ends a bare word: white space, `;`, `{`, `}`, `"`. */
const endsWord = new Uint8Array(256);
for (let byte = 0; byte <= space; byte++) endsWord[byte] = 1;
for (const byte of [quote, open, close, semicolon]) endsWord[byte] = 1;

/** What a walk over unclaimed text must look at. */
const stopsBlock = new Uint8Array(256);
for (const byte of [quote, open, close, hash, star]) stopsBlock[byte] = 1;

/** White space, control characters (carriage return, backspace, NUL) too, but no newline. */
export function isBlank(byte: number | undefined): boolean {
  return byte !== undefined && byte <= space && byte !== newline;
}

export function blankEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length && bytes[end]! <= space && bytes[end] !== newline) end++;
  return end;
}

export function wordEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length && endsWord[bytes[end]!] === 0) end++;
  return end;
}

/** The newline that ends the line of `at`, or the end of the text. */
export function lineEnd(bytes: Uint8Array, at: number): number {
  const end = bytes.indexOf(newline, at);
  return end < 0 ? bytes.length : end;
}

/** The first byte of the line of `at`, looked for no farther back than a line that a person could read. */
export function lineStart(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && at - start < longestLine && bytes[start - 1] !== newline) start--;
  return start;
}

/** Where a string or comment ends; `whole` is false when it never does, and then `end` is where reading goes on. */
export interface Extent {
  readonly end: number;
  readonly whole: boolean;
}

/**
 * Behind the closing quote of the string that opens at `at`; negative when it does not close on its own line.
 * `\` takes the next byte with it.
 */
export function stringEnd(bytes: Uint8Array, at: number): number {
  for (let end = at + 1; end < bytes.length; end++) {
    const byte = bytes[end];
    if (byte === quote) return end + 1;
    if (byte === newline) return -1;
    if (byte === backslash && bytes[end + 1] !== newline) end++;
  }
  return -1;
}

/**
 * A string that does not close on its own line may go on over lines. Its next quote closes it only when a statement can
 * go on behind it; a quote that opens another string proves that this one never closed, and it then ends with its line.
 */
export function longString(bytes: Uint8Array, at: number): Extent {
  const limit = Math.min(bytes.length, at + longestString);
  for (let end = at + 1; end < limit; end++) {
    if (bytes[end] === backslash) end++;
    else if (bytes[end] === quote)
      return closesHere(bytes, end + 1)
        ? { end: end + 1, whole: true }
        : { end: lineEnd(bytes, at), whole: false };
  }
  return { end: lineEnd(bytes, at), whole: false };
}

function closesHere(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[blankEnd(bytes, at)];
  return (
    byte === undefined ||
    byte === newline ||
    byte === semicolon ||
    byte === open ||
    byte === closeList ||
    byte === hash
  );
}

/** Does a comment begin at `at`, where a word could begin? */
export function isComment(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === hash || (bytes[at] === slash && bytes[at + 1] === star);
}

/** Troubles met, and what the last search for the end of a comment found: comments that never end must not cost more. */
export interface Lookout {
  trouble(kind: "comment" | "string", at: number): void;
  searched: { readonly from: number; readonly to: number; readonly whole: boolean };
}

export const notSearched = { from: 0, to: 0, whole: false };

/**
 * The comment that begins at `at`. One that has no end before the next comment begins a line never ends: reading goes
 * on at the next line that looks like a statement.
 */
function commentEnd(bytes: Uint8Array, at: number, lookout: Lookout): Extent {
  if (bytes[at] === hash) return { end: lineEnd(bytes, at), whole: true };
  if (at + 2 < lookout.searched.from || at + 4 > lookout.searched.to)
    lookout.searched = searchEnd(bytes, at + 2);
  if (lookout.searched.whole) return { end: lookout.searched.to, whole: true };
  return { end: nextStatement(bytes, at), whole: false };
}

function searchEnd(bytes: Uint8Array, from: number): Lookout["searched"] {
  for (let at = bytes.indexOf(star, from); at >= 0; at = bytes.indexOf(star, at + 1)) {
    if (bytes[at + 1] === slash) return { from, to: at + 2, whole: true };
    if (at > from && bytes[at - 1] === slash && startsLine(bytes, at - 1))
      return { from, to: at, whole: false };
  }
  return { from, to: bytes.length, whole: false };
}

function startsLine(bytes: Uint8Array, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && isBlank(bytes[before])) before--;
  return before < 0 || bytes[before] === newline;
}

function nextStatement(bytes: Uint8Array, at: number): number {
  let start = lineEnd(bytes, at) + 1;
  while (start < bytes.length && !looksLikeStatement(bytes, start)) start = lineEnd(bytes, start) + 1;
  return Math.min(start, bytes.length);
}

/** `word … ;`, `word … {`, `}` or a typed command, remarks behind it left out. */
function looksLikeStatement(bytes: Uint8Array, start: number): boolean {
  const line = String.fromCharCode(
    ...bytes.subarray(start, Math.min(lineEnd(bytes, start), start + longestLine)),
  ).trim();
  return (
    /[;{}]\s*(##.*)?$/.test(line) ||
    /^(set|delete|deactivate|activate|edit)\s/.test(line) ||
    line.startsWith("/*")
  );
}

/** Behind the `}` that closes the block whose `{` is before `at`; negative when it is never closed. */
export function blockEnd(bytes: Uint8Array, at: number, lookout: Lookout): number {
  let depth = 1;
  for (let end = at; end < bytes.length; end++) {
    while (stopsBlock[bytes[end]!] === 0) end++;
    const byte = bytes[end];
    if (byte === close) {
      if (--depth === 0) return end + 1;
    } else if (byte === open) depth++;
    else if (byte === quote) end = throughString(bytes, end, lookout) - 1;
    else if (byte === hash) end = startsToken(bytes, end) ? lineEnd(bytes, end) - 1 : end;
    else if (byte === star && bytes[end - 1] === slash && startsToken(bytes, end - 1))
      end = throughComment(bytes, end - 1, lookout) - 1;
  }
  return -1;
}

/** A word could begin here: only white space or punctuation is before it. */
export function startsToken(bytes: Uint8Array, at: number): boolean {
  const before = bytes[at - 1];
  return (
    before === undefined || before <= space || before === semicolon || before === open || before === close
  );
}

export function throughString(bytes: Uint8Array, at: number, lookout: Lookout): number {
  const end = stringEnd(bytes, at);
  if (end >= 0) return end;
  const extent = longString(bytes, at);
  if (!extent.whole) lookout.trouble("string", at);
  return extent.end;
}

export function throughComment(bytes: Uint8Array, at: number, lookout: Lookout): number {
  const extent = commentEnd(bytes, at, lookout);
  if (!extent.whole) lookout.trouble("comment", at);
  return extent.end;
}
