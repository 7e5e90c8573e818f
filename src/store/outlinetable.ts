import type { Database } from "better-sqlite3";
import { deviceKey } from "../compare/baseline.ts";
import type { Outline } from "../parse/outline.ts";

/** The outline of a device's last whole config, and since when shorter texts are doubted. */
export interface KnownOutline {
  readonly outline: Outline;
  /** ISO 8601 UTC; null when none is. */
  readonly doubtedSince: string | null;
}

interface Row {
  readonly bytes: number;
  readonly marks: string;
  readonly doubted_since: string | null;
}

export function outlineTable(database: Database) {
  const one = database.prepare<[string], Row>(
    "SELECT bytes, marks, doubted_since FROM outline WHERE device = ?",
  );
  const put = database.prepare<[string, number, string, string | null]>(
    `INSERT INTO outline (device, bytes, marks, doubted_since) VALUES (?, ?, ?, ?)
     ON CONFLICT (device) DO UPDATE SET
       bytes = excluded.bytes, marks = excluded.marks, doubted_since = excluded.doubted_since`,
  );
  return {
    get(device: string): KnownOutline | undefined {
      const row = one.get(deviceKey(device));
      if (row === undefined) return undefined;
      const outline = { bytes: row.bytes, marks: JSON.parse(row.marks) as number[] };
      return { outline, doubtedSince: row.doubted_since };
    },
    put(device: string, { outline, doubtedSince }: KnownOutline): void {
      put.run(deviceKey(device), outline.bytes, JSON.stringify(outline.marks), doubtedSince);
    },
  };
}
