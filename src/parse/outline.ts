/** A text known by a few of its lines, without the text: enough to tell that a later one lacks its end. */
export interface Outline {
  readonly bytes: number;
  /** 32-bit hashes of the longest line of each of up to 64 equal parts, in order. */
  readonly marks: readonly number[];
}

const parts = 64;
/** So many marks at the end must be gone before a text counts as cut: one changed line makes none. */
const fewest = 3;

/**
 * @param except 1-based lines that are no mark: what says something of mirroring may go for good reasons
 */
export function outlineOf(bytes: Uint8Array, except: ReadonlySet<number>): Outline {
  const longest = new Map<number, { readonly length: number; readonly hash: number }>();
  for (const { start, end, number } of lines(bytes)) {
    const part = Math.floor((start * parts) / bytes.length);
    if (except.has(number) || end - start <= (longest.get(part)?.length ?? 1)) continue;
    longest.set(part, { length: end - start, hash: hashOf(bytes, start, end) });
  }
  return { bytes: bytes.length, marks: [...longest.values()].map(({ hash }) => hash) };
}

/** Is the text shorter than the outlined one, and is the end of that one nowhere in it? Linear in the bytes. */
export function lacksEnd(known: Outline, bytes: Uint8Array): boolean {
  if (bytes.length >= known.bytes) return false;
  const present = new Set<number>();
  for (const { start, end } of lines(bytes)) present.add(hashOf(bytes, start, end));
  const last = known.marks.findLastIndex((mark) => present.has(mark));
  return known.marks.length - 1 - last >= fewest;
}

/** Lines without their end and without blanks around them. */
function* lines(bytes: Uint8Array): Generator<{ start: number; end: number; number: number }> {
  let number = 0;
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(0x0a, at);
    const next = found < 0 ? bytes.length : found + 1;
    let [start, end] = [at, next];
    while (start < end && bytes[start]! <= 0x20) start++;
    while (end > start && bytes[end - 1]! <= 0x20) end--;
    number++;
    yield { start, end, number };
    at = next;
  }
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash >>> 0;
}
