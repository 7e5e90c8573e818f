import type { LoggedCommand } from "../../model/show.ts";
import type { Unread } from "../../model/statement.ts";
import { cutSecrets } from "../syslog/secret.ts";
import { type Block, newBlock, takeLabelled, takeValues } from "./block.ts";
import type { ShowLine } from "./line.ts";
import type { ShowManners } from "./manners.ts";
import { type Output, outputsOf, readSentence } from "./output.ts";
import { isList, type Place } from "./place.ts";
import { blockStatements, groupOf, type ShownBlock, type ShownGroup } from "./statement.ts";
import { membersOf, processorFor } from "./value.ts";
import { cellsOf, type Table, tableAt } from "./table.ts";

/** What one profile makes of output. */
export interface ShowReading {
  readonly hostname: string | undefined;
  readonly outputs: readonly string[];
  readonly blocks: readonly ShownBlock[];
  readonly groups: readonly ShownGroup[];
  readonly remoteVlans: readonly string[];
  readonly commands: readonly LoggedCommand[];
  readonly unread: readonly Unread[];
  /** Lines that were understood. */
  readonly understood: ReadonlySet<number>;
}

interface Reader {
  readonly manners: ShowManners;
  readonly outputs: readonly Output[];
  readonly named: Set<string>;
  readonly blocks: ShownBlock[];
  readonly groups: ShownGroup[];
  readonly remoteVlans: string[];
  readonly commands: LoggedCommand[];
  readonly unread: Unread[];
  readonly understood: Set<number>;
  hostname: string | undefined;
  open: Block | undefined;
  /** A table whose rows are sessions. */
  list: { readonly output: Output; readonly table: Table } | undefined;
}

/** No device shows so many sessions; the rest of a text that does is not read. */
const mostBlocks = 20_000;

/** Reads label-and-value blocks and tables; one pass, linear in the text. Lines that no output has are passed over. */
export function readShow(lines: readonly ShowLine[], manners: ShowManners): ShowReading {
  const reader: Reader = {
    manners,
    outputs: outputsOf(manners),
    named: new Set(),
    blocks: [],
    groups: [],
    remoteVlans: [],
    commands: [],
    unread: [],
    understood: new Set(),
    hostname: undefined,
    open: undefined,
    list: undefined,
  };
  for (const line of lines) {
    if (reader.blocks.length >= mostBlocks) break;
    readLine(reader, line);
  }
  close(reader);
  return { ...reader, outputs: [...reader.named] };
}

function readLine(reader: Reader, line: ShowLine): void {
  const { text } = line;
  if (line.hostname !== undefined) reader.hostname ??= line.hostname;
  if (line.foreign || line.command !== undefined) close(reader);
  else if (text === "") blank(reader);
  else if (/^[-=+_ ]{3,}$/.test(text) || /%[A-Z][\w-]*-\d-[A-Z_]/.test(text)) return;
  else if (!opened(reader, line) && !isEmpty(reader, line) && !row(reader, line)) inside(reader, line);
}

function blank(reader: Reader): void {
  if (reader.open !== undefined) {
    reader.open.blank = true;
    reader.open.table = undefined;
  }
}

function opened(reader: Reader, { text, line }: ShowLine): boolean {
  for (const output of reader.outputs)
    for (const sentence of output.opens) {
      const values = readSentence(sentence, text);
      if (values === undefined) continue;
      close(reader);
      reader.open = newBlock(output, line);
      takeValues(reader.open, values, line, reader.manners);
      return true;
    }
  return false;
}

function isEmpty(reader: Reader, { text, line }: ShowLine): boolean {
  const output = reader.outputs.find(({ empty }) => empty.some((sentence) => text.startsWith(sentence)));
  if (output === undefined) return false;
  close(reader);
  reader.named.add(output.name);
  reader.understood.add(line);
  return true;
}

/** The titles of a table, or one of its rows. */
function row(reader: Reader, { raw, line }: ShowLine): boolean {
  const { open, manners } = reader;
  const inner = open && tableAt(raw, open.output.tables);
  if (open && inner) {
    open.table = inner;
    open.lines.add(line);
    return true;
  }
  for (const output of open ? [] : reader.outputs) {
    const table = tableAt(
      raw,
      output.tables.filter((columns) => columns[0]?.place.part === "session"),
    );
    if (table === undefined) continue;
    reader.list = { output, table };
    reader.understood.add(line);
    return true;
  }
  if (open === undefined && reader.list !== undefined) return listed(reader, raw, line);
  if (open?.table === undefined || labelOf(open, raw.trim()) !== undefined) return false;
  open.blank = false;
  takeValues(open, cellsOf(raw, open.table), line, manners, line);
  return true;
}

function listed(reader: Reader, raw: string, line: number): boolean {
  const { output, table } = reader.list!;
  const cells = cellsOf(raw, table);
  if (!/^[\w.-]+$/.test(cells[0]![1])) {
    reader.list = undefined;
    return false;
  }
  reader.open = newBlock(output, line);
  takeValues(reader.open, cells, line, reader.manners);
  finish(reader, reader.open);
  reader.open = undefined;
  return true;
}

function inside(reader: Reader, { raw, text, line }: ShowLine): void {
  const { open, manners } = reader;
  if (open === undefined) return;
  const found = labelOf(open, text);
  // A line may have more values than the one behind its label.
  const sentence = found?.[2] === "" ? undefined : sentenceIn(open, text);
  const labelled = sentence ? undefined : found;
  if (open.output.closes.some((start) => text.startsWith(start))) close(reader);
  else if (labelled) takeLabelled(open, ...labelled, line, manners);
  else if (sentence) takeSentence(open, sentence, line, manners);
  else if (open.current?.part === "aside" && !open.blank) open.lines.add(line);
  else if (open.current && isList(open.current) && goesOn(text, open.current, manners))
    takeValues(open, [[open.current, withoutRemark(text)]], line, manners);
  else if (open.blank) close(reader);
  else
    open.unread.push({ line, text: raw.trim().slice(0, 500), expected: `a line of \`${open.output.name}\`` });
  if (reader.open) reader.open.blank = false;
}

type Labelled = readonly [label: string, place: Place, value: string];

function labelOf({ output }: Block, given: string): Labelled | undefined {
  const text = given.replace(/\s*:\s*$|\s+:\s+|:\s+/, (mark) => (mark.trim() === ":" ? ": " : mark));
  const at = text.indexOf(":");
  if (at < 0) return undefined;
  const label = text.slice(0, at).trim();
  const place = output.labels.get(label);
  return place && [label, place, text.slice(at + 1).trim()];
}

function sentenceIn({ output }: Block, text: string) {
  for (const sentence of output.lines) {
    const values = readSentence(sentence, text);
    if (values !== undefined) return values;
  }
  return undefined;
}

/** A line that ends where a list begins is its title. */
function takeSentence(
  open: Block,
  values: readonly (readonly [Place, string])[],
  line: number,
  manners: ShowManners,
): void {
  const member = values.some(([{ part }]) => part === "member");
  takeValues(open, values, line, manners, member ? line : undefined);
  const [place, value] = values.at(-1) ?? [];
  if (place && value === "" && isList(place)) {
    open.current = place;
    open.container = place;
  }
}

/** A line that goes on with a list has nothing but names with numbers; what a port is said to be stands behind ` : `. */
function goesOn(text: string, { label }: Place, manners: ShowManners): boolean {
  const members = membersOf(withoutRemark(text.slice(0, 500)), { label } as Place);
  const named = label === "port" ? /^[A-Za-z-]*\d[\d/.:-]*$/ : /^[\w./-]*$/;
  return (
    members.length > 0 &&
    (label === "port" || members.length === 1 || /^[\d,\s-]+$/.test(text)) &&
    members.every((member) => named.test(member) || processorFor(member, manners) !== undefined)
  );
}

function withoutRemark(text: string): string {
  return text.replace(/ ?: .*$|:$/, "");
}

function close(reader: Reader): void {
  if (reader.open !== undefined) finish(reader, reader.open);
  reader.open = undefined;
  reader.list = undefined;
}

function finish(reader: Reader, block: Block): void {
  const { output, parts, lines } = block;
  if (output.needs.length > 0 && !output.needs.some((label) => block.met.has(label))) return;
  reader.named.add(output.name);
  for (const line of lines) reader.understood.add(line);
  reader.unread.push(...block.unread);
  const shown = blockStatements(block);
  if (shown) reader.blocks.push(shown);
  const group = groupOf(block);
  if (group) reader.groups.push(group);
  reader.remoteVlans.push(...parts.filter(({ part }) => part === "remoteVlans").map(({ value }) => value));
  reader.commands.push(...loggedIn(block));
}

function loggedIn({ parts }: Block): LoggedCommand[] {
  if (!parts.some(({ part }) => part === "command")) return [];
  return [...Map.groupBy(parts, ({ line }) => line)].flatMap(([line, row]) => {
    const of = (wanted: string) => row.find(({ part }) => part === wanted)?.value ?? null;
    const command = of("command");
    if (command === null) return [];
    // A user's name may hold an @ of its own.
    const names = [of("user"), of("from")]
      .filter((name) => name !== null)
      .join("@")
      .split("@");
    const from = names.pop() ?? null;
    return [{ line, user: names.join("@") || null, from, command: cutSecrets(command) }];
  });
}
