import type { Profile } from "../profile.ts";
import { commentLines, outputLines, type ShowLine } from "./line.ts";
import type { ShowManners } from "./manners.ts";
import { outputsOf } from "./output.ts";
import { readShow, type ShowReading } from "./reader.ts";
import { isXml, xmlLines } from "./xml.ts";

/** Output of one OS, as its profile reads it. */
export interface Recognised {
  readonly os: string;
  readonly reading: ShowReading;
}

/**
 * Reads a text that is show output. The OS is that whose profile understands most of it; undefined when none does, or two
 * do alike: a wrong profile would read a wrong meaning.
 * @param os only this one is tried
 */
export function recogniseShow(
  bytes: Buffer,
  profiles: ReadonlyMap<string, Profile>,
  os?: string,
): Recognised | undefined {
  const possible = [...profiles.values()].filter((profile) => os === undefined || profile.os === os);
  const hopeful = possible.flatMap(({ os: name, show }) =>
    show && mayHold(bytes, show) ? [{ name, show }] : [],
  );
  if (hopeful.length === 0) return undefined;
  const lines = isXml(bytes) ? xmlLines(bytes) : outputLines(bytes);
  const [best, second] = hopeful
    .map(({ name, show }) => ({ os: name, reading: readShow(lines, show) }))
    .filter(({ reading }) => reading.understood.size > 0)
    .sort((one, other) => weight(other.reading) - weight(one.reading));
  return best && second && weight(best.reading) === weight(second.reading) ? undefined : best;
}

/** The output that stands in the comments of a config, or behind commands that were echoed into it. */
export function recogniseComments(bytes: Buffer, { os, config, show }: Profile): Recognised | undefined {
  if (show === undefined || !mayHold(bytes, show)) return undefined;
  const lines: readonly ShowLine[] = commentLines(bytes, config.shape === "indent" ? "!" : "#");
  const reading = readShow(lines, show);
  return reading.understood.size > 0 ? { os, reading } : undefined;
}

function weight({ understood, unread }: ShowReading): number {
  return understood.size - unread.length;
}

const anchors = new WeakMap<ShowManners, readonly string[]>();

/** A quick look: does the text hold what some output begins with? */
function mayHold(bytes: Buffer, manners: ShowManners): boolean {
  const sought = anchors.get(manners) ?? anchorsOf(manners);
  anchors.set(manners, sought);
  return sought.some((anchor) => bytes.includes(anchor));
}

/** The first word or two of each opening line, title or sentence; words are parted in more than one way. */
function anchorsOf(manners: ShowManners): readonly string[] {
  const begins = outputsOf(manners).flatMap(({ opens, tables, empty }) => [
    ...opens.map(({ start }) => start),
    ...tables.flatMap(([first]) => (first?.place.part === "session" ? [first.title] : [])),
    ...empty,
  ]);
  return [...new Set(begins.map((text) => /^[^\s:]+/.exec(text)?.[0] ?? text))];
}
