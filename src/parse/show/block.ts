import type { Direction } from "../../model/session.ts";
import type { Unread } from "../../model/statement.ts";
import type { ShowManners } from "./manners.ts";
import type { Output } from "./output.ts";
import { isList, type Place } from "./place.ts";
import type { Table } from "./table.ts";
import { directionFor, isNothing, membersOf, processorFor, wordFor, wordOf } from "./value.ts";

/** One value of a block: where it belongs, and on which row of a table it stood. */
export interface Part {
  readonly part: string;
  readonly label: string;
  readonly value: string;
  readonly line: number;
  /** Parts of one row belong to one end. */
  readonly row: number | undefined;
  direction: Direction | undefined;
}

/** What an opening line opened, while its lines are read. */
export interface Block {
  readonly output: Output;
  readonly line: number;
  session: string | undefined;
  mechanism: string | undefined;
  state: string | undefined;
  readonly parts: Part[];
  readonly lines: Set<number>;
  /** Labels that were met. */
  readonly met: Set<string>;
  readonly unread: Unread[];
  /** What values without a label are. */
  current: Place | undefined;
  /** The place in which labels of a direction list. */
  container: Place | undefined;
  table: Table | undefined;
  /** A blank line came last. */
  blank: boolean;
}

export function newBlock(output: Output, line: number): Block {
  const { mechanism, begins } = output;
  return {
    output,
    line,
    session: undefined,
    mechanism,
    state: undefined,
    parts: [],
    lines: new Set([line]),
    met: new Set(),
    unread: [],
    current: begins,
    container: begins,
    table: undefined,
    blank: false,
  };
}

/** Takes the values of one line. `row`: they are of one row of a table. */
export function takeValues(
  block: Block,
  values: readonly (readonly [Place, string])[],
  line: number,
  manners: ShowManners,
  row?: number,
): void {
  block.lines.add(line);
  for (const [place, value] of values) take(block, place, value.trim(), line, manners, row);
}

/** Takes a value that stands behind a label; the lines that follow may go on with it. */
export function takeLabelled(
  block: Block,
  label: string,
  place: Place,
  value: string,
  line: number,
  manners: ShowManners,
): void {
  block.met.add(label);
  const directed = place.part === "direction" && place.direction !== undefined;
  const whole = directed && block.container ? { ...block.container, direction: place.direction } : place;
  if (isList(whole) || (whole.part === "aside" && value === "")) {
    if (!directed) block.container = place;
    block.current = whole;
  }
  takeValues(block, [[whole, value]], line, manners);
}

function take(
  block: Block,
  place: Place,
  value: string,
  line: number,
  manners: ShowManners,
  row: number | undefined,
): void {
  const { part } = place;
  if (part === "state") block.state ??= wordFor(value, manners.state) ?? value;
  else if (part === "session") block.session = wordFor(value, manners.session) ?? value;
  else if (part === "direction") turn(block, directionFor(value, manners), row);
  else if (part === "aside" || isNothing(value, manners)) return;
  else if (part === "mechanism") block.mechanism = wordFor(value, manners.mechanism) ?? value;
  else addParts(block, place, value, line, manners, row);
}

/** A direction beside sources: that of the row, else that of the source before it. */
function turn({ parts }: Block, direction: Direction | undefined, row: number | undefined): void {
  const last = parts.findLast((one) => one.part === "source");
  if (last !== undefined && (row === undefined || last.row === row)) last.direction = direction;
}

function addParts(
  block: Block,
  place: Place,
  value: string,
  line: number,
  manners: ShowManners,
  row: number | undefined,
): void {
  const { part, label, direction } = place;
  const add = (one: string, as = label, way = direction) =>
    block.parts.push({ part, label: as, value: one, direction: way, line, row });
  if (label === "all") add("all", "all", directionFor(value, manners));
  else if (label === "port") addPorts(value, manners, add);
  else if (isList(place)) for (const member of membersOf(value, place)) add(member);
  else if (label === "address" && !/^[\da-f]*[.:]/i.test(value)) return;
  else if (["address", "origin", "erspanId", "vrf", "pwId", "nextHop"].includes(label)) add(wordOf(value));
  else if (label === "file") add(/^-/.test(value) ? "" : value);
  else if (label === "pseudowire") add(/^[\da-f]*[.:]/i.test(value) ? wordOf(value) : "");
  else add(label === "encapsulation" ? value.toLowerCase() : value);
}

/** A list of ports, in which the device's own processor may stand; its name can be of several words. */
function addPorts(value: string, manners: ShowManners, add: (one: string, as: string) => void): void {
  const whole = processorFor(value, manners);
  const port = { part: "", label: "port", direction: undefined };
  const members = whole === undefined ? membersOf(value, port) : [value];
  // A sentence in place of a list names no port.
  const names = members.filter(
    (one) => members.length === 1 || /\d/.test(one) || processorFor(one, manners) !== undefined,
  );
  for (const member of names.filter((one) => !isNothing(one, manners))) {
    const processor = whole ?? processorFor(member, manners);
    add(processor ?? member, processor === undefined ? "port" : "cpu");
  }
}
