import type { Indicator } from "../model/statement.ts";
import type { FoundIndicator } from "../parse/reading.ts";

/** What is kept of the lines of one block, for a person and for the finding's identity. */
const longestText = 500;

/**
 * One indicator for each block: an applet, a policy or a macro is one thing to look at, however many of its lines copy
 * traffic. It stands at the first of these lines and its text tells all of them.
 */
export function gatherBlocks(found: readonly FoundIndicator[]): Indicator[] {
  const groups = Map.groupBy(found, (one) => (one.block === undefined ? one : `${one.kind}\t${one.block}`));
  return [...groups.values()].map(gathered);
}

function gathered(alike: readonly FoundIndicator[]): Indicator {
  const { kind, line } = alike[0]!;
  const text = joined(alike, ({ text }) => text, " / ");
  return { kind, line, text: text.slice(0, longestText), why: joined(alike, ({ why }) => why, "; ") };
}

function joined(
  alike: readonly FoundIndicator[],
  part: (one: FoundIndicator) => string,
  between: string,
): string {
  return [...new Set(alike.map(part))].join(between);
}
