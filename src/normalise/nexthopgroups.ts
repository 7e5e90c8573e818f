import type { RecordEnd, RecordParts, StatementRecord } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";
import { type Room, takeLines } from "./room.ts";
import { wholeEnd } from "./units.ts";

/**
 * Expands groups of destinations (next-hop groups, mirror profiles) to their members. A group that a session sends to
 * is part of that session. A group that a filter selects, or that nobody uses, is a session of its own under the
 * group's name.
 */
export function expandGroups(statements: readonly Statement[], room: Room): Statement[] {
  const groups = collectGroups(statements);
  const sessions = statements.filter(({ record }) => !record.member?.group);
  const used = new Set(
    sessions.flatMap((statement) => endsOf(statement).map((end) => groupOf(statement, end))),
  );
  const selected = new Set(sessions.map(sessionGroup));
  const own = [...groups.values()].filter(({ key }) => !used.has(key) || selected.has(key));
  return [...sessions, ...own.map(ownSession)].flatMap((statement) => expand(statement, groups, room));
}

interface Group {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly members: readonly Statement[];
}

function collectGroups(statements: readonly Statement[]): Map<string, Group> {
  const members = Map.groupBy(
    statements.filter(({ record }) => record.member?.group && record.mechanism),
    ({ context, record }) => groupKey(context, record.mechanism ?? "", record.member?.group ?? ""),
  );
  return new Map([...members].map(([key, lines]) => [key, groupFrom(key, lines)]));
}

function groupFrom(key: string, members: readonly Statement[]): Group {
  const { mechanism, member } = members[0]!.record;
  return { key, kind: mechanism ?? "", name: member?.group ?? "", members };
}

function groupKey(context: string | undefined, kind: string, name: string): string {
  return [context ?? "", kind, name].join("\t");
}

/** The group of which a line speaks as of a session. */
function sessionGroup({ context, record }: Statement): string {
  return groupKey(context, record.mechanism ?? "", record.session ?? "");
}

function endsOf({ record }: Statement): readonly RecordEnd[] {
  const { destination } = record;
  if (!destination) return [];
  return (Array.isArray(destination) ? destination : [destination]) as readonly RecordEnd[];
}

function groupOf({ context }: Statement, end: RecordEnd): string | undefined {
  return end.group ? groupKey(context, end.groupKind ?? "", end.group) : undefined;
}

function ownSession({ kind, name, members }: Group): Statement {
  const first = members[0]!;
  const live = members.some((member) => !member.inactive);
  const record = { mechanism: kind, session: name, destination: { groupKind: kind, group: name } };
  const { inactive: _, ...place } = first;
  return { ...place, ...(live ? {} : { inactive: true }), record };
}

/** The session's own line keeps its place; each member adds a line with one destination. */
function expand(statement: Statement, groups: ReadonlyMap<string, Group>, room: Room): Statement[] {
  const ends = endsOf(statement);
  const grouped = ends.filter((end) => end.group);
  if (grouped.length === 0) return [statement];
  const members = grouped.flatMap((end) => groups.get(groupOf(statement, end) ?? "")?.members ?? []);
  // A text can send thousands of sessions to thousands of members.
  const listed = takeLines(room, members.length);
  const { destination: _, ...record } = { ...statement.record, ...named(grouped[0]!) };
  const rest = [...ends.filter((end) => !end.group), ...(listed ? [] : grouped.map(unlisted))];
  const own = { ...statement, record: { ...record, ...(rest.length > 0 ? { destination: rest } : {}) } };
  if (!listed) return [own];
  return [own, ...merged(members).map((member) => memberLine(statement, member))];
}

/** What is too much to list is told by the name of the group. */
function unlisted({ group, groupKind }: RecordEnd): RecordEnd {
  return { module: [groupKind, group].filter(Boolean).join(" ") };
}

/** The name of the group stays known as an option: a change of group is a change, and a missing one can be named. */
function named({ group, groupKind }: RecordEnd): StatementRecord {
  return { option: { group: [groupKind, group].filter(Boolean).join(" ") } };
}

/** A group whose members are attributes of one address (a collector) is one destination, not several. */
function merged(members: readonly Statement[]): Statement[] {
  const attributes = members.filter(({ record }) => record.member && !record.member.port);
  const ports = members.filter(({ record }) => record.member?.port);
  const whole: RecordParts = Object.assign({}, ...attributes.map(({ record }) => present(record.member)));
  if (!whole.address) return [...ports, ...attributes];
  const first = attributes.find(({ record }) => record.member?.address) as Statement;
  const others = attributes.filter((member) => member !== first).map(bare);
  return [...ports, { ...first, record: { ...first.record, member: whole } }, ...others];
}

function bare(member: Statement): Statement {
  return { ...member, record: { ...member.record, member: { group: member.record.member?.group ?? null } } };
}

function present(parts: RecordParts | undefined): RecordParts {
  return Object.fromEntries(Object.entries(parts ?? {}).filter(([, value]) => value !== null));
}

function memberLine(user: Statement, member: Statement): Statement {
  const { group: _, ...parts } = present(member.record.member);
  const end = wholeEnd(parts);
  const { mechanism, session, family } = user.record;
  const inactive = user.inactive === true || member.inactive === true;
  const { inactive: __, ...place } = member;
  const destination = Object.keys(end).length > 0 ? { destination: end } : {};
  const record = {
    mechanism: mechanism ?? null,
    session: session ?? null,
    family: family ?? null,
    ...destination,
  };
  return { ...place, ...(inactive ? { inactive: true } : {}), record };
}
