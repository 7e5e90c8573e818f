export interface CsvRow {
  /** 1-based, of its first line. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Rows of a CSV text (RFC 4180); empty lines and lines that begin with `#` are left out. */
export function csvRows(text: string, separator: string): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let [cell, quoted, line, first] = ["", false, 1, 1];
  const endRow = () => {
    cells.push(cell.replace(/\r$/, ""));
    const blank = cells.every((one) => one.trim() === "") || cells[0]!.startsWith("#");
    if (!blank) rows.push({ line: first, cells });
    [cells, cell, first] = [[], "", line + 1];
  };
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === '"' && quoted && text[at + 1] === '"') cell += text[++at];
    else if (letter === '"' && (quoted || cell === "")) quoted = !quoted;
    else if (letter === separator && !quoted) {
      cells.push(cell);
      cell = "";
    } else if (letter === "\n" && !quoted) {
      endRow();
      line++;
    } else {
      if (letter === "\n") line++;
      cell += letter;
    }
  }
  if (cell !== "" || cells.length > 0) endRow();
  return rows;
}
