import type { RecordEnd } from "../model/record.ts";
import type { MirrorSession } from "../model/session.ts";
import type { ShownPart, ShownSession } from "../model/show.ts";
import type { Statement } from "../model/statement.ts";
import type { Profile } from "../parse/profile.ts";
import { outputsOf } from "../parse/show/output.ts";
import type { ShowReading } from "../parse/show/reader.ts";
import type { ShownBlock, ShownGroup } from "../parse/show/statement.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { finishSession } from "./finish.ts";
import { each, foldSessions } from "./fold.ts";
import { byName } from "./order.ts";
import { compressRanges } from "./vlan.ts";
import { wordsOf } from "./words.ts";

/** What show output means. */
export interface ShownMeaning {
  readonly sessions: readonly ShownSession[];
  readonly remoteVlans: string | undefined;
}

/** The sessions of some output as records, with the same canonical names as those of a config. Pure. */
export function normaliseShow(reading: ShowReading, profile: Profile): ShownMeaning {
  const shown = withUnstated(profile);
  const sessions = gathered(reading.blocks).flatMap((blocks) => sessionOf(blocks, reading.groups, shown));
  const vlans = reading.remoteVlans.join(",");
  return {
    sessions: sessions.sort((a, b) => byName(a.name, b.name) || byName(a.mechanism, b.mechanism)),
    remoteVlans: vlans === "" ? undefined : compressRanges(vlans),
  };
}

/** An output tells the state of a session, or that of a config's default says nothing of it. */
function withUnstated(profile: Profile): Profile {
  const state = profile.show?.unstated ?? "unknown";
  const defaults = { ...profile.words.defaults, state: { session: state, typed: state }, dormant: [] };
  return { ...profile, words: { ...profile.words, defaults } };
}

/** Blocks of one session: those of one name and mechanism; one that tells no mechanism belongs to the first of its name. */
function gathered(blocks: readonly ShownBlock[]): (readonly ShownBlock[])[] {
  const known = new Map<string, string>();
  for (const { session, mechanism } of blocks)
    if (mechanism !== undefined && !known.has(session)) known.set(session, mechanism);
  const keyOf = ({ session, mechanism }: ShownBlock) =>
    JSON.stringify([session, mechanism ?? known.get(session) ?? ""]);
  return [...Map.groupBy(blocks, keyOf).values()];
}

function sessionOf(
  blocks: readonly ShownBlock[],
  groups: readonly ShownGroup[],
  profile: Profile,
): ShownSession[] {
  const words = wordsOf(profile);
  const grouped =
    profile.show !== undefined && outputsOf(profile.show).some(({ tells }) => tells.has("group"));
  const mechanism = blocks.find((block) => block.mechanism !== undefined)?.mechanism ?? null;
  const statements = blocks
    .flatMap((block) => block.statements)
    .map((one): Statement => ({ ...one, record: { ...one.record, mechanism } }))
    .map((one) => spread(one, groups, grouped));
  const tells = [...new Set(blocks.flatMap((block) => block.tells))];
  return [...foldSessions(statements, words).values()].map((draft) => {
    const session = finishSession(draft, words);
    const said = draft.states.map((word) => words.state(word)).findLast((state) => state !== undefined);
    return { ...asFarAsTold(session, tells, said), tells };
  });
}

/** A session half of which an output cannot tell is not incomplete. */
function asFarAsTold(
  session: MirrorSession,
  tells: readonly ShownPart[],
  said: MirrorSession["state"] | undefined,
): MirrorSession {
  if (tells.includes("sources") && tells.includes("destinations")) return session;
  const { lines, fingerprint: _, ...rest } = { ...session, state: said ?? ("unknown" as const) };
  return { ...rest, lines, fingerprint: fingerprintOf(rest) };
}

/** Where an OS has groups of destinations, what stands in place of a port and has no slot and no unit is the name of one. */
function asNamed(end: RecordEnd): RecordEnd {
  const { port, ...rest } = end;
  return port && !/[./]/.test(port) ? { ...rest, group: port } : end;
}

/** A destination that names a group of destinations is its members. */
function spread(statement: Statement, groups: readonly ShownGroup[], grouped: boolean): Statement {
  const ends = each<RecordEnd>(statement.record.destination);
  if (!grouped || ends.length === 0) return statement;
  const destination = ends.flatMap((end) => {
    const group = groups.find((one) => one.group === end.group || one.group === end.port);
    return group?.ports ?? [asNamed(end)];
  });
  return { ...statement, record: { ...statement.record, destination } };
}
