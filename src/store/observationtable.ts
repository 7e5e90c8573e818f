import { createHash } from "node:crypto";
import type { Database } from "better-sqlite3";
import { deviceKey } from "../compare/baseline.ts";
import type { Observation } from "../model/observation.ts";

export type ObservationTable = ReturnType<typeof observationTable>;

/** What logs showed, each record once. */
export function observationTable(database: Database) {
  const insert = database.prepare(
    `INSERT INTO observation (device, vantage, at, recorded, actor, digest, body)
     VALUES (:device, :vantage, :at, :recorded, :actor, :digest, :body) ON CONFLICT (digest) DO NOTHING`,
  );
  return {
    /** False when the same record was stored before. */
    add(observation: Observation, recorded: string): boolean {
      const { device, vantage, at, actor = null } = observation;
      const body = JSON.stringify(observation);
      const row = {
        device: deviceKey(device),
        vantage,
        at,
        recorded,
        actor,
        digest: digest(observation),
        body,
      };
      return insert.run(row).changes > 0;
    },
  };
}

function digest({ device, vantage, at, actor, from, commands, outcome }: Observation): string {
  const parts = [deviceKey(device), vantage, at, actor ?? null, from ?? null, commands, outcome];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
