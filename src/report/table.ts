import { plain } from "./plain.ts";
import { displayWidth, wrap } from "./width.ts";

export interface Column {
  readonly head: string;
  /** Numbers stand at the right. */
  readonly right?: boolean;
  /** Prose: where little room is left for it, it stands below its row. */
  readonly below?: boolean;
}

const gap = "  ";
/** No column is made narrower than this, even if the table then grows beyond the window. */
const narrowest = 8;
/** Words up to this length are not broken as long as there is another way. */
const longestWord = 24;
/** In less room than this prose is no pleasure to read. */
const prose = 40;
const indent = "    ";

/**
 * A table for a terminal: a head, a rule, one row for each record; long cells are wrapped at words so that the whole fits
 * into `width` columns. Every cell is made printable first. Ends with a newline.
 */
export function table(
  heads: readonly (string | Column)[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const columns = heads.map((head) => (typeof head === "string" ? { head } : head));
  const all = [
    columns.map(({ head }) => head),
    ...rows.map((row) => columns.map((_, at) => plain(row[at] ?? ""))),
  ];
  const under = foldedColumn(columns, all, width);
  const kept = columns.filter((_, at) => at !== under);
  const cells = all.map((row) => row.filter((_, at) => at !== under));
  const widths = fit(naturalWidths(cells), wordWidths(cells), width);
  const [head, ...body] = cells.map((row, at) => [
    ...printRow(row, kept, widths),
    ...(under === undefined ? [] : below(all[at]![under]!, width)),
  ]);
  const rule = widths.map((one) => "-".repeat(one)).join(gap);
  return `${[...head!, rule, ...body.flat()].join("\n")}\n`;
}

/** The column of prose that has too little room beside the others; undefined when there is none. */
function foldedColumn(columns: readonly Column[], rows: readonly Row[], width: number): number | undefined {
  const at = columns.findIndex(({ below: folds }) => folds === true);
  if (at < 0) return undefined;
  const natural = naturalWidths(rows);
  const room = width - natural.reduce((sum, one, index) => (index === at ? sum : sum + one + gap.length), 0);
  return natural[at]! > room && room < prose ? at : undefined;
}

function below(text: string, width: number): string[] {
  return wrap(text, Math.max(narrowest, width - indent.length)).map((line) => indent + line);
}

type Row = readonly string[];

function naturalWidths(rows: readonly Row[]): number[] {
  return rows[0]!.map((_, at) => Math.max(...rows.map((row) => displayWidth(row[at]!))));
}

function wordWidths(rows: readonly Row[]): number[] {
  const widest = (text: string) => Math.max(...text.split(" ").map(displayWidth));
  return rows[0]!.map((_, at) =>
    Math.max(narrowest, Math.min(longestWord, Math.max(...rows.map((row) => widest(row[at]!))))),
  );
}

/** Takes the missing columns from the widest cells first, and breaks words only when nothing else is left. */
function fit(natural: readonly number[], floors: readonly number[], width: number): readonly number[] {
  const least = floors.reduce(
    (sum, one, at) => sum + Math.min(one, natural[at]!),
    gap.length * (floors.length - 1),
  );
  const bounds = least <= width ? floors : floors.map(() => narrowest);
  const widths = [...natural];
  let over = widths.reduce((sum, one) => sum + one, gap.length * (widths.length - 1)) - width;
  while (over > 0) {
    const open = widths.filter((one, at) => one > bounds[at]!);
    if (open.length === 0) break;
    const widest = Math.max(...open);
    const at = widths.findLastIndex((one, index) => one === widest && one > bounds[index]!);
    const next = Math.max(bounds[at]!, ...widths.filter((one) => one < widest));
    const cut = Math.min(over, Math.max(1, widest - next));
    widths[at] = widest - cut;
    over -= cut;
  }
  return widths;
}

function printRow(row: readonly string[], columns: readonly Column[], widths: readonly number[]): string[] {
  const wrapped = row.map((cell, at) => wrap(cell, widths[at]!));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    wrapped
      .map((lines, at) => pad(lines[line] ?? "", widths[at]!, columns[at]!.right === true))
      .join(gap)
      .trimEnd(),
  );
}

function pad(text: string, width: number, right: boolean): string {
  const space = " ".repeat(Math.max(0, width - displayWidth(text)));
  return right ? space + text : text + space;
}
