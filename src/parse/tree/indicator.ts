import type { Indicator } from "../../model/statement.ts";
import type { Leaf } from "./resolve.ts";
import type { Gap } from "./walk.ts";

const longestText = 500;

/** What hides, schedules or enables copying without being a session, in the order of lines. */
export function indicatorsOf(
  leaves: readonly Leaf[],
  gaps: readonly Gap[],
  line: (offset: number) => number,
): Indicator[] {
  const indicators: Indicator[] = gaps.map(({ kind, offset, words, why }) => ({
    kind,
    line: line(offset),
    text: words.join(" ").slice(0, longestText),
    why,
  }));
  for (const leaf of leaves) if (!leaf.inactive) indicators.push(...fromLeaf(leaf, line(leaf.offset)));
  return indicators.sort((left, right) => left.line - right.line);
}

function fromLeaf({ path, marks }: Leaf, line: number): Indicator[] {
  const text = path.join(" ");
  const found: Indicator[] = [];
  for (const mark of marks) {
    if (mark.kind !== "indicator") continue;
    const { kind, holds, why } = mark.indicator;
    if (holds && !holds.some((one) => text.toLowerCase().includes(one.toLowerCase()))) continue;
    found.push({ kind, line, text: text.slice(0, longestText), why });
  }
  return found;
}
