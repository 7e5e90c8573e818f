import type { StatementRecord } from "../model/record.ts";
import type { FlatLine, Statement, Unread } from "../model/statement.ts";
import { type Abbreviated, readAbbreviated } from "./abbreviation.ts";
import { plainText } from "./encoding.ts";
import type { Grammar } from "./grammar.ts";
import { flattenIndent } from "./indent/flatten.ts";
import { linesAt } from "./line.ts";
import type { Profile } from "./profile.ts";
import type { Accepts, Flattened, Reading } from "./reading.ts";
import { flattenTree } from "./tree/flatten.ts";

type Read = (flat: string) => Abbreviated<StatementRecord>;

/** Readings kept, since a line is often tried before it is read. */
const kept = 4096;

/**
 * Reads a config text: every line that the profile claims becomes a statement, or unread. Throws nothing for any text;
 * what is wrong with a text is in `completeness` and `unread`.
 */
export function readConfig(bytes: Uint8Array, profile: Profile, grammar: Grammar<StatementRecord>): Reading {
  const text = plainText(bytes);
  const read = remembering(grammar);
  const flattened = flatten(text.bytes, profile, (flat) => read(flat).result.ok);
  const printed = isPrinted(flattened, profile);
  const statements: Statement[] = [];
  const refused: (FlatLine & { readonly expected: string })[] = [];
  for (const line of flattened.lines) {
    const { result, text } = read(line.text);
    if (!result.ok) refused.push({ ...line, expected: result.expected });
    else if (printed && takesAway(result.record)) refused.push({ ...line, expected: noRemoval });
    else statements.push({ ...line, text, record: result.record });
  }
  const unread = [...flattened.unread, ...unreadLines(text.bytes, refused)].sort((a, b) => a.line - b.line);
  return { ...factsOf(flattened, text.damage), unread, statements };
}

const noRemoval = "no removal: a device prints none in its config, so this line may be the text of a banner";

/** A whole config up to its end mark is what a device prints, not what somebody typed. */
function isPrinted({ complete }: Flattened, { config }: Profile): boolean {
  return complete && config.shape === "indent" && config.completeness.end !== undefined;
}

/** `no monitor session 1`, `default monitor session 1 filter …`; what a device prints with `no` says something else. */
function takesAway({ removed, session }: StatementRecord): boolean {
  return Boolean(removed) && Boolean(session);
}

function remembering(grammar: Grammar<StatementRecord>): Read {
  const readings = new Map<string, Abbreviated<StatementRecord>>();
  return (flat) => {
    const reading = readings.get(flat) ?? readAbbreviated(grammar, flat);
    if (readings.size >= kept) readings.clear();
    readings.set(flat, reading);
    return reading;
  };
}

function flatten(bytes: Buffer, profile: Profile, accepts: Accepts): Flattened {
  const { shape } = profile.config;
  return shape === "indent" ? flattenIndent(bytes, profile, accepts) : flattenTree(bytes, profile, accepts);
}

function unreadLines(
  bytes: Buffer,
  refused: readonly (FlatLine & { readonly expected: string })[],
): readonly Unread[] {
  if (refused.length === 0) return [];
  const texts = linesAt(bytes, new Set(refused.map(({ line }) => line)));
  return refused.map(({ line, expected }) => ({ line, text: texts.get(line) ?? "", expected }));
}

function factsOf(flattened: Flattened, damage: string | undefined): Omit<Reading, "statements" | "unread"> {
  const { hostname, complete, completeness, indicators } = flattened;
  if (damage === undefined) return { hostname, complete, completeness, indicators };
  return { hostname, complete: false, completeness: `the text cannot be relied on: ${damage}`, indicators };
}
