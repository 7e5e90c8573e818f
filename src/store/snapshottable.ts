import type { Database } from "better-sqlite3";
import { deviceKey } from "../compare/baseline.ts";
import type { MirrorSession } from "../model/session.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import type { KnownDevice, SnapshotInput } from "./store.ts";

export type SnapshotTable = ReturnType<typeof snapshotTable>;

interface DeviceRow {
  readonly id: number;
  readonly last_complete: string | null;
}

interface SnapshotRow {
  readonly id: number;
  readonly hash: string;
  readonly complete: number;
  readonly completeness: string;
}

/** Devices, the verdicts on their configs, and the sessions of the newest complete one. */
export function snapshotTable(database: Database) {
  const devices = database.prepare<[], Omit<KnownDevice, "complete"> & { readonly complete: number | null }>(
    `SELECT name, os, last_seen AS lastSeen, last_complete AS lastComplete, origin, complete, completeness
     FROM device LEFT JOIN snapshot ON snapshot.id = (SELECT max(id) FROM snapshot WHERE device = device.id)
     ORDER BY key`,
  );
  const count = database.prepare<[], number>("SELECT count(*) FROM device").pluck();
  const device = database.prepare<[string], DeviceRow>("SELECT id, last_complete FROM device WHERE key = ?");
  const putDevice = database.prepare<[Record<string, string>], DeviceRow>(
    `INSERT INTO device (key, name, os, last_seen) VALUES (:key, :name, :os, :at)
     ON CONFLICT (key) DO UPDATE SET
       name = :name, os = iif(:os = 'unknown', os, :os), last_seen = max(last_seen, :at)
     RETURNING id, last_complete`,
  );
  const setComplete = database.prepare<[string, number]>("UPDATE device SET last_complete = ? WHERE id = ?");
  const newest = database.prepare<[number], SnapshotRow>(
    "SELECT id, hash, complete, completeness FROM snapshot WHERE device = ? ORDER BY id DESC LIMIT 1",
  );
  const insert = database.prepare(
    `INSERT INTO snapshot (device, hash, origin, complete, completeness, first_at, last_at, by)
     VALUES (:device, :hash, :origin, :complete, :completeness, :at, :at, :by)`,
  );
  const seenAgain = database.prepare<[string, string, number]>(
    "UPDATE snapshot SET last_at = max(last_at, ?), origin = ? WHERE id = ?",
  );
  const sessions = database
    .prepare<[string], string>(
      "SELECT record FROM session WHERE device = (SELECT id FROM device WHERE key = ?) ORDER BY id",
    )
    .pluck();
  const allSessions = database.prepare<[], { device: string; record: string }>(
    `SELECT device.name AS device, session.record FROM session JOIN device ON device.id = session.device
     ORDER BY device.key, session.id`,
  );
  const clear = database.prepare<[number]>("DELETE FROM session WHERE device = ?");
  const addSession = database.prepare(
    `INSERT INTO session (device, name, context, mechanism, reach, state, fingerprint, record)
     VALUES (:device, :name, :context, :mechanism, :reach, :state, :fingerprint, :record)`,
  );

  const of = (name: string) =>
    sessions.all(deviceKey(name)).map((record) => JSON.parse(record) as MirrorSession);

  function replaceSessions(id: number, snapshot: SnapshotRecord): void {
    if (JSON.stringify(of(snapshot.device)) === JSON.stringify(snapshot.sessions)) return;
    clear.run(id);
    for (const session of snapshot.sessions) {
      const { name, context = null, mechanism, reach, state, fingerprint } = session;
      const record = JSON.stringify(session);
      addSession.run({ device: id, name, context, mechanism, reach, state, fingerprint, record });
    }
  }

  return {
    count: () => count.get()!,
    devices: (): readonly KnownDevice[] =>
      devices.all().map((row) => ({ ...row, complete: row.complete === 1 })),
    sessions: (name: string): readonly MirrorSession[] => of(name),
    /** Every session of the estate, by device. */
    estate: () =>
      allSessions
        .all()
        .map((row) => ({ device: row.device, session: JSON.parse(row.record) as MirrorSession })),
    /** True when a newer complete snapshot is stored: then this one is news of the past. */
    isOld(name: string, taken: string): boolean {
      const found = device.get(deviceKey(name));
      return found?.last_complete != null && found.last_complete > taken;
    },
    /** Stores the verdict on a config, and its sessions when it is complete and none newer is known. */
    put({ snapshot, hash, origin, by, at }: SnapshotInput, taken: string): void {
      const { device: name, os, completeness } = snapshot;
      const row = putDevice.get({ key: deviceKey(name), name, os, at })!;
      const before = newest.get(row.id);
      const complete = Number(snapshot.complete);
      if (
        before &&
        before.hash === hash &&
        before.complete === complete &&
        before.completeness === completeness
      ) {
        seenAgain.run(at, origin, before.id);
      } else insert.run({ device: row.id, hash, origin, complete, completeness, at, by });
      if (!snapshot.complete || (row.last_complete !== null && row.last_complete > taken)) return;
      replaceSessions(row.id, snapshot);
      setComplete.run(taken, row.id);
    },
  };
}
