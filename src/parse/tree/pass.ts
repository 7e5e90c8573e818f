import { dead } from "./automaton.ts";
import { keywordFor } from "./abbreviation.ts";
import { newline, quote, stringEnd, wordEnd } from "./lexer.ts";
import type { Walk } from "./walk.ts";

const space = 0x20;
const set = [0x73, 0x65, 0x74, space];

/** Where a plain line may end, or hold a string or a comment. */
const stopsPass = new Uint8Array(256);
for (const byte of [newline, quote, 0x23, 0x2a]) stopsPass[byte] = 1;

/**
 * The newline behind a `set` line that no claim goes through, when it is plain to see; negative when the line must be
 * read with care. Almost every line of a configuration is such a line. `at` is behind the verb.
 */
export function passLine(walk: Walk, at: number): number {
  const { bytes, schedule } = walk;
  const { automaton, stops } = schedule;
  let state = automaton.start;
  let from = at;
  for (;;) {
    while (bytes[from] === space) from++;
    const end = wordEnd(bytes, from);
    if (end === from) return -1;
    const word = automaton.words.find(bytes, from, end);
    if (stops[word] !== undefined) return -1;
    const next = automaton.step(state, word);
    if (next === dead) return mayMean(walk, state, from, end) ? -1 : plainEnd(bytes, end);
    state = next;
    from = end;
  }
}

/** A word that no pattern names may be one cut short, or like one. */
function mayMean({ bytes, schedule }: Walk, state: number, from: number, to: number): boolean {
  const { automaton } = schedule;
  if (automaton.likes(state) && automaton.words.isLike(bytes, from, to)) return true;
  return keywordFor(schedule, state, bytes, from, to) !== undefined;
}

/** The newline, if the rest of the line is plain and the next one begins another command. */
function plainEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    while (stopsPass[bytes[at] ?? newline] === 0) at++;
    if (bytes[at] === quote) {
      at = stringEnd(bytes, at);
      if (at < 0) return -1;
    } else break;
  }
  return bytes[at] === newline && beginsSet(bytes, at + 1) ? at : -1;
}

/** Does the line begin with `set `? Then it goes on with no other. */
export function beginsSet(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === set[0] && bytes[at + 1] === set[1] && bytes[at + 2] === set[2] && bytes[at + 3] === set[3]
  );
}
