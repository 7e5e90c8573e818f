import { joinShown } from "../compare/shownjoin.ts";
import type { Baseline } from "../compare/baseline.ts";
import { judgeLog } from "../compare/logjudge.ts";
import { judgeVantages, type VantageManners } from "../compare/vantagejudge.ts";
import type { Verdict } from "../model/finding.ts";
import type { ShowRecord } from "../model/show.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import { shownObservations } from "../normalise/shownlog.ts";
import { type Catalog, packageFolder } from "../parse/catalog.ts";
import { loadVocabulary } from "../parse/syslog/vocabulary.ts";
import { inspectComments, inspectShow, vantageManners } from "../pipeline.ts";
import type { FoundConfig } from "../source/configfolder.ts";
import { showFiles } from "../source/showfile.ts";
import type { StepTaken, Store } from "../store/store.ts";
import type { Audited } from "./round.ts";

/** What a device shows beside its config. */
export interface Shown {
  readonly record: ShowRecord;
  readonly manners: VantageManners;
}

/**
 * Reads the output that is kept beside a config or in its comments; undefined when there is none.
 *
 * @throws Fault `config-unreadable`
 */
export async function lookBeside(
  config: FoundConfig,
  bytes: Uint8Array,
  snapshot: SnapshotRecord,
  catalog: Catalog,
  read: (path: string) => Promise<Uint8Array>,
): Promise<Shown | undefined> {
  const texts: Uint8Array[] = [];
  for (const file of await showFiles(config.path, config.node)) texts.push(await read(file));
  return shownIn(texts, bytes, snapshot, catalog);
}

/** What some outputs of a device say, and the comments of its config; undefined when that is nothing. */
export function shownIn(
  outputs: readonly Uint8Array[],
  bytes: Uint8Array,
  snapshot: SnapshotRecord,
  catalog: Catalog,
): Shown | undefined {
  const { device: name, os } = snapshot;
  if (!catalog.profiles.has(os)) return undefined;
  const records = outputs.map((output) => inspectShow(output, { name, os, catalog }));
  const commented = inspectComments(bytes, snapshot, catalog);
  const record = joinShown([...records, commented].filter((one) => one !== undefined));
  return record && { record, manners: vantageManners(bytes, snapshot, record, catalog) };
}

/** The verdicts of the second vantage. @param now ISO 8601 */
export function judgeShown(
  snapshot: SnapshotRecord,
  { record, manners }: Shown,
  catalog: Catalog,
  baseline: Baseline,
  now: string,
): Verdict[] {
  const verdicts = judgeVantages(snapshot, record, manners, baseline, now);
  if (record.commands.length === 0) return verdicts;
  const observations = shownObservations(record, {
    device: snapshot.device,
    received: new Date(now),
    catalog,
    vocabulary: loadVocabulary(catalog.profiles.values(), packageFolder),
  });
  return [...verdicts, ...judgeLog(snapshot, observations, baseline, now)];
}

/** A disagreement that both vantages, seen again, do not have any more is settled. */
export function settleVantages(
  audited: readonly Audited[],
  store: Pick<Store, "findings" | "resolve">,
  now: () => Date,
): readonly StepTaken[] {
  const agreeing = new Map(
    audited
      .filter(({ snapshot, shown }) => snapshot.complete && shown !== undefined)
      .map((one) => [one.snapshot.device, new Set(one.verdicts.map(({ key }) => key))]),
  );
  if (agreeing.size === 0) return [];
  const open = (["open", "acknowledged"] as const).flatMap((state) =>
    store.findings({ kind: "concealed", state }),
  );
  return open.flatMap(({ id, device, key }) => {
    const keys = agreeing.get(device);
    if (!key.startsWith("vantage-") || keys === undefined || keys.has(key)) return [];
    return (
      store.resolve(id, "audit", "the config and what the device shows agree", now().toISOString()) ?? []
    );
  });
}
