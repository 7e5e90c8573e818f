import type { Database } from "better-sqlite3";
import type { PruneLimits, Pruned } from "./store.ts";

/** Removes what is older than it has to be kept, a bounded number of rows at a time. Its writes expect a transaction. */
export function pruneTable(database: Database) {
  // A finding goes when its last step is old and its events have left; the history of the baseline never goes.
  const findings = database
    .prepare<[string, string, number], number>(
      `SELECT id FROM finding WHERE state = 'resolved' AND last_seen < ?
       AND NOT EXISTS (SELECT 1 FROM finding_step AS step LEFT JOIN outbox ON outbox.uuid = step.event
                       WHERE step.finding = finding.id
                       AND (step.at >= ? OR (outbox.seq IS NOT NULL AND outbox.sent_at IS NULL)))
       ORDER BY id LIMIT ?`,
    )
    .pluck();
  const ofFinding = ["finding_step", "finding_comment"].map((name) =>
    database.prepare<[number]>(`DELETE FROM ${name} WHERE finding = ?`),
  );
  const finding = database.prepare<[number]>("DELETE FROM finding WHERE id = ?");
  const observations = database.prepare<[string, number]>(
    "DELETE FROM observation WHERE id IN (SELECT id FROM observation WHERE recorded < ? ORDER BY id LIMIT ?)",
  );
  const snapshots = database.prepare<[string, number]>(
    `DELETE FROM snapshot WHERE id IN (SELECT id FROM snapshot AS old WHERE last_at < ?
     AND EXISTS (SELECT 1 FROM snapshot AS newer WHERE newer.device = old.device AND newer.id > old.id)
     ORDER BY id LIMIT ?)`,
  );
  const sent = database.prepare<[string, number]>(
    `DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox WHERE sent_at < ? ORDER BY sent_at LIMIT ?)`,
  );

  function pruneFindings(before: string, most: number): number {
    const ids = findings.all(before, before, most);
    for (const id of ids) {
      for (const rows of ofFinding) rows.run(id);
      finding.run(id);
    }
    return ids.length;
  }

  return (limits: PruneLimits, most: number): Pruned => {
    const { resolvedBefore, observedBefore, sentBefore } = limits;
    return {
      findings: resolvedBefore === undefined ? 0 : pruneFindings(resolvedBefore, most),
      observations: observedBefore === undefined ? 0 : observations.run(observedBefore, most).changes,
      snapshots: observedBefore === undefined ? 0 : snapshots.run(observedBefore, most).changes,
      events: sentBefore === undefined ? 0 : sent.run(sentBefore, most).changes,
    };
  };
}
