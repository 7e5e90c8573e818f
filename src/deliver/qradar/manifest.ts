import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import type { FindingKind } from "../../model/finding.ts";
import { categoryNames, deviceCategory, heartbeatCategory } from "../../report/category.ts";
import { eventIds, heartbeatId } from "../../report/eventid.ts";

const severity = z.number().int().min(1).max(10);

const manifestSchema = z.strictObject({
  version: z.literal(1),
  logSourceType: z.strictObject({ name: z.string(), protocol: z.string(), extension: z.string() }),
  logSource: z.strictObject({ name: z.string(), identifier: z.string() }),
  records: z.array(
    z.strictObject({
      kind: z.string(),
      name: z.string(),
      category: z.number().int(),
      severity,
      about: z.enum(["session", "device"]),
    }),
  ),
  steps: z.record(z.string(), z.strictObject({ name: z.string(), severity: severity.optional() })),
  heartbeat: z.strictObject({ name: z.string(), category: z.number().int(), severity }),
  properties: z.array(
    z.strictObject({
      name: z.string(),
      key: z.string().regex(/^[A-Za-z0-9]+$/),
      type: z.enum(["string", "numeric", "ip", "port", "time"]),
      rule: z.boolean(),
    }),
  ),
});

export type Manifest = z.output<typeof manifestSchema>;

/** A QID record, and every pair of EventID and cat that is mapped to it. */
export interface EventRecord {
  readonly name: string;
  readonly severity: number;
  readonly category: number;
  readonly eventId: string;
  readonly categories: readonly string[];
}

const shipped = new URL("../../../data/qradar/setup.yaml", import.meta.url);

/** What is to be made in QRadar, as data/qradar/setup.yaml says. */
export function loadManifest(file: string | URL = shipped): Manifest {
  return manifestSchema.parse(parse(readFileSync(file, "utf8")));
}

/** The QID records of every event that can leave, and of the sign of life. */
export function eventRecords(manifest: Manifest): readonly EventRecord[] {
  const kinds = new Map(manifest.records.map((record) => [record.kind, record]));
  const findings = eventIds().map(({ kind, step, eventId }) => {
    const record = kinds.get(kind);
    const taken = manifest.steps[step];
    if (!record || !taken) throw new Error(`data/qradar/setup.yaml has no record for ${kind} ${step}`);
    return {
      name: taken.name === "" ? record.name : `${record.name}: ${taken.name}`,
      severity: taken.severity ?? record.severity,
      category: record.category,
      eventId,
      categories: categoriesOf(kind, record.about),
    };
  });
  const { heartbeat } = manifest;
  return [...findings, { ...heartbeat, eventId: heartbeatId, categories: [heartbeatCategory] }];
}

/** A command may be about no session that is known by name. */
function categoriesOf(kind: FindingKind, about: "session" | "device"): readonly string[] {
  if (about === "device") return [deviceCategory];
  const ways = categoryNames().filter((name) => name !== heartbeatCategory && name !== deviceCategory);
  return kind === "command" || kind === "attempt" ? [...ways, deviceCategory] : ways;
}
