import { dead } from "./automaton.ts";
import { blankEnd, lineEnd, wordEnd } from "./lexer.ts";
import type { Schedule } from "./schedule.ts";
import { unknownWord } from "./vocabulary.ts";

/** The one keyword of this place that the word at `bytes[from, to)` begins; undefined when there is none, or several. */
export function keywordFor(
  { automaton, manners }: Schedule,
  state: number,
  bytes: Uint8Array,
  from: number,
  to: number,
): string | undefined {
  const { abbreviations } = manners;
  if (abbreviations === undefined || to - from < abbreviations.shortest) return undefined;
  if (automaton.initials(state)[bytes[from]!] === 0) return undefined;
  let found: string | undefined;
  for (const keyword of automaton.keywords(state)) {
    if (!begins(keyword, bytes, from, to)) continue;
    if (found !== undefined) return undefined;
    found = keyword;
  }
  if (found === undefined) return undefined;
  return abbreviations.never.includes(String.fromCharCode(...bytes.subarray(from, to))) ? undefined : found;
}

function begins(keyword: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (keyword.length <= to - from) return false;
  for (let at = from; at < to; at++) if (keyword.charCodeAt(at - from) !== bytes[at]) return false;
  return true;
}

/**
 * The line of `at` up to its end with the keywords written out that it cuts short; undefined when it cuts none. `state`:
 * where the path stands that the line is below.
 */
export function writtenOut(
  schedule: Schedule,
  start: number,
  bytes: Uint8Array,
  at: number,
): Uint8Array | undefined {
  const end = lineEnd(bytes, at);
  const parts: Uint8Array[] = [];
  let state = start;
  let done = at;
  for (let from = blankEnd(bytes, at); from < end && state !== dead; ) {
    const to = wordEnd(bytes, from);
    if (to === from) break;
    const word = schedule.automaton.words.find(bytes, from, to);
    const keyword =
      word === unknownWord || isDead(schedule, state, word)
        ? keywordFor(schedule, state, bytes, from, to)
        : undefined;
    if (keyword !== undefined && isDead(schedule, state, word)) {
      parts.push(bytes.subarray(done, from), new TextEncoder().encode(keyword));
      done = to;
      state = schedule.automaton.step(state, schedule.automaton.words.of(keyword));
    } else state = schedule.automaton.step(state, word);
    from = blankEnd(bytes, to);
  }
  return parts.length === 0 ? undefined : Buffer.concat([...parts, bytes.subarray(done, end)]);
}

function isDead({ automaton }: Schedule, state: number, word: number): boolean {
  return automaton.step(state, word) === dead;
}
