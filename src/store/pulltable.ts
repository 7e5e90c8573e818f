import type { Database } from "better-sqlite3";

/** How the last pulls of one device went; never its text. */
export interface PullMark {
  /** The device's name in lower case. */
  readonly device: string;
  /** ISO 8601 UTC of the last try. */
  readonly triedAt: string;
  /** Bytes of the last text that was whole by its own signs; null before there was one. */
  readonly bytes: number | null;
  /** Class of the last try's failure; null when it was whole. */
  readonly failure: string | null;
}

interface Row {
  readonly device: string;
  readonly tried_at: string;
  readonly bytes: number | null;
  readonly failure: string | null;
}

export function pullTable(database: Database) {
  const all = database.prepare<[], Row>("SELECT * FROM pull");
  const put = database.prepare<PullMark>(
    `INSERT INTO pull (device, tried_at, bytes, failure) VALUES (@device, @triedAt, @bytes, @failure)
     ON CONFLICT (device) DO UPDATE SET
       tried_at = excluded.tried_at, bytes = coalesce(excluded.bytes, bytes), failure = excluded.failure`,
  );
  return {
    all: (): readonly PullMark[] =>
      all
        .all()
        .map(({ device, tried_at, bytes, failure }) => ({ device, triedAt: tried_at, bytes, failure })),
    /** `bytes` null keeps what was known. */
    put: (mark: PullMark): void => {
      put.run({ ...mark, device: mark.device.toLowerCase() });
    },
  };
}
