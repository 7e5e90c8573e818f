import type { RecordEnd, RecordParts } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";
import { type Room, takeLines } from "./room.ts";

/** No line card has more ports; a wider range is kept as it was written. */
const widestRange = 1024;

/**
 * Replaces named ranges of ports by their members, in bindings and sources: what is said of a range is said of each
 * port in it. The lines that list the members fall away; a range without members keeps its own name as the port.
 */
export function expandRanges(statements: readonly Statement[], room: Room): Statement[] {
  const members = collectMembers(statements, room);
  const ports = (statement: Statement, range: string) => {
    const known = members.get(rangeKey(statement, range)) ?? new Set([range]);
    return takeLines(room, known.size) ? [...known] : [range];
  };
  return statements
    .filter(({ record }) => !record.member?.range)
    .flatMap((statement) => {
      const { binding, source } = statement.record;
      if (binding?.range)
        return ports(statement, binding.range).map((port) => bindingAt(statement, binding, port));
      const end = source as RecordEnd | null | undefined;
      if (!end?.range) return [statement];
      return ports(statement, end.range).map((port) => sourceAt(statement, end, port));
    });
}

function rangeKey({ context }: Statement, range: string): string {
  return [context ?? "", range].join("\t");
}

function collectMembers(statements: readonly Statement[], room: Room): Map<string, Set<string>> {
  const members = new Map<string, Set<string>>();
  for (const statement of statements) {
    const { member } = statement.record;
    if (!member?.range || !member.port || statement.inactive) continue;
    const key = rangeKey(statement, member.range);
    const ports = member.last ? between(member.port, member.last) : spelledOut(member.port);
    const known = members.get(key) ?? new Set();
    members.set(key, known);
    for (const port of takeLines(room, ports.length) ? ports : [member.port]) known.add(port);
  }
  return members;
}

function bindingAt(statement: Statement, binding: RecordParts, port: string): Statement {
  const { range: _, ...parts } = binding;
  return { ...statement, record: { ...statement.record, binding: { ...parts, port } } };
}

function sourceAt(statement: Statement, end: RecordEnd, port: string): Statement {
  const { range: _, ...parts } = end;
  return { ...statement, record: { ...statement.record, source: { ...parts, port } } };
}

/** `ge-0/0/8` to `ge-0/0/11`: every port between. Where more than the last number differs, both ends stand for it. */
function between(first: string, last: string): string[] {
  const [, stem = "", from = ""] = /^(.*?)(\d+)$/.exec(first) ?? [];
  const [, otherStem = "", to = ""] = /^(.*?)(\d+)$/.exec(last) ?? [];
  const count = Number(to) - Number(from) + 1;
  if (stem !== otherStem || from === "" || count < 1 || count > widestRange) return [first, last];
  return Array.from({ length: count }, (_, index) => `${stem}${Number(from) + index}`);
}

/** `ge-0/0/[1-3,7]` is four ports. `*` stands for ports that only the device knows, and is kept. */
function spelledOut(pattern: string): string[] {
  const [, before = "", list, after = ""] = /^([^[]*)\[([\d,-]+)\](.*)$/.exec(pattern) ?? [];
  if (list === undefined) return [pattern];
  const numbers = list.split(",").flatMap(numbersOf);
  return numbers.flatMap((number) => spelledOut(after).map((rest) => `${before}${number}${rest}`));
}

function numbersOf(part: string): string[] {
  const [, from = "", to = ""] = /^(\d+)-(\d+)$/.exec(part) ?? [];
  if (from === "") return /^\d+$/.test(part) ? [...part] : [];
  const count = Number(to) - Number(from) + 1;
  return count < 1 || count > widestRange
    ? []
    : Array.from({ length: count }, (_, index) => `${Number(from) + index}`);
}
