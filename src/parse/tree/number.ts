const newline = 0x0a;

/** 1-based line numbers of some byte offsets, in one pass over the text up to the last of them. */
export function numberLines(bytes: Uint8Array, offsets: readonly number[]): (offset: number) => number {
  const numbers = new Map<number, number>();
  let line = 1;
  let next = bytes.indexOf(newline);
  for (const offset of [...new Set(offsets)].sort((left, right) => left - right)) {
    for (; next >= 0 && next < offset; next = bytes.indexOf(newline, next + 1)) line++;
    numbers.set(offset, line);
  }
  return (offset) => numbers.get(offset) ?? 1;
}
