import type { TreeManners } from "./manners.ts";
import type { Node } from "./node.ts";
import type { Limits, Source } from "./source.ts";
import { bare } from "./word.ts";
import { matchesGlob } from "./wildcard.ts";

type Ranges = NonNullable<TreeManners["ranges"]>;

const mostMembers = 4096;
/** To make or match a name costs more than a step through the tree. */
const stepsOfName = 5;

/**
 * The members of the ranges that stand at one place: what each member inherits from them. A pattern with `*` means the
 * objects that exist, and when none does, it stands itself: a member nobody can see must not hide what is bound to it. Undefined when there are
 * more than can be followed: the ranges then stand themselves.
 */
export function rangeMembers(
  ranges: Ranges,
  explicit: Node | undefined,
  sources: readonly Source[],
  existing: readonly string[],
  limits: Limits,
): ReadonlyMap<string, readonly Source[]> | undefined {
  const members = new Map<string, Source[]>();
  const holders: Source[] = [];
  if (explicit)
    holders.push({ node: explicit, group: undefined, chain: [], stopped: undefined, inactive: false });
  holders.push(...sources);
  const names = new Set(
    holders.flatMap(({ node }) => [...(node.children?.get(ranges.word)?.children?.keys() ?? [])]),
  );
  for (const name of names) {
    const bodies = holders.flatMap((holder) => bodyOf(holder, ranges.word, name));
    for (const member of memberNames(ranges, bodies, existing, limits)) {
      limits.steps -= stepsOfName + bodies.length;
      const inherited = members.get(member);
      if (inherited) inherited.push(...bodies);
      else members.set(member, [...bodies]);
    }
    if (limits.steps <= 0) return undefined;
  }
  return members;
}

function bodyOf(holder: Source, word: string, name: string): Source[] {
  const list = holder.node.children?.get(word);
  const body = list?.children?.get(name);
  return list && body
    ? [{ ...holder, node: body, inactive: holder.inactive || list.inactive || body.inactive }]
    : [];
}

function memberNames(
  ranges: Ranges,
  bodies: readonly Source[],
  existing: readonly string[],
  limits: Limits,
): Set<string> {
  const names = new Set<string>();
  const add = (found: readonly string[]): void => {
    limits.steps -= stepsOfName * found.length;
    if (names.size < mostMembers) for (const name of found) names.add(name);
  };
  for (const { node } of bodies) {
    for (const [member, child] of node.children?.get(ranges.member)?.children ?? [])
      if (!child.inactive) add(named(bare(member), existing, limits));
    for (const [first, child] of node.children?.get(ranges.span)?.children ?? [])
      for (const last of child.children?.get(ranges.to)?.children?.keys() ?? [])
        if (!child.inactive) add(between(bare(first), bare(last), existing, limits));
  }
  return names;
}

/** What costs more than is left stands for itself, so that what is bound to it is still seen. */
function named(member: string, existing: readonly string[], limits: Limits): readonly string[] {
  if (limits.steps <= 0) return [member];
  return spellOut(member).flatMap((glob) => {
    if (!/[*?]/.test(glob)) return [glob];
    limits.steps -= stepsOfName * existing.length;
    if (limits.steps <= 0) return [glob];
    const found = existing.filter((name) => matchesGlob(glob, name));
    return found.length > 0 ? found : [glob];
  });
}

/** `ge-0/[0-1]/[1,3]`: every name that the brackets stand for, as far as anybody could mean them. */
function spellOut(pattern: string): string[] {
  let names = [""];
  for (const part of pattern.split(/(\[[^\]]*\])/).slice(0, mostBrackets)) {
    const values = part.startsWith("[") ? numbersIn(part.slice(1, -1)) : [part];
    names = names
      .slice(0, Math.ceil(mostMembers / values.length))
      .flatMap((name) => values.map((value) => name + value));
  }
  return names;
}

const mostBrackets = 16;

function numbersIn(inside: string): string[] {
  const numbers = inside.split(",").flatMap((item) => {
    const range = /^\s*(\d{1,5})-(\d{1,5})\s*$/.exec(item);
    if (!range) return [item.trim()];
    const [first, last] = [Number(range[1]), Number(range[2])];
    const length = Math.min(Math.max(last - first + 1, 0), mostMembers);
    return Array.from({ length }, (_, at) => String(first + at));
  });
  return numbers.length > 0 ? numbers.slice(0, mostMembers) : [inside];
}

/** From one name to another that differs in its last number; else both ends and what exists between them. */
function between(first: string, last: string, existing: readonly string[], limits: Limits): string[] {
  if (limits.steps <= 0) return [first, last];
  const [from, to] = [/^(.*?)(\d{1,5})$/.exec(first), /^(.*?)(\d{1,5})$/.exec(last)];
  if (from && to && from[1] === to[1]) return spellOut(`${from[1]}[${from[2]}-${to[2]}]`);
  limits.steps -= stepsOfName * existing.length;
  if (limits.steps <= 0) return [first, last];
  const inside = existing.filter(
    (name) => kindOf(name) === kindOf(first) && order(first, name) <= 0 && order(name, last) <= 0,
  );
  return [...new Set([first, last, ...inside])];
}

function kindOf(name: string): string {
  return name.replace(/\d.*$/, "");
}

function order(left: string, right: string): number {
  return natural.compare(left, right);
}

const natural = new Intl.Collator("en", { numeric: true });
