import { dead } from "./automaton.ts";
import { adopt, find, type Node, remove } from "./node.ts";
import { forgetNodes, pathNode, stateOf, type Walk } from "./walk.ts";

/** One level up is one statement: a key goes with the word before it, but not with a hierarchy of the top. */
export function above(walk: Walk, path: readonly string[], levels: number): readonly string[] {
  const { automaton } = walk.schedule;
  let left = path;
  for (let level = 0; level < levels && left.length > 0; level++) {
    const state = stateOf(walk.schedule, automaton.start, left.slice(0, -1));
    const isKey = state !== dead && !automaton.names(state, automaton.words.of(left.at(-1)!));
    left = left.slice(0, isKey && left.length > 2 ? -2 : -1);
  }
  return left;
}

const mostCopied = 20_000;

/** `rename filter A to filter B`, `copy interfaces ge-0/0/0 to ge-0/0/1`. */
export function copyPath(walk: Walk, verb: "rename" | "copy", words: readonly string[]): void {
  const to = words.lastIndexOf("to");
  const from = words.slice(0, Math.max(to, 0));
  const target = words.slice(to + 1);
  const node = find(walk.root, from);
  if (to < 1 || target.length === 0 || target.length >= from.length || !node) return;
  const parent = pathNode(walk.root, [...from.slice(0, -target.length), ...target.slice(0, -1)]);
  const copy = verb === "copy" ? clone(node, walk.copied) : node;
  if (verb === "rename") remove(walk.root, from);
  adopt(parent, target.at(-1)!, copy);
  forgetNodes(walk);
}

/** Copies of copies grow without end; a text that makes more than a person would type gets no more of them. */
function clone(node: Node, copied: { count: number }): Node {
  const applied = node.applied && new Map([...node.applied].map(([group, one]) => [group, { ...one }]));
  const copy: Node = { ...node, children: undefined, applied };
  for (const [word, child] of node.children ?? []) {
    if (++copied.count > mostCopied) break;
    adopt(copy, word, clone(child, copied));
  }
  return copy;
}
