import type { PullManners } from "../../parse/pull/manners.ts";

/** The prompts and questions of a profile, ready to be compared with a last line. */
export interface PromptTable {
  /** The name of the level whose prompt the line is. */
  levelOf(line: string): string | undefined;
  /** The next level on the way to the wanted one, and the command that leads there; undefined when it is reached. */
  stepFrom(level: string): { readonly name: string; readonly by: string } | undefined;
  /** Is the line the question for the secret on the way to a level? */
  asks(level: string, line: string): boolean;
  isForbidden(line: string): boolean;
  isPager(line: string): boolean;
  /** A greeting that waits for a key. */
  isKey(line: string): boolean;
  /** What the device wants that mirrorwatch does not give. */
  demand(line: string): string | undefined;
}

/** No prompt and no question is longer; of a longer line only the end is looked at. */
const longest = 200;

export function promptTable(manners: PullManners): PromptTable {
  const levels = manners.levels.map((level) => ({
    ...level,
    is: whole(level.prompt),
    question: level.asks === undefined ? undefined : new RegExp(level.asks),
  }));
  const forbidden = (manners.forbidden ?? []).map(whole);
  const pagers = manners.pagers.map((one) => new RegExp(one));
  const keys = manners.keys.map((one) => new RegExp(one));
  const demands = manners.demands.map(({ text, means }) => ({ text: new RegExp(text), means }));
  return {
    levelOf: (line) => (line.length > longest ? undefined : levels.find(({ is }) => is.test(line))?.name),
    stepFrom: (name) => {
      const way = wayUp(levels, manners.wanted, name);
      return way?.by === undefined ? undefined : { name: way.name, by: way.by };
    },
    asks: (name, line) =>
      levels.find((level) => level.name === name)?.question?.test(line.slice(-longest)) ?? false,
    isForbidden: (line) => line.length <= longest && forbidden.some((one) => one.test(line)),
    isPager: (line) => pagers.some((one) => one.test(line.slice(-longest))),
    isKey: (line) => keys.some((one) => one.test(line.slice(-longest))),
    demand: (line) => demands.find(({ text }) => text.test(line.slice(-longest)))?.means,
  };
}

function whole(prompt: string): RegExp {
  return new RegExp(`^(?:${prompt})$`);
}

type Level = PullManners["levels"][number];

/** Walks down from the wanted level until one stands on `name`. */
function wayUp(levels: readonly Level[], wanted: string | undefined, name: string): Level | undefined {
  let level = levels.find((one) => one.name === wanted);
  for (let left = levels.length; level !== undefined && left > 0; left--) {
    if (level.name === name) return undefined;
    if (level.from === name) return level;
    const below = level.from;
    level = levels.find((one) => one.name === below);
  }
  return undefined;
}
