import type { Accepts } from "../reading.ts";

/** Where a line without indentation belongs: its flat line, and the parents that the next line may belong to. */
export interface Placed {
  readonly flat: string;
  readonly parents: readonly string[];
}

/**
 * Places a line whose indentation was lost (typed, pasted, logged without its parent) under the deepest open parent under
 * which the grammar reads it; last of all at the top. The line itself is then the deepest parent for the next one.
 *
 * @returns null when the line is not read under any of them.
 */
export function placeTyped(parents: readonly string[], line: string, accepts: Accepts): Placed | null {
  for (let depth = parents.length; depth >= 0; depth--) {
    const path = [...parents.slice(0, depth), line];
    const flat = path.join("\t");
    if (accepts(flat)) return { flat, parents: path };
  }
  return null;
}
