import type { Profile } from "../parse/profile.ts";
import { beginsWith, type CommandPattern, compileCommand, wordsOf } from "../parse/syslog/command.ts";

/** What the profile of an indented os says of lines, for lines that were typed one by one. */
export interface Modes {
  /** Heads of lines that matter, and those of them that open a block of their own. */
  readonly claims: readonly CommandPattern[];
  readonly blocks: readonly CommandPattern[];
  /** Modes that say nothing themselves and may hold lines that matter, with the modes around them. */
  readonly parents: readonly (readonly CommandPattern[])[];
}

const compiled = new WeakMap<Profile, Modes>();

/** Compiled once for each profile. */
export function modesOf(profile: Profile): Modes {
  const modes = compiled.get(profile) ?? compile(profile);
  compiled.set(profile, modes);
  return modes;
}

function compile({ config }: Profile): Modes {
  if (config.shape !== "indent") return { claims: [], blocks: [], parents: [] };
  const heads = config.claims.map((claim) => ("block" in claim ? claim.block : claim.line));
  const blocks = config.claims.flatMap((claim) => ("block" in claim ? [claim.block] : []));
  return {
    claims: heads.map(compileCommand),
    blocks: blocks.map(compileCommand),
    parents: config.parents.map((path) => path.split(" > ").map(compileCommand)),
  };
}

/** Can the line be one that matters: by how it begins, or because a block that matters may be open? */
export function canMatter(line: string, open: readonly string[], { claims, blocks }: Modes): boolean {
  return begins(line, claims) || open.some((parent) => begins(parent, blocks));
}

function begins(line: string, patterns: readonly CommandPattern[]): boolean {
  const words = wordsOf(line);
  const plain = words[0] === "no" || words[0] === "default" ? words.slice(1) : words;
  return patterns.some((pattern) => beginsWith(plain, pattern) || beginsWith(words, pattern));
}

/** The parents after a line that opens a mode; null when it opens none. */
export function openedBy(
  line: string,
  open: readonly string[],
  { parents }: Modes,
): readonly string[] | null {
  const words = wordsOf(line);
  for (const path of parents) {
    const around = path.slice(0, -1);
    const isAround = around.every((head, level) => beginsWith(wordsOf(open[level] ?? ""), head));
    if (isAround && beginsWith(words, path.at(-1)!)) return [...open.slice(0, around.length), line];
  }
  return null;
}

/** The open modes that bear any line: what was opened inside them ends with a line that does not belong there. */
export function bearing(open: readonly string[], modes: Modes): readonly string[] {
  let depth = 0;
  while (depth < open.length && openedBy(open[depth]!, open.slice(0, depth), modes)?.length === depth + 1)
    depth++;
  return open.slice(0, depth);
}
