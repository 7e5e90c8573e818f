import { dead } from "./automaton.ts";
import { everyGroup, type Node, type Wildcard } from "./node.ts";
import type { Schedule } from "./schedule.ts";
import { isWildcard, wildcardMatcher } from "./wildcard.ts";

/** A place in a group whose content a place of the configuration inherits. */
export interface Source {
  readonly node: Node;
  /** The group; undefined for a range of interfaces, whose content is the configuration's own. */
  readonly group: string | undefined;
  /** The group and those through which it applies. */
  readonly chain: readonly string[];
  /** Groups that a place on the way stopped: they apply in this one no more. */
  readonly stopped: ReadonlySet<string> | undefined;
  readonly inactive: boolean;
}

/** Work left, and what was met: a text cannot make groups cost more than their result is worth. */
export interface Limits {
  steps: number;
  /** Groups that apply themselves, or that apply too long a chain: the offset of what applies them. */
  readonly cycles: Map<string, number>;
}

export interface Inheritance {
  readonly schedule: Schedule;
  readonly root: Node;
  readonly limits: Limits;
  /** The cluster member that printed the text. */
  readonly member: string | undefined;
  /** The groups that some place stops. */
  readonly excepts: ReadonlySet<string>;
}

/** All that applies at a place, highest precedence first: its own groups, then what its parent's groups hold for it. */
export function sourcesAt(
  inheritance: Inheritance,
  explicit: Node | undefined,
  path: readonly string[],
  inherited: readonly Source[],
): readonly Source[] {
  if (!explicit?.applied && inherited.length === 0) return inherited;
  const found: Found = { list: [], ways: new Map() };
  const except = explicit?.excepted;
  for (const { group } of activeGroups(inheritance, explicit))
    for (const source of locate(inheritance, group, path, undefined)) add(inheritance, found, source, path);
  for (const source of inherited)
    if (!except) add(inheritance, found, source, path);
    else if (!source.chain.some((group) => except.has(group)))
      add(inheritance, found, { ...source, stopped: new Set([...(source.stopped ?? []), ...except]) }, path);
  return found.list;
}

interface Found {
  readonly list: Source[];
  /** What is known of each node: in which ways its content has come here. */
  readonly ways: Map<Node, Set<string>>;
}

const longestChain = 64;

/** A source, and right behind it what the groups hold that apply in it. */
function add(inheritance: Inheritance, found: Found, source: Source, path: readonly string[]): void {
  const { limits } = inheritance;
  limits.steps -= 1 + source.chain.length;
  if (limits.steps <= 0 || !isNew(inheritance, found, source)) return;
  found.list.push(source);
  for (const { group, offset } of activeGroups(inheritance, source.node)) {
    if (source.stopped?.has(group)) continue;
    if (source.chain.includes(group) || source.chain.length >= longestChain) limits.cycles.set(group, offset);
    else
      for (const inner of locate(inheritance, group, path, source))
        add(inheritance, found, { ...inner, inactive: inner.inactive || source.inactive }, path);
  }
}

/** The same content again says nothing new, unless it is active now or came a way that an exception may cut. */
function isNew({ excepts }: Inheritance, found: Found, source: Source): boolean {
  const ways = found.ways.get(source.node) ?? new Set<string>();
  found.ways.set(source.node, ways);
  const way = excepts.size === 0 ? "" : wayOf(excepts, source);
  if (ways.has(way) || (source.inactive && ways.has(`inactive ${way}`))) return false;
  ways.add(source.inactive ? `inactive ${way}` : way);
  return true;
}

function wayOf(excepts: ReadonlySet<string>, { chain, stopped }: Source): string {
  const through = chain.filter((group) => excepts.has(group)).sort();
  return JSON.stringify([through, [...(stopped ?? [])].sort()]);
}

/** The groups that apply at a node; a name that the device fills in stands for all that it may mean. */
function activeGroups({ schedule, member }: Inheritance, node: Node | undefined): readonly Named[] {
  if (!node?.applied || node.applied.get(everyGroup)?.inactive) return [];
  return [...node.applied].flatMap(([group, { offset, defined, inactive }]) => {
    if (!defined || inactive) return [];
    const meant = schedule.manners.groups.variables[group] ?? [group];
    const known = meant.filter((name) => name === member);
    return (known.length > 0 ? known : meant).map((name) => ({ group: name, offset }));
  });
}

interface Named {
  readonly group: string;
  readonly offset: number;
}

/** Where a group's content stands for a path, with what applies in the group on the way there. */
function locate(
  inheritance: Inheritance,
  group: string,
  path: readonly string[],
  outer: Source | undefined,
): readonly Source[] {
  const found = definition(inheritance, group, path);
  if (!found) return [];
  const { automaton } = inheritance.schedule;
  let sources: readonly Source[] = [
    {
      node: found.node,
      group,
      chain: [...(outer?.chain ?? []), group],
      stopped: outer?.stopped,
      inactive: found.inactive,
    },
  ];
  let state = automaton.start;
  for (let at = found.from; at < path.length && sources.length > 0; at++) {
    sources = stepSources(inheritance, withInner(inheritance, sources, path.slice(0, at)), path[at]!, state);
    state = state === dead ? dead : automaton.step(state, automaton.words.of(path[at]!));
  }
  return sources;
}

function withInner(
  inheritance: Inheritance,
  sources: readonly Source[],
  path: readonly string[],
): readonly Source[] {
  if (!sources.some(({ node }) => node.applied)) return sources;
  const found: Found = { list: [], ways: new Map() };
  for (const source of sources) add(inheritance, found, source, path);
  return found.list;
}

interface Definition {
  readonly node: Node;
  readonly from: number;
  readonly inactive: boolean;
}

/** A logical system's own group comes before one of the whole device. `from`: where its content's paths begin. */
function definition(
  { schedule, root }: Inheritance,
  group: string,
  path: readonly string[],
): Definition | undefined {
  const { contexts, groups } = schedule.manners;
  let best: Definition | undefined;
  let at: Node | undefined = root;
  for (let from = 0; at !== undefined; from += 2) {
    const all: Node | undefined = at.children?.get(groups.define);
    // A name with a space stands in quotes where it is defined.
    const node = all?.children?.get(group) ?? all?.children?.get(`"${group}"`);
    if (all && node) best = { node, from, inactive: all.inactive || node.inactive };
    if (!contexts.includes(path[from] ?? "") || path.length < from + 2) break;
    at = at.children?.get(path[from]!)?.children?.get(path[from + 1]!);
  }
  return best;
}

/** To match a wildcard costs more than any other step. */
const stepsOfMatch = 2;

/** What the sources hold for one more word. A wildcard stands for a key, never for a keyword. */
export function stepSources(
  { schedule, limits }: Inheritance,
  sources: readonly Source[],
  word: string,
  state: number,
): Source[] {
  const next: Source[] = [];
  limits.steps -= sources.length;
  if (limits.steps <= 0) return next;
  const { automaton } = schedule;
  const isKeyword = state !== dead && automaton.names(state, automaton.words.of(word));
  for (const source of sources) {
    const literal = source.node.children?.get(word);
    if (literal) next.push(into(source, literal));
    if (isKeyword) continue;
    for (const { matches, node } of wildcardsOf(source.node)) {
      limits.steps -= stepsOfMatch;
      if (limits.steps <= 0) break;
      if (matches(word)) next.push(into(source, node));
    }
  }
  return next;
}

function into(source: Source, node: Node): Source {
  return { ...source, node, inactive: source.inactive || node.inactive };
}

/** Made once for each node: the tree no longer changes. */
function wildcardsOf(node: Node): readonly Wildcard[] {
  node.wildcards ??= [...(node.children ?? [])]
    .filter(([word]) => isWildcard(word))
    .map(([word, child]) => ({ matches: wildcardMatcher(word), node: child }));
  return node.wildcards;
}
