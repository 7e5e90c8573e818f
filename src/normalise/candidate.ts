import { readConfig } from "../parse/config.ts";
import type { Reading } from "../parse/reading.ts";
import { normaliseReading } from "./normalise.ts";
import type { TypedReader } from "./typedblock.ts";
import { type Doing, mostTold } from "./typedsession.ts";

/** What was said of the candidate config of one device whose config is a tree, since its last commit. */
export interface CandidateBlock {
  /** Where the `edit`s of each session led, the newest last, by process and user. */
  readonly places: ReadonlyMap<string, readonly Place[]>;
  /** Whole statements that the profile claims, oldest first: `set …`, `delete …`. */
  readonly lines: readonly string[];
  /** One of them speaks of a session by itself; before that, none of the others can belong to one. */
  readonly speaks: boolean;
}

type Place = readonly string[];

export const emptyCandidate: CandidateBlock = { places: new Map(), lines: [], speaks: false };

const mostLines = 512;
const mostPlaces = 64;
const mostCharacters = 4096;

export interface CandidateTyped {
  readonly block: CandidateBlock;
  readonly doing: Doing | null;
  /** It begins as a mirror statement does, and cannot be read. */
  readonly refused?: boolean;
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
  const places = given.whole ? [] : (block.places.get(given.session) ?? []);
  const moved = given.whole ? null : movedBy(command, places);
  if (moved) return { block: withPlaces(block, given.session, moved), doing: null };
  const found = verbs.exec(command.replace(/^top\s+/i, ""));
  if (!found) return { block, doing: null };
  const place = /^top\s/i.test(command) ? [] : (places.at(-1) ?? []);
  const statement = `${found[1]!.toLowerCase()} ${[...place, found[2]!].join(" ")}`;
  return added(block, statement, reader);
}

function added(block: CandidateBlock, statement: string, reader: TypedReader): CandidateTyped {
  const alone = readingOf([statement.replace(/^\w+ /, "set ")], reader);
  if (alone.statements.length === 0) return { block, doing: null, refused: alone.unread.length > 0 };
  const sessions = normaliseReading(alone, reader.profile).sessions;
  // The same statement may come twice: as it was typed, and as the audit tells it.
  const lines = [...block.lines.filter((line) => line !== statement), statement].slice(-mostLines);
  const next = { ...block, lines, speaks: block.speaks || sessions.length > 0 };
  if (taking.test(statement)) {
    const session = sessions[0];
    return { block: next, doing: session ? { effect: "remove", session, commands: [statement] } : null };
  }
  return { block: next, doing: next.speaks ? doingOf(lines, reader) : null };
}

/** `edit a b`, `top`, `up 2`, `exit`: where the session stands after it; null when the command moves nowhere. */
function movedBy(command: string, places: readonly Place[]): readonly Place[] | null {
  const [verb = "", ...rest] = command.split(/\s+/);
  const current = places.at(-1) ?? [];
  if (/^(?:configure|quit)$/i.test(verb)) return [];
  if (/^edit$/i.test(verb)) return [...places, [...current, ...rest]].slice(-mostPlaces);
  if (/^exit$/i.test(verb)) return places.slice(0, -1);
  if (/^up$/i.test(verb)) return [...places.slice(0, -1), current.slice(0, -(Number(rest[0] ?? 1) || 1))];
  if (!/^top$/i.test(verb)) return null;
  if (rest.length === 0) return [...places.slice(0, -1), []];
  return /^edit$/i.test(rest[0]!) ? [...places, rest.slice(1)].slice(-mostPlaces) : null;
}

function withPlaces(block: CandidateBlock, session: string, moved: readonly Place[]): CandidateBlock {
  const places = new Map(block.places);
  places.delete(session);
  places.set(session, moved);
  if (places.size > mostPlaces) places.delete(places.keys().next().value!);
  return { ...block, places };
}

/** What is set is read together with the rest of the candidate. */
function doingOf(lines: readonly string[], reader: TypedReader): Doing | null {
  const together = lines.map((line) => line.replace(/^activate\s/, "set "));
  const { sessions } = normaliseReading(readingOf(together, reader), reader.profile);
  const session = sessions.find((one) => one.lines.includes(lines.length));
  if (!session) return null;
  return {
    effect: "add",
    session,
    commands: session.lines.flatMap((line) => lines[line - 1] ?? []).slice(-mostTold),
  };
}

/** A group counts as applied: who fills one means to. */
function readingOf(lines: readonly string[], { profile, grammar }: TypedReader): Reading {
  const groups = new Set(lines.flatMap((line) => /^set groups (\S+)/.exec(line)?.[1] ?? []));
  const applied = [...groups].map((group) => `set apply-groups ${group}`);
  return readConfig(new TextEncoder().encode(`${[...lines, ...applied].join("\n")}\n`), profile, grammar);
}
