import type { Database } from "better-sqlite3";
import type { Heartbeat } from "../model/event.ts";
import type { OutboxRow } from "./store.ts";

export type OutboxTable = ReturnType<typeof outboxTable>;

/** Events on their way out, oldest first. */
export function outboxTable(database: Database) {
  const pending = database.prepare<[number], { seq: number; event: string }>(
    "SELECT seq, event FROM outbox WHERE sent_at IS NULL ORDER BY seq LIMIT ?",
  );
  const mark = database.prepare<[string, number]>(
    "UPDATE outbox SET sent_at = ? WHERE seq <= ? AND sent_at IS NULL",
  );
  const again = database.prepare<[string]>("UPDATE outbox SET sent_at = NULL WHERE sent_at >= ?");
  const prune = database.prepare<[string]>("DELETE FROM outbox WHERE sent_at < ?");
  const depth = database.prepare<[], { pending: number; oldest: string | null }>(
    "SELECT count(*) AS pending, min(at) AS oldest FROM outbox WHERE sent_at IS NULL",
  );
  const lastBeat = database
    .prepare<[], string | null>("SELECT max(at) FROM outbox WHERE kind = 'heartbeat'")
    .pluck();
  const dropWaiting = database.prepare("DELETE FROM outbox WHERE kind = 'heartbeat' AND sent_at IS NULL");
  const addBeat = database.prepare<[string, string, string]>(
    "INSERT INTO outbox (uuid, at, event, kind) VALUES (?, ?, ?, 'heartbeat')",
  );
  return {
    lastBeat: (): string | null => lastBeat.get() ?? null,
    /** An outage must not fill the outbox with signs of life: only the newest waits. */
    beat: (event: Heartbeat): void => {
      dropWaiting.run();
      addBeat.run(event.uuid, event.at, JSON.stringify(event));
    },
    pending: (limit: number): readonly OutboxRow[] =>
      pending.all(limit).map(({ seq, event }) => ({ seq, event: JSON.parse(event) })),
    mark: (upTo: number, at: string): void => {
      mark.run(at, upTo);
    },
    again: (since: string): number => again.run(since).changes,
    prune: (before: string): number => prune.run(before).changes,
    depth: () => depth.get()!,
  };
}
