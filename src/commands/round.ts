import { createHash } from "node:crypto";
import { withEvidence } from "../compare/evidence.ts";
import { Fault } from "../model/fault.ts";
import type { Verdict } from "../model/finding.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import type { FoundConfig } from "../source/configfolder.ts";
import type { StepTaken, Store } from "../store/store.ts";
import type { KnownOutline } from "../store/outlinetable.ts";
import type { Continued } from "./continuity.ts";
import type { Naming } from "./devicename.ts";
import type { Shown } from "./vantage.ts";

type Texts = ReadonlyMap<number, string>;

/** What one audit round needs; the stages are pure, the store is one transaction for each device. */
export interface RoundTools {
  readonly read: (path: string) => Promise<Uint8Array>;
  readonly inspect: (bytes: Uint8Array, name: string, os: string | undefined) => SnapshotRecord;
  readonly judge: (snapshot: SnapshotRecord, at: string, shown?: Shown) => readonly Verdict[];
  /** What the device shows, where output is kept beside its config. @throws Fault when that cannot be read */
  readonly shown?: (
    config: FoundConfig,
    bytes: Uint8Array,
    snapshot: SnapshotRecord,
  ) => Promise<Shown | undefined>;
  /** Told how many configs have been read. */
  readonly looked?: (count: number) => void;
  /** Paths of files that are no configs and no devices. */
  readonly strange?: (
    looks: readonly Pick<Audited, "config" | "snapshot" | "fault">[],
  ) => ReadonlySet<string>;
  /** The statements of a config by line; told with what is found in them. */
  readonly texts?: (bytes: Uint8Array, snapshot: SnapshotRecord) => Texts;
  /** Told all that was read, before the first of it is judged: a copy may end on a device that comes later. */
  readonly seen?: (snapshots: readonly SnapshotRecord[]) => void;
  readonly store: Pick<Store, "recordSnapshot">;
  readonly nameOf: (config: FoundConfig, hostname: string) => Naming;
  readonly osOf: (config: FoundConfig) => string | undefined;
  readonly now: () => Date;
  /** Holds the text against the device's last whole one, where the OS's own signs do not prove that it is whole. */
  readonly continued?: (snapshot: SnapshotRecord, bytes: Uint8Array) => Continued;
  readonly keep?: (device: string, outline: KnownOutline) => void;
  /** When a config's file was written; undefined when nobody knows. */
  readonly fileTime?: (path: string) => Promise<string | undefined>;
  /** When the text says that it was last changed; undefined when it says nothing. */
  readonly changeTime?: (bytes: Uint8Array, os: string) => string | undefined;
}

/** What became of one config. */
export interface Audited {
  readonly config: FoundConfig;
  readonly snapshot: SnapshotRecord;
  readonly verdicts: readonly Verdict[];
  readonly steps: readonly StepTaken[];
  readonly shown?: Shown;
  /** The host name that another config of this run bears as well. */
  readonly taken?: string;
  /** Why the config could not be read at all. */
  readonly fault?: Fault;
  /** A failure of mirrorwatch itself on this config; the others go on. */
  readonly bug?: unknown;
}

/** Reads config after config, in the order given; then judges and stores each. Ends early when `stop` says so. */
export async function* auditRound(
  configs: readonly FoundConfig[],
  tools: RoundTools,
  stop: AbortSignal,
): AsyncGenerator<Audited> {
  const looks: NamedLook[] = [];
  for (const config of configs) {
    if (stop.aborted) break;
    looks.push(await lookAt(config, tools));
    tools.looked?.(looks.length);
  }
  const strange = tools.strange?.(looks) ?? new Set();
  const devices = looks.filter(({ config }) => !strange.has(config.path));
  tools.seen?.(devices.map(({ snapshot }) => snapshot));
  for (const { config, fileTime, keep, texts, ...seen } of devices) {
    if (keep) tools.keep?.(seen.snapshot.device, keep);
    yield { ...seen, ...record(config, seen.snapshot, seen.hash, tools, fileTime, seen.shown, texts) };
  }
}

interface NamedLook extends Omit<Look, "bytes"> {
  readonly config: FoundConfig;
  readonly keep?: KnownOutline;
  readonly taken?: string;
  readonly fileTime: string | undefined;
}

async function lookAt(config: FoundConfig, tools: RoundTools): Promise<NamedLook> {
  const { bytes, ...seen } = await look(config, tools);
  const { device, taken } = tools.nameOf(config, seen.snapshot.device);
  const named = { ...seen.snapshot, device };
  return {
    ...seen,
    config,
    // The bytes end here: an estate's texts together are more than a machine may hold.
    ...((bytes && tools.continued?.(named, bytes)) ?? { snapshot: named }),
    ...(taken === undefined ? {} : { taken }),
    fileTime: older(await tools.fileTime?.(config.path), seen.changeTime),
  };
}

/** A file may be copied long after its text was taken, and a text may state a time to come. */
function older(file: string | undefined, stated: string | undefined): string | undefined {
  if (file === undefined || stated === undefined) return file ?? stated;
  return file < stated ? file : stated;
}

/** Judges and stores one snapshot. */
export function record(
  config: FoundConfig,
  snapshot: SnapshotRecord,
  hash: string,
  tools: RoundTools,
  fileTime?: string,
  shown?: Shown,
  texts?: Texts,
) {
  const at = tools.now().toISOString();
  const judged = tools.judge(snapshot, at, shown);
  const verdicts = texts ? judged.map((one) => withEvidence(one, config.path, texts)) : judged;
  const steps = tools.store.recordSnapshot({
    snapshot,
    hash,
    origin: config.path,
    verdicts,
    by: "audit",
    at,
    ...(fileTime === undefined ? {} : { fileTime }),
  });
  return { config, snapshot, verdicts, steps };
}

interface Look {
  readonly bytes?: Uint8Array;
  readonly snapshot: SnapshotRecord;
  readonly hash: string;
  readonly changeTime?: string;
  readonly texts?: Texts;
  readonly shown?: Shown;
  readonly fault?: Fault;
  readonly bug?: unknown;
}

async function look(config: FoundConfig, tools: RoundTools): Promise<Look> {
  const { read, inspect, osOf } = tools;
  const os = osOf(config);
  let hash = "";
  try {
    const bytes = await read(config.path);
    hash = createHash("sha256").update(bytes).digest("hex");
    const snapshot = inspect(bytes, config.node, os);
    const changed = tools.changeTime?.(bytes, snapshot.os);
    const texts = tools.texts?.(bytes, snapshot);
    const stated = { ...(changed === undefined ? {} : { changeTime: changed }), ...(texts && { texts }) };
    return { bytes, snapshot, hash, ...stated, ...(await beside(config, bytes, snapshot, tools)) };
  } catch (error) {
    const snapshot = blindSnapshot(
      config.node,
      os,
      error instanceof Fault ? error.what : "mirrorwatch failed on it",
    );
    return error instanceof Fault ? { snapshot, hash, fault: error } : { snapshot, hash, bug: error };
  }
}

/** Output that cannot be read is a fault, and hides nothing of the config. */
async function beside(
  config: FoundConfig,
  bytes: Uint8Array,
  snapshot: SnapshotRecord,
  tools: RoundTools,
): Promise<Pick<Look, "shown" | "fault">> {
  try {
    const shown = await tools.shown?.(config, bytes, snapshot);
    return shown === undefined ? {} : { shown };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: error };
  }
}

/** A device of which nothing is known: it removes nothing and resolves nothing. */
export function blindSnapshot(device: string, os: string | undefined, why: string): SnapshotRecord {
  return {
    device,
    os: os ?? "unknown",
    complete: false,
    completeness: why,
    sessions: [],
    unread: [],
    indicators: [],
  };
}
