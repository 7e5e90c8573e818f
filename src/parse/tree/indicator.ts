import type { FoundIndicator } from "../reading.ts";
import type { TreeManners } from "./manners.ts";
import { find, firstStatement, type Node } from "./node.ts";
import type { Leaf } from "./resolve.ts";
import { isClaim } from "./schedule.ts";
import type { Gap } from "./walk.ts";

type Groups = TreeManners["groups"];

const longestText = 500;

/** What hides, schedules or enables copying without being a session, in the order of lines. */
export function indicatorsOf(
  leaves: readonly Leaf[],
  gaps: readonly Gap[],
  line: (offset: number) => number,
): FoundIndicator[] {
  const indicators: FoundIndicator[] = gaps.map(({ kind, offset, words, why }) => ({
    kind,
    line: line(offset),
    text: words.join(" ").slice(0, longestText),
    why,
  }));
  for (const leaf of leaves) if (!leaf.inactive) indicators.push(...fromLeaf(leaf, line(leaf.offset)));
  return indicators.sort((left, right) => left.line - right.line);
}

/** Groups that give a claimed statement and apply only under a condition, whose truth no text tells. */
export function conditionsOf(leaves: readonly Leaf[], root: Node, { define, when }: Groups): Gap[] {
  const claimed = leaves.filter(({ marks }) => marks.some(isClaim));
  const names = new Set(claimed.map(({ inherited }) => inherited));
  const gaps: Gap[] = [];
  for (const name of names) {
    const condition = name === undefined ? undefined : find(root, [define, name, when]);
    if (condition === undefined) continue;
    const why = "the group applies only under this condition; what it holds is read as if it did";
    const words = [define, name!, when];
    gaps.push({ kind: "blind", offset: firstStatement(condition), words, why, hides: false });
  }
  return gaps;
}

const mostUnfollowed = 20;

/** Where groups and ranges apply whose content was too much to follow: what they give is not wholly known. */
export function unfollowed(root: Node, { groups, ranges }: Pick<TreeManners, "groups" | "ranges">): Gap[] {
  const gaps: Gap[] = [];
  const why = "the groups and ranges inherit more than can be followed: what this gives is not wholly known";
  const add = (offset: number, words: readonly string[]): void => {
    gaps.push({ kind: "blind", offset, words, why, hides: false });
  };
  const open: { readonly node: Node; readonly path: readonly string[] }[] = [{ node: root, path: [] }];
  for (let next = open.pop(); next && gaps.length < mostUnfollowed; next = open.pop()) {
    const { node, path } = next;
    for (const [group, { offset, defined }] of node.applied ?? [])
      if (defined && gaps.length < mostUnfollowed) add(offset, [...path, groups.apply, group]);
    for (const [word, child] of node.children ?? []) {
      if (word === ranges?.word) add(firstStatement(child), [...path, word]);
      open.push({ node: child, path: [...path, word] });
    }
  }
  return gaps;
}

function fromLeaf({ path, marks }: Leaf, line: number): FoundIndicator[] {
  const text = path.join(" ");
  const found: FoundIndicator[] = [];
  for (const mark of marks) {
    if (mark.kind !== "indicator") continue;
    const { kind, holds, why } = mark.indicator;
    if (holds && !holds.some((one) => text.toLowerCase().includes(one.toLowerCase()))) continue;
    found.push({ kind, line, text: text.slice(0, longestText), why, ...blockOf(mark.indicator.path, path) });
  }
  return found;
}

/** `event-options policy * then …` is one block for each policy: what the first star of the notation stands for. */
function blockOf(notation: string, path: readonly string[]): { readonly block?: string } {
  const first = notation.split(" ").indexOf("*");
  const plain = first > 0 && !/[[(]/.test(notation.split(" ").slice(0, first).join(" "));
  return plain ? { block: path.slice(0, first + 1).join(" ") } : {};
}
