import type { Column } from "./output.ts";
import type { Place } from "./place.ts";

/** A table that is being read: where its columns begin. */
export interface Table {
  readonly columns: readonly Column[];
  readonly offsets: readonly number[];
}

/** The table whose titles stand on this line, in their order. */
export function tableAt(raw: string, tables: readonly (readonly Column[])[]): Table | undefined {
  for (const columns of tables) {
    const offsets = offsetsOf(raw, columns);
    if (offsets !== undefined) return { columns, offsets };
  }
  return undefined;
}

function offsetsOf(raw: string, columns: readonly Column[]): readonly number[] | undefined {
  const offsets: number[] = [];
  let from = raw.search(/\S/);
  for (const [at, { title }] of columns.entries()) {
    const found = raw.indexOf(title, from);
    if (found < 0 || (at === 0 && found !== from)) return undefined;
    offsets.push(found);
    from = found + title.length;
  }
  return offsets;
}

/** The cells of a row: each word belongs to the last column that has begun where it stands. */
export function cellsOf(raw: string, { columns, offsets }: Table): readonly (readonly [Place, string])[] {
  const cells = columns.map((): string[] => []);
  for (const word of raw.matchAll(/\S+/g)) {
    const column = offsets.findLastIndex((offset) => offset <= word.index + 1);
    cells[Math.max(0, column)]!.push(word[0]);
  }
  return columns.map(({ place }, at) => [place, cells[at]!.join(" ")] as const);
}
