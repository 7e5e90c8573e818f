import type { Path } from "./pattern.ts";
import { likeWord, unknownWord, type Vocabulary, vocabulary, wildcardWord } from "./vocabulary.ts";

/** A path pattern and what its end means: a mark, or `restart`: the path begins anew (a prefix such as `groups *`). */
export interface Rule {
  readonly path: Path;
  readonly mark: number | "restart";
}

/** Steps through a path word by word, all patterns at once; it knows after each word whether any can still match. */
export interface Automaton {
  readonly words: Vocabulary;
  readonly start: number;
  /** The state after one more word, or `dead`: nothing below can match. */
  step(state: number, word: number): number;
  /** The marks of the patterns that end here, ascending. */
  marks(state: number): readonly number[];
  /** Can a pattern with this mark still end below, or may any path begin anew? */
  leadsTo(state: number, mark: number): boolean;
  /** The words that patterns name here. */
  keywords(state: number): readonly string[];
  /** By first byte: does any of them begin so? */
  initials(state: number): Uint8Array;
  /** Does a pattern name words here by a text that they hold? */
  likes(state: number): boolean;
  /** Does a pattern name this very word here? Then it is a keyword, and no key that a wildcard could mean. */
  names(state: number, word: number): boolean;
}

export const dead = -1;
const notYet = -2;

interface State {
  readonly positions: readonly number[];
  readonly marks: readonly number[];
  /** Next state by word number, filled when first asked. */
  readonly next: Int32Array;
}

/** One place of one rule; `next` is the position behind it. */
interface Position {
  readonly kind: "words" | "any" | "rest" | "end";
  readonly words: ReadonlySet<number>;
  /** The words that the pattern spells; none where it names them by a text that they hold. */
  readonly spelled: ReadonlySet<number>;
  readonly mark: number | "restart";
}

/** `keywords`: words that no pattern names and the vocabulary must know all the same. */
export function automaton(rules: readonly Rule[], keywords: readonly string[] = []): Automaton {
  const named = rules.flatMap(({ path }) =>
    path.flatMap((place) => (place.kind === "words" ? place.words : [])),
  );
  const texts = rules.flatMap(({ path }) =>
    path.flatMap((place) => (place.kind === "like" ? place.texts : [])),
  );
  const words = vocabulary([...named, ...keywords], [...new Set(texts)]);
  const positions: Position[] = [];
  const starts = rules.map((rule) => layOut(rule, words, positions));
  const states = stateTable(positions, starts, words);
  const start = states.intern(starts);
  return {
    words,
    start,
    step: states.step,
    marks: (state) => states.list[state]!.marks,
    leadsTo: (state, mark) =>
      states.list[state]!.positions.some(
        (at) => positions[at]!.mark === mark || positions[at]!.mark === "restart",
      ),
    keywords: (state) => states.keywords(state),
    initials: states.initials,
    likes: states.likes,
    names: (state, word) =>
      word > wildcardWord && states.list[state]!.positions.some((at) => positions[at]!.spelled.has(word)),
  };
}

const none: ReadonlySet<number> = new Set();

function layOut(rule: Rule, words: Vocabulary, positions: Position[]): number {
  const start = positions.length;
  for (const place of rule.path) {
    const set = wordsAt(place, words);
    positions.push({
      kind: place.kind === "like" ? "words" : place.kind,
      words: set,
      spelled: place.kind === "words" ? set : none,
      mark: rule.mark,
    });
  }
  positions.push({ kind: "end", words: none, spelled: none, mark: rule.mark });
  return start;
}

function wordsAt(place: Path[number], words: Vocabulary): ReadonlySet<number> {
  if (place.kind === "words") return new Set(place.words.map((word) => words.of(word)));
  return place.kind === "like" ? new Set(words.holding(place.texts)) : none;
}

function stateTable(positions: readonly Position[], starts: readonly number[], words: Vocabulary) {
  const list: State[] = [];
  const known = new Map<string, number>();
  const intern = (seeds: Iterable<number>): number => {
    const set = closure(positions, starts, seeds);
    const key = set.join();
    let state = known.get(key);
    if (state === undefined) {
      state =
        list.push({
          positions: set,
          marks: marksOf(positions, set),
          next: new Int32Array(words.size).fill(notYet),
        }) - 1;
      known.set(key, state);
    }
    return state;
  };
  const step = (state: number, word: number): number => {
    const next = list[state]!.next[word]!;
    if (next !== notYet) return next;
    const seeds = advance(positions, list[state]!.positions, word);
    const found = seeds.size === 0 ? dead : intern(seeds);
    list[state]!.next[word] = found;
    return found;
  };
  const keywordLists: (readonly string[] | undefined)[] = [];
  const keywords = (state: number): readonly string[] => {
    const known = keywordLists[state];
    if (known) return known;
    const named = new Set(list[state]!.positions.flatMap((at) => [...positions[at]!.spelled]));
    const found = [...named].flatMap((word) => words.spelled(word) ?? []);
    keywordLists[state] = found;
    return found;
  };
  const initialLists: (Uint8Array | undefined)[] = [];
  const initials = (state: number): Uint8Array => {
    const known = initialLists[state];
    if (known) return known;
    const found = new Uint8Array(256);
    for (const keyword of keywords(state)) found[keyword.charCodeAt(0)] = 1;
    initialLists[state] = found;
    return found;
  };
  const liked: (boolean | undefined)[] = [];
  const likes = (state: number): boolean => {
    liked[state] ??= step(state, likeWord) !== step(state, unknownWord);
    return liked[state];
  };
  return { list, intern, step, keywords, initials, likes };
}

/** `**` may match nothing, and a prefix that has ended lets every pattern begin. */
function closure(
  positions: readonly Position[],
  starts: readonly number[],
  seeds: Iterable<number>,
): number[] {
  const set = new Set<number>();
  const open = [...seeds];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (set.has(at)) continue;
    set.add(at);
    const { kind, mark } = positions[at]!;
    if (kind === "rest") open.push(at + 1);
    if (kind === "end" && mark === "restart") open.push(...starts);
  }
  return [...set].sort((left, right) => left - right);
}

function advance(positions: readonly Position[], from: readonly number[], word: number): Set<number> {
  const seeds = new Set<number>();
  for (const at of from) {
    const { kind, words } = positions[at]!;
    if (kind === "rest") seeds.add(at);
    if (kind === "any") seeds.add(at + 1);
    if (kind === "words" && (word === wildcardWord || (word !== unknownWord && words.has(word))))
      seeds.add(at + 1);
  }
  return seeds;
}

function marksOf(positions: readonly Position[], set: readonly number[]): number[] {
  const marks = new Set<number>();
  for (const at of set) {
    const { kind, mark } = positions[at]!;
    if (kind === "end" && mark !== "restart") marks.add(mark);
  }
  return [...marks].sort((left, right) => left - right);
}
