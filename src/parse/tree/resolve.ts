import { dead } from "./automaton.ts";
import { firstStatement, type Node, noStatement } from "./node.ts";
import { rangeMembers } from "./range.ts";
import type { Mark } from "./schedule.ts";
import { type Inheritance, type Source, sourcesAt, stepSources } from "./source.ts";
import { isWildcard } from "./wildcard.ts";

/** A statement of the configuration with everything inherited. */
export interface Leaf {
  readonly offset: number;
  /** From the root. */
  readonly path: readonly string[];
  readonly inactive: boolean;
  /** Byte offsets of the commands that made it inactive. */
  readonly silencers: readonly number[];
  /** The group that it was inherited from. */
  readonly inherited: string | undefined;
  readonly marks: readonly Mark[];
}

/** A place of the configuration: what the text states there, and what it inherits. */
interface Place {
  readonly explicit: Node | undefined;
  readonly sources: readonly Source[];
  readonly path: readonly string[];
  readonly state: number;
  readonly inactive: boolean;
  readonly silencers: readonly number[];
}

/** Every statement, explicit or inherited; groups that apply nowhere give none. */
export function resolve(inheritance: Inheritance): Leaf[] {
  const leaves: Leaf[] = [];
  const state = inheritance.schedule.automaton.start;
  visit(
    inheritance,
    { explicit: inheritance.root, sources: [], path: [], state, inactive: false, silencers: [] },
    leaves,
  );
  return leaves;
}

function visit(inheritance: Inheritance, place: Place, leaves: Leaf[]): void {
  const { automaton, marks } = inheritance.schedule;
  const here = { ...place, sources: sourcesAt(inheritance, place.explicit, place.path, place.sources) };
  const ends = automaton.marks(here.state).map((mark) => marks[mark]!);
  if (ends.length > 0) emit(here, ends, leaves);
  inheritance.limits.steps -= here.sources.length * here.path.length;
  const isSingle = ends.some(({ kind }) => kind === "single");
  const ranged = ends.some(({ kind }) => kind === "ranged") ? membersOf(inheritance, here) : undefined;
  if (here.sources.length === 0 && !ranged && !isSingle) {
    visitStated(inheritance, here, leaves);
    return;
  }
  for (const word of wordsOf(inheritance, here, ranged)) {
    const next = step(inheritance, here, word, ranged?.get(word) ?? []);
    if (next && (!isSingle || holds(inheritance, here, word))) visit(inheritance, next, leaves);
  }
}

/** Nothing is inherited here: every word is one that the text states. */
function visitStated(inheritance: Inheritance, place: Place, leaves: Leaf[]): void {
  const { schedule } = inheritance;
  const top = isTop(place.path, schedule.manners.contexts);
  for (const word of place.explicit?.children?.keys() ?? []) {
    if (top && word === schedule.manners.groups.define) continue;
    const next = step(inheritance, place, word, []);
    if (next) visit(inheritance, next, leaves);
  }
}

function emit(place: Place, marks: readonly Mark[], leaves: Leaf[]): void {
  const { explicit, path, silencers } = place;
  if (explicit && explicit.statement !== noStatement) {
    leaves.push({
      offset: explicit.statement,
      path,
      inactive: place.inactive,
      silencers,
      inherited: undefined,
      marks,
    });
    return;
  }
  const stated = place.sources.filter(({ node }) => node.statement !== noStatement);
  const source = stated.find(({ inactive }) => !inactive) ?? stated[0];
  if (!source) {
    emitObject(place, marks, leaves);
    return;
  }
  const inactive = place.inactive || source.inactive;
  leaves.push({ offset: source.node.statement, path, inactive, silencers, inherited: source.group, marks });
}

/** An object that is no statement itself is an indicator by what stands in it. */
function emitObject(place: Place, marks: readonly Mark[], leaves: Leaf[]): void {
  const indicators = marks.filter(({ kind }) => kind === "indicator");
  if (indicators.length === 0) return;
  const nodes = place.explicit ? [place.explicit] : place.sources.map(({ node }) => node);
  const offset = nodes.map(firstStatement).find((found) => found !== noStatement);
  const inherited = place.explicit ? undefined : place.sources[0]?.group;
  if (offset !== undefined)
    leaves.push({ offset, ...silence(place), path: place.path, inherited, marks: indicators });
}

/** The words that go on from a place: what is stated, and what the literal words of groups create. */
function wordsOf(
  { schedule, limits }: Inheritance,
  place: Place,
  ranged: ReadonlyMap<string, readonly Source[]> | undefined,
): Iterable<string> {
  const { manners } = schedule;
  const words = new Set(place.explicit?.children?.keys());
  for (const { node } of place.sources)
    for (const word of node.children?.keys() ?? [])
      if (limits.steps-- > 0 && !isWildcard(word)) words.add(word);
  for (const member of ranged?.keys() ?? []) words.add(member);
  if (ranged && manners.ranges) words.delete(manners.ranges.word);
  if (isTop(place.path, manners.contexts)) words.delete(manners.groups.define);
  return words;
}

/** At the root, or at the root of a logical system. */
function isTop(path: readonly string[], contexts: readonly string[]): boolean {
  return path.length % 2 === 0 && path.every((word, at) => at % 2 === 1 || contexts.includes(word));
}

function step(
  inheritance: Inheritance,
  place: Place,
  word: string,
  ranges: readonly Source[],
): Place | undefined {
  const { automaton } = inheritance.schedule;
  const state = automaton.step(place.state, automaton.words.of(word));
  const child = place.explicit?.children?.get(word);
  const sources =
    place.sources.length > 0 ? stepSources(inheritance, place.sources, word, place.state) : place.sources;
  if (state === dead || (!child && sources.length === 0 && ranges.length === 0)) return undefined;
  return {
    explicit: child,
    sources: ranges.length > 0 ? [...ranges, ...sources] : sources,
    path: [...place.path, word],
    state,
    ...silence(place, child),
  };
}

function silence(place: Place, child?: Node): Pick<Place, "inactive" | "silencers"> {
  const { inactive, silencers } = place;
  const own = child?.silencer ?? noStatement;
  return {
    inactive: inactive || (child?.inactive ?? false),
    silencers: own === noStatement ? silencers : [...silencers, own],
  };
}

/** In a statement that holds one value: does this value stand? What the text states comes before any group. */
function holds({ schedule }: Inheritance, place: Place, word: string): boolean {
  const stated = [...(place.explicit?.children ?? [])];
  if (stated.some(([value]) => value === word)) return true;
  if (stated.some(([, { defined, inactive }]) => defined && !inactive)) return false;
  const givers = place.sources.filter(({ node }) =>
    [...(node.children ?? [])].some(([value, child]) => !isWildcard(value) && !child.inactive),
  );
  const first = givers.find(({ inactive }) => !inactive) ?? givers[0];
  return givers.some(
    (giver) =>
      giver.node.children!.has(word) &&
      (giver === first || alternate(schedule.manners.groups.alternatives, first, giver)),
  );
}

/** Groups of which one device applies only one (`re0`, `re1`) do not override each other. */
function alternate(patterns: readonly string[], left: Source | undefined, right: Source): boolean {
  return patterns.some((pattern) => {
    const prefix = pattern.replace("*", "");
    return [left?.group, right.group].every(
      (group) => group?.startsWith(prefix) && /^\d+$/.test(group.slice(prefix.length)),
    );
  });
}

function membersOf(
  inheritance: Inheritance,
  place: Place,
): ReadonlyMap<string, readonly Source[]> | undefined {
  const { ranges } = inheritance.schedule.manners;
  if (!ranges) return undefined;
  const existing = [...(place.explicit?.children ?? [])].filter(
    ([word, { defined }]) => defined && word !== ranges.word,
  );
  return rangeMembers(
    ranges,
    place.explicit,
    place.sources,
    existing.map(([word]) => word),
    inheritance.limits,
  );
}
