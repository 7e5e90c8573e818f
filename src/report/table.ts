import { plain } from "./plain.ts";
import { displayWidth, wrap } from "./width.ts";

export interface Column {
  readonly head: string;
  /** Numbers stand at the right. */
  readonly right?: boolean;
}

const gap = "  ";
/** No column is made narrower than this, even if the table then grows beyond the window. */
const narrowest = 8;

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
  const cells = rows.map((row) => columns.map((_, at) => plain(row[at] ?? "")));
  const widths = fit(
    columns.map(({ head }, at) =>
      Math.max(displayWidth(head), ...cells.map((row) => displayWidth(row[at]!))),
    ),
    width,
  );
  const print = (row: readonly string[]) => printRow(row, columns, widths);
  const rule = widths.map((one) => "-".repeat(one)).join(gap);
  return `${[...print(columns.map(({ head }) => head)), rule, ...cells.flatMap(print)].join("\n")}\n`;
}

/** Takes the missing columns from the widest cells first. */
function fit(natural: readonly number[], width: number): readonly number[] {
  const widths = [...natural];
  let over = widths.reduce((sum, one) => sum + one, gap.length * (widths.length - 1)) - width;
  while (over > 0) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) break;
    const at = widths.lastIndexOf(widest);
    const next = Math.max(narrowest, ...widths.filter((one) => one < widest));
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
