/** Does this part of the bytes hold an anchor? */
export type AnchorSearch = (bytes: Uint8Array, from: number, to: number) => boolean;

/**
 * Builds a search for any of the anchors at once, ASCII letters in either case. One table look-up per byte (the automaton of
 * Aho and Corasick, 1975), so that neither the number of anchors nor the text can make it slower.
 */
export function anchorSearch(anchors: readonly string[]): AnchorSearch {
  const words = anchors.map((anchor) => Buffer.from(anchor.toLowerCase()));
  if (words.some((word) => word.length === 0)) return () => true;
  const next = automaton(words);
  return (bytes, from, to) => {
    let state = 0;
    for (let at = from; at < to; at++) {
      state = next[state | bytes[at]!]!;
      if (state < 0) return true;
    }
    return false;
  };
}

/** `state | byte` -> state, where a state is a multiple of 256; -1: an anchor is complete. */
function automaton(words: readonly Uint8Array[]): Int32Array {
  const next = new Int32Array((1 + words.reduce((sum, word) => sum + word.length, 0)) << 8);
  const complete = new Set<number>();
  let used = 1;
  for (const word of words) {
    let state = 0;
    for (const byte of word) {
      if (next[state | byte] === 0) next[state | byte] = used++ << 8;
      state = next[state | byte]!;
    }
    complete.add(state);
  }
  followFailures(next, complete);
  foldCase(next);
  return next.map((state) => (complete.has(state) ? -1 : state));
}

/** Where to go on when a word breaks off: breadth first, to the longest suffix that begins another word. */
function followFailures(next: Int32Array, complete: Set<number>): void {
  const failure = new Map<number, number>();
  const queue = [...new Set(next.subarray(0, 256))].filter((state) => state !== 0);
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head]!;
    const back = failure.get(state) ?? 0;
    if (complete.has(back)) complete.add(state);
    for (let byte = 0; byte < 256; byte++) {
      const child = next[state | byte]!;
      const fallback = next[back | byte]!;
      if (child === 0) next[state | byte] = fallback;
      else {
        failure.set(child, fallback);
        queue.push(child);
      }
    }
  }
}

function foldCase(next: Int32Array): void {
  for (let state = 0; state < next.length; state += 256)
    for (let upper = 65; upper <= 90; upper++) next[state | upper] = next[state | (upper + 32)]!;
}
