import type { Leaf } from "./resolve.ts";
import type { TreeManners } from "./manners.ts";
import type { Walk } from "./walk.ts";

/** May anything be concluded from what is absent, and why, in one sentence for a person. */
export interface Verdict {
  readonly complete: boolean;
  readonly completeness: string;
}

/** What is known of a text besides what the walk saw. */
export interface Circumstances {
  /** Groups or ranges inherit more than could be followed. */
  readonly exhausted: boolean;
  /** The text tells additions and removals. */
  readonly changes: boolean;
}

/** A tree has no end marker: its whole form is known by balanced braces and by what only a whole one holds. */
export function verdict(
  manners: TreeManners,
  walk: Walk,
  leaves: readonly Leaf[],
  circumstances: Circumstances,
  bytes: Uint8Array,
): Verdict {
  const reason = doubt(manners, walk, leaves, circumstances) ?? cutLine(walk, bytes);
  if (reason !== undefined) return { complete: false, completeness: reason };
  const form = walk.seen.braces
    ? "its braces balance and its opening lines are there"
    : "it holds what only a whole configuration does";
  return {
    complete: true,
    completeness: `this OS prints no end marker; ${form}, which is all that can be told`,
  };
}

function doubt(
  manners: TreeManners,
  walk: Walk,
  leaves: readonly Leaf[],
  { exhausted, changes }: Circumstances,
): string | undefined {
  const { seen, troubles, gaps } = walk;
  if (!seen.braces && !seen.commands) return "the text holds no configuration";
  if (troubles.some(({ kind }) => kind === "unclosed"))
    return "a block is never closed: the text is cut, or a brace is missing";
  if (troubles.some(({ kind }) => kind === "stray"))
    return "a closing brace has no opening one: the text is not whole";
  if (troubles.some(({ kind }) => kind === "string" || kind === "comment"))
    return "a string or a comment never ends";
  if (troubles.some(({ kind }) => kind === "depth" || kind === "list"))
    return "a statement is too deep or too long to be read";
  const gap = gaps.find(({ hides }) => hides);
  if (gap) return `a part is left out where mirroring could stand (${gap.words.join(" ").slice(0, 100)})`;
  if (exhausted) return "the groups inherit more than can be followed";
  if (seen.unsure !== undefined)
    return `a typed \`${seen.unsure}\` changes what stands before it, and the text does not show to what`;
  if (changes)
    return `the text shows changes, not a configuration; ${manners.completeness.command} shows all of it`;
  if (seen.partial)
    return `the text shows a part of the configuration; ${manners.completeness.command} shows all of it`;
  return missing(manners, walk, leaves);
}

/** A `set` line says nothing of its own end; the last one of a whole text has a line end or a prompt behind it. */
function cutLine({ seen }: Walk, bytes: Uint8Array): string | undefined {
  if (seen.braces || bytes.at(-1) === 0x0a || bytes.at(-1) === 0x0d) return undefined;
  const last = Buffer.from(bytes.subarray(-400))
    .toString("latin1")
    .split(/[\r\n]/)
    .at(-1)!;
  return /^\S{1,128}[>#%] ?(?:exit|quit)?$/.test(last.trimStart())
    ? undefined
    : "the last line is cut: it has no line end";
}

function missing(manners: TreeManners, { seen }: Walk, leaves: readonly Leaf[]): string | undefined {
  const { completeness } = manners;
  if (seen.braces && (seen.header || leaves.some(({ marks }) => marks.some((mark) => mark.kind === "whole"))))
    return undefined;
  if (!seen.braces && seen.whole) return undefined;
  const signs = seen.braces ? [completeness.header, ...completeness.brace] : completeness.set;
  return `this OS prints no end marker and the text has none of the signs of a whole one (${signs.map((sign) => `\`${sign}\``).join(", ")}): nobody may rely on what is absent`;
}
