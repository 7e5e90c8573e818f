import { dead } from "./automaton.ts";
import { contextOf } from "./context.ts";
import type { Node } from "./node.ts";
import type { Schedule } from "./schedule.ts";

/** The objects whose details are claimed: by name, or all of them, where a wildcard may mean any. */
export interface Detailed {
  has(path: readonly string[]): boolean;
}

/** The objects of which a statement in the tree makes the details matter; undefined: there are none. */
export function detailedObjects(schedule: Schedule, root: Node): Detailed | undefined {
  const { details, groups, contexts } = schedule.manners;
  if (!details) return undefined;
  const nameOf = (path: readonly string[]): string | undefined => {
    const { from } = contextOf(path, groups.define, contexts);
    const at = path.findIndex((word, index) => index >= from && details.of.includes(word));
    return at < 0 ? undefined : path[at + 1];
  };
  const names = new Set<string>();
  eachTelling(schedule, root, (path) => names.add(nameOf(path) ?? ""));
  if (names.size === 0) return undefined;
  const any = [...names].some((name) => name.startsWith("<"));
  return {
    has: (path) => {
      const name = nameOf(path) ?? "";
      return any || name.startsWith("<") || names.has(name);
    },
  };
}

interface Spot {
  readonly node: Node;
  readonly path: readonly string[];
  readonly state: number;
}

function eachTelling(
  { automaton, marks }: Schedule,
  root: Node,
  found: (path: readonly string[]) => void,
): void {
  const open: Spot[] = [{ node: root, path: [], state: automaton.start }];
  for (let spot = open.pop(); spot; spot = open.pop()) {
    const { node, path, state } = spot;
    if (automaton.marks(state).some((mark) => marks[mark]!.kind === "telling")) found(path);
    for (const [word, child] of node.children ?? []) {
      const next = automaton.step(state, automaton.words.of(word));
      if (next !== dead) open.push({ node: child, path: [...path, word], state: next });
    }
  }
}
