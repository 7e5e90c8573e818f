import type { Accepts } from "../reading.ts";
import { contextOf } from "./context.ts";
import { type Detailed, detailedObjects } from "./detail.ts";
import { type Node, newNode } from "./node.ts";
import type { Schedule } from "./schedule.ts";
import { readText } from "./text.ts";
import { neededObjects, newWalk, type Recovery, type Walk } from "./walk.ts";

/** A text read whole: what was seen on the way, its claimed statements as a tree, and the patterns they were read by. */
export interface Whole {
  readonly walk: Walk;
  readonly root: Node;
  readonly plan: Schedule;
}

/** The patterns of a profile without the details that only some objects need, and with them. */
export interface Plans {
  readonly first: Schedule;
  readonly detailed: Schedule;
}

interface Pass {
  readonly recover: Recovery;
  readonly keep: ReadonlySet<string> | undefined;
  readonly detailed: Detailed | undefined;
}

/**
 * Reads once; again by indentation when braces do not balance; and again when only the whole text tells what matters:
 * which objects wildcards may mean, and of which objects the details do.
 */
export function readWhole(bytes: Uint8Array, plans: Plans, accepts: Accepts): Whole {
  const plain = { keep: undefined, detailed: undefined };
  let whole = readOnce(bytes, plans.first, accepts, { ...plain, recover: "no" });
  const recover: Recovery = whole.walk.unbalanced ? layout(bytes) : "no";
  if (recover !== "no") whole = readOnce(bytes, plans.first, accepts, { ...plain, recover });
  const keep = neededObjects(plans.first, whole.root);
  const detailed = detailedObjects(plans.first, whole.root);
  if (!keep && !detailed) return whole;
  return readOnce(bytes, detailed ? plans.detailed : plans.first, accepts, { recover, keep, detailed });
}

function readOnce(bytes: Uint8Array, plan: Schedule, accepts: Accepts, pass: Pass): Whole {
  const root = newNode();
  const { contexts } = plan.manners;
  const acceptsWords = (words: readonly string[]): boolean =>
    accepts(words.slice(contextOf(words, plan.manners.groups.define, contexts).from).join(" "));
  const walk = newWalk(bytes, plan, root, acceptsWords, pass);
  readText(walk);
  return { walk, root, plan };
}

/** Is the text indented, so that indentation can tell what a missing brace does not? */
function layout(bytes: Uint8Array): Recovery {
  let lines = 0;
  let indented = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0 && lines < 10_000; at = bytes.indexOf(0x0a, at + 1), lines++)
    if (bytes[at + 1] === 0x20 || bytes[at + 1] === 0x09) indented++;
  return indented * 4 > lines ? "indent" : "flat";
}
