import { bare, wordText } from "./word.ts";
import { blankEnd, wordEnd } from "./lexer.ts";
import { readRest } from "./statement.ts";
import { isRelevant, openPath, top, type Walk } from "./walk.ts";

const longestComment = 400;
const longestMacro = 65_536;
const mostGaps = 1000;

/**
 * Notes a statement that stands where the device leaves something out, or that makes it do so, if claimed statements
 * could stand there. Its first word has just been read.
 */
export function readGap(walk: Walk, offset: number): void {
  const end = walk.at;
  let from = end;
  while (from > offset && walk.bytes[from - 1]! > 0x20) from--;
  const shown = [bare(wordText(walk.bytes, from, end)), ...readRest(walk).flat()].join(" ");
  noteGap(
    walk,
    offset,
    (placeholder) => shown === placeholder.text || shown.startsWith(`${placeholder.text} `),
  );
}

type Placeholder = Walk["schedule"]["manners"]["placeholders"][number];

function noteGap(walk: Walk, offset: number, is: (placeholder: Placeholder) => boolean): void {
  if (walk.gaps.length >= mostGaps) return;
  const placeholder = walk.schedule.manners.placeholders.find(is);
  if (!placeholder || !isRelevant(walk)) return;
  const { text, why, shown: isShown = false } = placeholder;
  top(walk).filled = true;
  walk.gaps.push({ kind: "blind", offset, words: [...openPath(walk), text], why, hides: !isShown });
}

/** Looks into a comment: the header of a whole configuration, or a placeholder. */
export function readComment(walk: Walk, from: number, to: number): void {
  const { completeness } = walk.schedule.manners;
  const text = wordText(walk.bytes, from, Math.min(to, from + longestComment));
  if (walk.frames.length === 1 && text.startsWith(completeness.header)) walk.seen.header = true;
  noteGap(walk, from, (placeholder) => !placeholder.shown && text.includes(placeholder.text));
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
  if (!macros || inactive || walk.gaps.length >= mostGaps) return;
  const at = blankEnd(walk.bytes, from);
  const name = wordText(walk.bytes, at, wordEnd(walk.bytes, at));
  const body = wordText(walk.bytes, from, Math.min(walk.at, from + longestMacro));
  const all = `${words.join(" ")} ${body}`.toLowerCase();
  if (!macros.holds.some((text) => all.includes(text.toLowerCase()))) return;
  walk.gaps.push({
    kind: "automation",
    offset,
    words: [...words, bare(name)],
    why: macros.why,
    hides: false,
  });
}
