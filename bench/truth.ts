import type { SnapshotRecord } from "../src/model/snapshot.ts";

/** What a generated file says, in a form simple enough to be written beside the text. */
export interface TrueSession {
  readonly name: string;
  readonly mechanism: string;
  /** `NAME direction`, in any order. */
  readonly sources: readonly string[];
  /** Interface or address, in any order. */
  readonly destinations: readonly string[];
}

export interface GeneratedConfig {
  readonly text: string;
  readonly sessions: readonly TrueSession[];
}

/** The record in the same form; a run counts only when this equals the truth. */
export function sessionsOf(record: SnapshotRecord): TrueSession[] {
  return record.sessions.map((session) => ({
    name: session.name,
    mechanism: session.mechanism,
    sources: session.sources.map((source) => `${source.name} ${source.direction}`).sort(),
    destinations: session.destinations.map((end) => end.address ?? end.name ?? "").sort(),
  }));
}

export function sameSessions(record: SnapshotRecord, truth: readonly TrueSession[]): boolean {
  const normal = (sessions: readonly TrueSession[]) =>
    JSON.stringify(
      sessions
        .map((one) => ({
          ...one,
          sources: [...one.sources].sort(),
          destinations: [...one.destinations].sort(),
        }))
        .sort((a, b) => a.name.localeCompare(b.name)),
    );
  return normal(sessionsOf(record)) === normal(truth);
}
