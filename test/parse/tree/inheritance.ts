/**
 * What groups give a configuration, from the definition: every application is tried on every line of its group until
 * nothing new comes. Knows nothing of trees or automata; slow, and only for small models.
 */
export interface Model {
  /** Explicit statements, word by word. */
  readonly lines: readonly (readonly string[])[];
  readonly groups: ReadonlyMap<string, Group>;
  readonly applied: readonly Applied[];
  readonly excepted: readonly Applied[];
}

export interface Group {
  readonly lines: readonly (readonly string[])[];
  readonly applied: readonly Applied[];
}

export interface Applied {
  readonly at: readonly string[];
  readonly group: string;
}

/** A group at work: `key` is its precedence, the smaller the higher. */
interface Working {
  readonly group: string;
  readonly chain: readonly string[];
  /** Where the configuration applies the outermost group. */
  readonly root: readonly string[];
  /** What it gives stands below this path. */
  readonly floor: readonly string[];
  readonly key: readonly number[];
}

export interface Given {
  readonly path: readonly string[];
  readonly group: string;
  readonly key: readonly number[];
}

export type IsSingle = (path: string) => boolean;

/** Paths (words joined by a space) and the group that gives each, explicit ones with none. */
export function inheritedOf(model: Model, isSingle: IsSingle): Map<string, string | undefined> {
  const explicit = new Set(model.lines.map((line) => line.join(" ")));
  const given = winners(everything(model), isSingle);
  const result = new Map<string, string | undefined>([...explicit].map((path) => [path, undefined]));
  for (const { path, group } of given) {
    const text = path.join(" ");
    const rival =
      isSingle(text) &&
      model.lines.some((line) => line.slice(0, -1).join(" ") === path.slice(0, -1).join(" "));
    if (!result.has(text) && !rival) result.set(text, group);
  }
  return result;
}

function everything(model: Model): Given[] {
  const known = new Set<string>();
  for (const line of model.lines) remember(known, line);
  for (const { at } of model.applied) remember(known, at);
  for (const { at } of model.excepted) remember(known, at);
  for (let size = -1; size !== known.size; ) {
    size = known.size;
    for (const working of applications(model, known)) lineGifts(model, working, known);
  }
  return applications(model, known).flatMap((working) => lineGifts(model, working, known));
}

function remember(known: Set<string>, path: readonly string[]): void {
  for (let length = 1; length <= path.length; length++) known.add(path.slice(0, length).join(" "));
}

/** The applications that the configuration states, and those that stand in groups at work. */
function applications(model: Model, known: Set<string>): Working[] {
  const all: Working[] = [];
  const add = (working: Working): void => {
    all.push(working);
    model.groups.get(working.group)?.applied.forEach(({ at, group }, index) => {
      const found = places(model, working, at, known);
      if (working.chain.includes(group)) return;
      for (const place of found)
        add({
          group,
          chain: [...working.chain, group],
          root: working.root,
          floor: place.path.length > working.floor.length ? place.path : working.floor,
          key: [...place.key, 1000 + index],
        });
    });
  };
  model.applied.forEach(({ at, group }, index) => {
    add({ group, chain: [group], root: at, floor: at, key: [-at.length, index] });
  });
  return all;
}

function lineGifts(model: Model, working: Working, known: Set<string>): Given[] {
  const lines = model.groups.get(working.group)?.lines ?? [];
  return lines
    .flatMap((line) => places(model, working, line, known))
    .filter(({ path }) => path.length > working.floor.length)
    .map(({ path, key }) => ({ path, key, group: working.group }));
}

interface PlaceFound {
  readonly path: readonly string[];
  readonly key: readonly number[];
}

/** Every concrete path that a group's path stands for; words that it creates become known. */
function places(
  model: Model,
  working: Working,
  pattern: readonly string[],
  known: Set<string>,
): PlaceFound[] {
  let found: PlaceFound[] = [{ path: [], key: working.key }];
  for (const [depth, word] of pattern.entries()) {
    found = found.flatMap(({ path, key }) => {
      const fixed = working.floor[depth];
      const words = fixed !== undefined ? [fixed] : word.startsWith("<") ? wordsAt(known, path) : [word];
      const rank = word.startsWith("<") ? 1 + order(model.groups.get(working.group), pattern, depth) : 0;
      return words
        .filter((one) => one === word || matches(word, one))
        .map((one) => ({ path: [...path, one], key: [...key, rank] }));
    });
    found = found.filter(({ path }) => !isExcepted(model, working, path));
    for (const { path } of found) if (path.length > working.floor.length) remember(known, path);
  }
  return found;
}

function wordsAt(known: Set<string>, path: readonly string[]): string[] {
  const prefix = path.length === 0 ? "" : `${path.join(" ")} `;
  return [...known]
    .filter((one) => one.startsWith(prefix) && !one.slice(prefix.length).includes(" "))
    .map((one) => one.slice(prefix.length));
}

/** Of several wildcards at one place of a group, the one that stands first comes first. */
function order(group: Group | undefined, pattern: readonly string[], depth: number): number {
  const before = pattern.slice(0, depth).join(" ");
  const paths = [...(group?.lines ?? []), ...(group?.applied ?? []).map(({ at }) => at)];
  const here = paths.filter((path) => path.length > depth && path.slice(0, depth).join(" ") === before);
  return here.findIndex((path) => path[depth] === pattern[depth]);
}

/** The wildcards of the models. */
export const wildcards = ["<*>", "<ge-*>", "<[AB]>", "<[!a]*>", "<?>"];

function matches(wildcard: string, word: string): boolean {
  if (wildcard === "<*>") return true;
  if (wildcard === "<ge-*>") return word.startsWith("ge-");
  if (wildcard === "<[AB]>") return word === "A" || word === "B";
  if (wildcard === "<[!a]*>") return !word.startsWith("a");
  return wildcard === "<?>" && word.length === 1;
}

function isExcepted(model: Model, working: Working, path: readonly string[]): boolean {
  return model.excepted.some(
    ({ at, group }) =>
      working.chain.includes(group) &&
      working.root.length < at.length &&
      at.join(" ") === path.slice(0, at.length).join(" "),
  );
}

/** Of one path the gift with the highest precedence; of a single value those of the best application. */
function winners(given: readonly Given[], isSingle: IsSingle): Given[] {
  const best = new Map<string, Given[]>();
  for (const gift of given) {
    const text = gift.path.join(" ");
    const key = isSingle(text) ? gift.path.slice(0, -1).join(" ") : text;
    const rivals = best.get(key);
    const rank = rivals ? compare(gift.key.slice(0, gift.key.length - 1), rivals[0]!.key.slice(0, -1)) : -1;
    if (rank < 0) best.set(key, [gift]);
    else if (rank === 0 && !rivals!.some(({ path }) => path.join(" ") === text)) rivals!.push(gift);
  }
  return [...best.values()].flat();
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? -1) - (right[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
