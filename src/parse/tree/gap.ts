import { bare, wordText } from "./word.ts";
import { dead } from "./automaton.ts";
import { blankEnd, wordEnd } from "./lexer.ts";
import { openPath, top, type Walk } from "./walk.ts";

const longestComment = 400;
const longestMacro = 65_536;

/** Notes a text that stands where the device left something out, if claimed statements could stand there. */
export function noteGap(walk: Walk, offset: number, text: string): void {
  if (top(walk).state === dead) return;
  const shown = text === "" ? wordText(walk.bytes, offset, wordEnd(walk.bytes, offset)) : text;
  const placeholder = walk.schedule.manners.placeholders.find((one) => shown.includes(one.text));
  if (!placeholder) return;
  top(walk).filled = true;
  walk.gaps.push({
    kind: "blind",
    offset,
    words: [...openPath(walk), placeholder.text],
    why: placeholder.why,
  });
}

/** Looks into a comment: the header of a whole configuration, or a placeholder. */
export function readComment(walk: Walk, from: number, to: number): void {
  const { completeness } = walk.schedule.manners;
  const text = wordText(walk.bytes, from, Math.min(to, from + longestComment));
  if (walk.frames.length === 1 && text.startsWith(completeness.header)) walk.seen.header = true;
  noteGap(walk, from, text);
}

/** Notes a macro whose name, place or data names mirroring. `from` is behind the word that begins it. */
export function noteMacro(
  walk: Walk,
  words: readonly string[],
  offset: number,
  from: number,
  inactive: boolean,
): void {
  const { macros } = walk.schedule.manners;
  if (!macros || inactive) return;
  const at = blankEnd(walk.bytes, from);
  const name = wordText(walk.bytes, at, wordEnd(walk.bytes, at));
  const body = wordText(walk.bytes, from, Math.min(walk.at, from + longestMacro));
  const all = `${words.join(" ")} ${body}`.toLowerCase();
  if (!macros.holds.some((text) => all.includes(text.toLowerCase()))) return;
  walk.gaps.push({ kind: "automation", offset, words: [...words, bare(name)], why: macros.why });
}
