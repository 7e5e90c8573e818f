import type { Database } from "better-sqlite3";
import { Fault } from "../model/fault.ts";

/** Finds the one id of a table that begins with a text; `f-` or `a-` may be left out. @throws Fault `id-ambiguous` */
export function byPrefix(
  database: Database,
  table: "approval" | "approval_step" | "finding",
  letter: "a-" | "c-" | "t-" | "f-",
): (id: string) => string | undefined {
  const query = database
    .prepare<[string, string], string>(`SELECT DISTINCT uid FROM ${table} WHERE uid >= ? AND uid < ? LIMIT 3`)
    .pluck();
  return (id) => {
    const start = id.startsWith(letter) ? id : letter + id;
    if (start === letter) return undefined;
    const [first, second, third] = query.all(start, `${start}~`);
    if (first === undefined || second === undefined || first === start) return first;
    throw new Fault({
      code: "id-ambiguous",
      where: id,
      what: `several ids begin so: ${[first, second].join(", ")}${third === undefined ? "" : ", …"}`,
      remedy: "give more of the id",
    });
  };
}
