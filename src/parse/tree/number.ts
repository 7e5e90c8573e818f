const newline = 0x0a;
const fourNewlines = 0x0a0a0a0a;
const ones = 0x01010101;
const highBits = 0x80808080 | 0;

/** 1-based line numbers of some byte offsets, in one pass over the text up to the last of them. */
export function numberLines(bytes: Uint8Array, offsets: readonly number[]): (offset: number) => number {
  const numbers = new Map<number, number>();
  let line = 1;
  let at = 0;
  for (const offset of [...new Set(offsets)].sort((left, right) => left - right)) {
    line += newlines(bytes, at, offset);
    at = offset;
    numbers.set(offset, line);
  }
  return (offset) => numbers.get(offset) ?? 1;
}

/** Four bytes at a time: most of them hold no newline. */
function newlines(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  let count = 0;
  for (; at < to && (bytes.byteOffset + at) % 4 !== 0; at++) if (bytes[at] === newline) count++;
  if (at >= to) return count;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, Math.max(0, to - at) >> 2);
  for (let index = 0; index < words.length; index++) {
    const zeroes = words[index]! ^ fourNewlines;
    if ((((zeroes - ones) | 0) & ~zeroes & highBits) !== 0)
      for (let byte = 0; byte < 32; byte += 8) if (((zeroes >>> byte) & 0xff) === 0) count++;
  }
  for (at += words.length * 4; at < to; at++) if (bytes[at] === newline) count++;
  return count;
}
