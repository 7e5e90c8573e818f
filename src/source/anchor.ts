/** Does this part of the bytes hold an anchor? */
export type AnchorSearch = (bytes: Uint8Array, from: number, to: number) => boolean;

/**
 * Builds a search for any of the anchors at once, ASCII letters in either case. Two bytes tell whether an anchor may begin
 * there, one look into a small table that no other look waits for; only then the automaton of Aho and Corasick (1975) reads,
 * until it is in the middle of no anchor. So no byte is read more than twice, whatever anchors and text are.
 */
export function anchorSearch(anchors: readonly string[]): AnchorSearch {
  const words = anchors.map((anchor) => Buffer.from(anchor.toLowerCase()));
  if (words.some((word) => word.length === 0)) return () => true;
  const next = automaton(words);
  const begins = beginnings(words);
  return (bytes, from, to) => {
    if (from >= to) return false;
    let before = bytes[from]!;
    for (let at = from + 1; at <= to; at++) {
      // Behind the last byte stands nothing: what may begin with it alone is one byte long.
      const byte = at < to ? bytes[at]! : 0;
      if (begins[(before << 8) | byte] === 0) before = byte;
      else {
        const past = reads(next, bytes, at - 1, to);
        if (past < 0) return true;
        before = bytes[past]!;
        at = past;
      }
    }
    return false;
  };
}

/** Reads on until it is in the middle of no anchor, one byte at least. Returns where that is; -1 when an anchor was complete. */
function reads(next: Int32Array, bytes: Uint8Array, from: number, to: number): number {
  let state = next[bytes[from]!]!;
  let at = from + 1;
  while (state > 0 && at < to) state = next[state | bytes[at++]!]!;
  return state < 0 ? -1 : at;
}

/** Two bytes -> 1 when an anchor begins with them. */
function beginnings(words: readonly Uint8Array[]): Uint8Array {
  const begins = new Uint8Array(65_536);
  for (const [first, second] of words)
    for (const one of cases(first!)) {
      if (second === undefined) begins.fill(1, one << 8, (one + 1) << 8);
      else for (const other of cases(second)) begins[(one << 8) | other] = 1;
    }
  return begins;
}

function cases(byte: number): readonly number[] {
  return byte >= 97 && byte <= 122 ? [byte, byte - 32] : [byte];
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
