/** A text as UTF-8 bytes, and what is wrong with it as a text, in one clause. */
export interface PlainText {
  readonly bytes: Buffer;
  readonly damage?: string;
}

/** Bytes that are looked at to tell UTF-16 without a byte order mark. */
const sample = 4096;

/**
 * Takes off a byte order mark, turns UTF-16 into UTF-8, and puts back the plain spaces and hyphens that a web page or a
 * word processor replaced. Any other encoding keeps its bytes: keywords are ASCII.
 */
export function plainText(source: Uint8Array): PlainText {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return judged(bytes.subarray(3));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return judged(fromUtf16(bytes.subarray(2), "utf-16le"));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return judged(fromUtf16(bytes.subarray(2), "utf-16be"));
  const encoding = bytes.includes(0) ? utf16Without(bytes) : undefined;
  return judged(encoding === undefined ? bytes : fromUtf16(bytes, encoding));
}

function judged(source: Buffer): PlainText {
  const bytes = typography.some(([odd]) => source.includes(odd)) ? retyped(source) : source;
  if (!bytes.includes(0)) return { bytes };
  return { bytes, damage: "it holds NUL bytes: it is damaged or no text" };
}

/** The beginnings in UTF-8 of what typography puts for a space, a hyphen, or nothing. */
const typography: readonly (readonly [Buffer, readonly string[], string])[] = [
  [Buffer.from([0xc2, 0xa0]), ["\u00a0"], " "],
  [Buffer.from([0xe2, 0x80]), ["\u2007", "\u2009", "\u202f"], " "],
  [Buffer.from([0xe2, 0x80]), ["\u2010", "\u2011", "\u2012", "\u2013", "\u2014"], "-"],
  [Buffer.from([0xe2, 0x80]), ["\u200b", "\u200e"], ""],
  [Buffer.from([0xef, 0xbb, 0xbf]), ["\ufeff"], ""],
];

/** Byte for byte but for these characters, so that nothing else in the text changes. */
function retyped(source: Buffer): Buffer {
  let text = source.toString("latin1");
  for (const [, characters, plain] of typography)
    for (const character of characters)
      text = text.replaceAll(Buffer.from(character).toString("latin1"), plain);
  return Buffer.from(text, "latin1");
}

/** In ASCII text as UTF-16 every other byte is NUL. */
function utf16Without(bytes: Buffer): "utf-16le" | "utf-16be" | undefined {
  const end = Math.min(bytes.length, sample);
  const zeros = [0, 0];
  for (let at = 0; at < end; at++) if (bytes[at] === 0) zeros[at % 2]!++;
  const [even, odd] = zeros as [number, number];
  if (odd > end * 0.4 && even < end * 0.05) return "utf-16le";
  if (even > end * 0.4 && odd < end * 0.05) return "utf-16be";
  return undefined;
}

function fromUtf16(bytes: Buffer, encoding: "utf-16le" | "utf-16be"): Buffer {
  return Buffer.from(new TextDecoder(encoding).decode(bytes), "utf8");
}
