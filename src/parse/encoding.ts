/** A text as UTF-8 bytes, and what is wrong with it as a text, in one clause. */
export interface PlainText {
  readonly bytes: Buffer;
  readonly damage?: string;
}

/** Bytes that are looked at to tell UTF-16 without a byte order mark. */
const sample = 4096;

/** Takes off a byte order mark and turns UTF-16 into UTF-8. Any other encoding keeps its bytes: keywords are ASCII. */
export function plainText(source: Uint8Array): PlainText {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return judged(bytes.subarray(3));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return judged(fromUtf16(bytes.subarray(2), "utf-16le"));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return judged(fromUtf16(bytes.subarray(2), "utf-16be"));
  const encoding = bytes.includes(0) ? utf16Without(bytes) : undefined;
  return judged(encoding === undefined ? bytes : fromUtf16(bytes, encoding));
}

function judged(bytes: Buffer): PlainText {
  if (!bytes.includes(0)) return { bytes };
  return { bytes, damage: "it holds NUL bytes: it is damaged or no text" };
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
