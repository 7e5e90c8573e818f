import type { Profile } from "./profile.ts";
import { countStatements } from "./statementcount.ts";
import { type SignTable, signTable, standing } from "./signtable.ts";

/** Which OS wrote a config text; null when no profile recognises it, and why, in one sentence for a person. */
export interface Detected {
  readonly os: string | null;
  readonly why: string;
}

/** A text is known by its beginning: headers, then statements that other systems do not have. Bytes. */
const windows = [65_536, 1 << 20];

/** Less than this is no recognition but a guess. */
const leastWeight = 3;

/** Weighs the signs that each profile names. Nothing is decided on a tie: a wrong grammar would read a wrong meaning. */
export function detectOs(bytes: Buffer, profiles: ReadonlyMap<string, Profile>): Detected {
  const table = tableOf(profiles);
  let detected: Detected = { os: null, why: unrecognised(undefined) };
  for (const window of windows) {
    detected = judge(bytes.subarray(0, window), profiles, table);
    if (detected.os !== null || bytes.length <= window) break;
  }
  return detected;
}

const tables = new WeakMap<ReadonlyMap<string, Profile>, SignTable>();

/** Made once for a catalog: a fleet has thousands of texts. */
function tableOf(profiles: ReadonlyMap<string, Profile>): SignTable {
  const table = tables.get(profiles) ?? signTable(profiles.values());
  tables.set(profiles, table);
  return table;
}

interface Candidate {
  readonly profile: Profile;
  readonly weight: number;
  readonly means: string | undefined;
}

function judge(text: Buffer, profiles: ReadonlyMap<string, Profile>, table: SignTable): Detected {
  const ranked = candidates(text, profiles, table);
  const [best, second] = byStatements(
    ranked.filter(({ means }) => means === undefined),
    text,
  );
  if (best === undefined) return { os: null, why: unrecognised(ranked[0]?.means) };
  if (second !== undefined && second.weight === best.weight) {
    const titles = `${best.profile.title} or ${second.profile.title}`;
    return { os: null, why: `the text can be ${titles}; name the operating system with --os` };
  }
  return { os: best.profile.os, why: `the text is recognised as ${best.profile.title}` };
}

/** From this weight on a text needs no further look. */
const proof = 100;

/**
 * A text that holds statements of two systems, and proves to be of neither, is of the one that has more lines in it: the
 * larger part is then read, and the other is unread.
 */
function byStatements(ranked: readonly Candidate[], text: Buffer): readonly Candidate[] {
  const [best] = ranked;
  if (best === undefined || ranked.length < 2 || best.weight >= proof) return ranked;
  const count = ({ profile: { config } }: Candidate) =>
    config.shape === "indent" ? countStatements(text, config) : undefined;
  if (!count(best)?.foreign) return ranked;
  const own = new Map(ranked.map((one) => [one, count(one)?.own ?? 0]));
  const most = ranked.toSorted((one, other) => own.get(other)! - own.get(one)!);
  return own.get(most[0]!)! > own.get(best)! ? [most[0]!] : ranked;
}

/** The profiles whose signs stand in the text, heaviest first; `means` tells the system that the text is instead. */
function candidates(
  text: Buffer,
  profiles: ReadonlyMap<string, Profile>,
  table: SignTable,
): readonly Candidate[] {
  const weights = new Map<string, number>();
  const meanings = new Map<string, string>();
  for (const { os, weight, means } of standing(text, table)) {
    if (means === undefined) weights.set(os, (weights.get(os) ?? 0) + weight);
    else meanings.set(os, means);
  }
  return [...weights]
    .filter(([, weight]) => weight >= leastWeight)
    .map(([os, weight]) => ({ profile: profiles.get(os)!, weight, means: meanings.get(os) }))
    .sort((one, other) => other.weight - one.weight);
}

function unrecognised(means: string | undefined): string {
  if (means === undefined)
    return "no profile recognises the operating system of this text; name it with --os";
  return `the text looks like ${means}, which is not the system whose statements it resembles; name the operating system with --os`;
}
