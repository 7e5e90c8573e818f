/** A part of a stream that shall be read by itself. */
export interface Piece {
  /**
   * `value`: braces balance, so it is one JSON value, or a wrapper that looks like one. `text`: a line that begins
   * otherwise, or a text in a list. `broken`: lines that begin like JSON and do not go on like it.
   */
  readonly kind: "value" | "text" | "broken";
  readonly text: string;
  /** 1-based line on which it begins. */
  readonly line: number;
  /** 0-based byte in the stream at which it begins. */
  readonly byte: number;
}

/** A place from which nothing can be read. */
export interface Trouble {
  readonly line: number;
  /** 0-based byte in the stream. */
  readonly byte: number;
  readonly what: string;
}

/** White space of JSON, the record separator of RFC 7464, and the bytes of a byte order mark. */
export function isBlank(byte: number): boolean {
  if (byte > 0x20) return byte === 0xef || byte === 0xbb || byte === 0xbf;
  return byte === 0x20 || byte === 0x0d || byte === 0x0a || byte === 0x09 || byte === 0x1e;
}

/** Is there nothing else between `from` and `at`, or between the last line end and `at`? */
export function onlyBlanksBefore(bytes: Uint8Array, from: number, at: number): boolean {
  for (let back = at - 1; back >= from; back--) {
    if (bytes[back] === 0x0a) return true;
    if (!isBlank(bytes[back]!)) return false;
  }
  return false;
}

/**
 * Does a list begin with the bracket at `from`? A line may begin with one and be no list, as in `[2026-03-01 10:00:00] …`.
 * Undefined while the bytes do not tell; `last`: no more will come.
 */
export function looksLikeList(bytes: Uint8Array, from: number, last: boolean): boolean | undefined {
  for (let ahead = from + 1; ahead < bytes.length; ahead++) {
    const byte = bytes[ahead]!;
    if (!isBlank(byte)) return [0x7b, 0x5b, 0x5d, 0x22].includes(byte);
  }
  return last ? true : undefined;
}
