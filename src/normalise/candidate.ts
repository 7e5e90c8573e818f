import type { MirrorSession } from "../model/session.ts";
import { readConfig } from "../parse/config.ts";
import { normaliseReading } from "./normalise.ts";
import type { TypedReader } from "./typedblock.ts";
import type { Doing } from "./typedsession.ts";

/** What was said of the candidate config of one device whose config is a tree, since its last commit. */
export interface CandidateBlock {
  /** Where each session's `edit` stands, by process or user. */
  readonly places: ReadonlyMap<string, readonly string[]>;
  /** Whole statements, oldest first: `set …`, `delete …`. */
  readonly lines: readonly string[];
}

export const emptyCandidate: CandidateBlock = { places: new Map(), lines: [] };

const mostLines = 512;
const mostPlaces = 64;
const mostCharacters = 4096;

export interface CandidateTyped {
  readonly block: CandidateBlock;
  /** The whole statement; null when the command is none. */
  readonly statement: string | null;
  readonly doing: Doing | null;
}

/** Verbs as they may be typed; the others of the CLI change no statement. */
const verbs = /^(set|delete|deactivate|activate)\s+(\S.*)$/i;
const taking = /^(?:delete|deactivate)\s/;

/**
 * Adds one command to the candidate. An audit message gives whole statements; what a user typed is relative to where
 * `edit` led, which is kept for each session.
 */
export function typeCandidate(
  block: CandidateBlock,
  given: { readonly command: string; readonly session: string; readonly whole: boolean },
  reader: TypedReader,
): CandidateTyped {
  const command = given.command.trim().slice(0, mostCharacters);
  const place = given.whole ? [] : (block.places.get(given.session) ?? []);
  const moved = given.whole ? null : movedBy(command, place);
  if (moved) return { block: withPlace(block, given.session, moved), statement: null, doing: null };
  const found = verbs.exec(command.replace(/^top\s+/i, ""));
  if (!found) return { block, statement: null, doing: null };
  const root = /^top\s/i.test(command) ? [] : place;
  const statement = `${found[1]!.toLowerCase()} ${[...root, found[2]!].join(" ")}`;
  const lines =
    block.lines.at(-1) === statement ? block.lines : [...block.lines, statement].slice(-mostLines);
  return { block: { ...block, lines }, statement, doing: doingOf(lines, statement, reader) };
}

/** `edit a b`, `top`, `up 2`, `exit`: where the session stands after it; null when the command moves nowhere. */
function movedBy(command: string, place: readonly string[]): readonly string[] | null {
  const [verb = "", ...rest] = command.split(/\s+/);
  if (/^(?:configure|quit)$/i.test(verb)) return [];
  if (/^edit$/i.test(verb)) return [...place, ...rest];
  if (/^top$/i.test(verb)) return rest.length === 0 ? [] : /^edit$/i.test(rest[0]!) ? rest.slice(1) : null;
  if (/^up$/i.test(verb)) return place.slice(0, -Number(rest[0] ?? 1) || -1);
  if (/^exit$/i.test(verb)) return [];
  return null;
}

function withPlace(block: CandidateBlock, session: string, place: readonly string[]): CandidateBlock {
  const places = new Map(block.places);
  places.delete(session);
  places.set(session, place);
  if (places.size > mostPlaces) places.delete(places.keys().next().value!);
  return { ...block, places };
}

/** What is set is read together with the rest of the candidate; what goes, by itself. */
function doingOf(lines: readonly string[], statement: string, reader: TypedReader): Doing | null {
  if (taking.test(statement)) {
    const session = sessionsOf([statement.replace(taking, "set ")], reader)[0];
    return session ? { effect: "remove", session } : null;
  }
  const together = lines.map((line) => line.replace(/^activate\s/, "set "));
  const newest = together.length;
  const session = sessionsOf(together, reader).find((one) => one.lines.includes(newest));
  return session ? { effect: "add", session } : null;
}

/** A group counts as applied: who fills one means to. */
function sessionsOf(lines: readonly string[], { profile, grammar }: TypedReader): readonly MirrorSession[] {
  const groups = new Set(lines.flatMap((line) => /^set groups (\S+)/.exec(line)?.[1] ?? []));
  const applied = [...groups].map((group) => `set apply-groups ${group}`);
  const text = `${[...lines, ...applied].join("\n")}\n`;
  return normaliseReading(readConfig(new TextEncoder().encode(text), profile, grammar), profile).sessions;
}
