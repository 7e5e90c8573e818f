import type { RecordEnd, RecordFilter, StatementRecord } from "../../model/record.ts";
import type { ShownPart } from "../../model/show.ts";
import type { Statement } from "../../model/statement.ts";
import type { Block, Part } from "./block.ts";

/** One session of one output, as the statements that would have said it. */
export interface ShownBlock {
  readonly session: string;
  readonly mechanism: string | undefined;
  readonly statements: readonly Statement[];
  readonly tells: readonly ShownPart[];
}

/** A group of destinations by its name. */
export interface ShownGroup {
  readonly group: string;
  readonly ports: readonly RecordEnd[];
}

/** Labels that name an end by themselves; all others add to one. */
const placed = new Set(["port", "vlan", "remoteVlan", "cpu", "all", "file", "module", "pseudowire"]);

/** The block as statements: all it tells on its first line, and its other lines as evidence. */
export function blockStatements(block: Block): ShownBlock | undefined {
  const { session, mechanism, parts, lines, line } = block;
  if (session === undefined || (mechanism === undefined && block.state === undefined && parts.length === 0))
    return undefined;
  const named = { session, mechanism: mechanism ?? null };
  const told: StatementRecord = {
    ...named,
    state: block.state ?? null,
    source: endsOf(parts, "source"),
    destination: endsOf(parts, "destination"),
    transport: attributesOf(parts, "transport") ?? null,
    option: optionsOf(parts),
  };
  const filters = { ...named, filter: filtersOf(parts) };
  const others = [...lines]
    .filter((one) => one !== line)
    .map((one) => ({ line: one, text: "", record: named }));
  return {
    session,
    mechanism,
    statements: [...[told, filters].map((record) => ({ line, text: "", record })), ...others],
    tells: toldBy(block),
  };
}

function toldBy({ output, mechanism, state }: Block): readonly ShownPart[] {
  return [
    ...(mechanism === undefined ? [] : ["mechanism" as const]),
    ...(state === undefined ? [] : ["state" as const]),
    ...(output.tells.has("source") ? ["sources" as const] : []),
    ...(output.tells.has("destination") ? ["destinations" as const] : []),
  ];
}

function endsOf(parts: readonly Part[], side: string): readonly RecordEnd[] {
  const own = parts.filter(({ part }) => part === side);
  const rows = Map.groupBy(
    own.filter(({ row }) => row !== undefined),
    ({ row }) => row,
  );
  const loose = own.filter(({ row }) => row === undefined);
  const manners = Object.fromEntries(
    loose.filter(({ label }) => label === "ingress" || label === "encapsulation").map(pair),
  );
  const attributes = loose.filter(({ label }) => !placed.has(label) && !(label in manners));
  const ends = loose
    .filter(({ label }) => placed.has(label))
    .map((part): RecordEnd => ({ ...end([part]), ...manners }));
  return [
    ...ends,
    ...(attributes.length > 0 ? [end(attributes)] : []),
    ...[...rows.values()].filter((row) => row.some(({ label }) => placed.has(label))).map(end),
  ];
}

function end(parts: readonly Part[]): RecordEnd {
  const direction = parts.find((part) => part.direction !== undefined)?.direction;
  return { ...Object.fromEntries(parts.map(pair)), ...(direction === undefined ? {} : { direction }) };
}

function pair({ label, value }: Part): readonly [string, string] {
  return [label, value];
}

function attributesOf(parts: readonly Part[], side: string): RecordEnd | undefined {
  const own = parts.filter(({ part }) => part === side);
  return own.length === 0 ? undefined : end(own);
}

function filtersOf(parts: readonly Part[]): readonly RecordFilter[] {
  return parts
    .filter(({ part }) => part === "filter")
    .map(({ label, value }) =>
      label === "vlan" || label === "sgt" ? { kind: label, list: value } : { kind: label, value },
    );
}

function optionsOf(parts: readonly Part[]): Readonly<Record<string, string>> {
  return Object.fromEntries(parts.filter(({ part }) => part === "option").map(pair));
}

/** The members of a group, one end for each row. */
export function groupOf({ parts }: Block): ShownGroup | undefined {
  const group = parts.find(({ part }) => part === "group")?.value;
  return group === undefined ? undefined : { group, ports: endsOf(parts, "member") };
}
