import type { RetentionSettings } from "../settings/settings.ts";
import type { PruneLimits, Pruned, Store } from "../store/store.ts";

const dayMs = 86_400_000;
/** Rows of each kind in one transaction: a write of some milliseconds, during which others wait. */
const batch = 500;
/** Batches in one go, so that the first run over an old database ends. */
const mostBatches = 200;

/** Removes in bounded steps what the settings no longer ask to keep; how much of each kind. */
export function pruneOld(
  store: Pick<Store, "prune">,
  retention: RetentionSettings,
  now: Date,
  batches = mostBatches,
): Pruned {
  const limits = pruneLimits(retention, now);
  let sum: Pruned = { findings: 0, observations: 0, snapshots: 0, events: 0 };
  for (let done = 0; done < batches; done += 1) {
    const pruned = store.prune(limits, batch);
    sum = {
      findings: sum.findings + pruned.findings,
      observations: sum.observations + pruned.observations,
      snapshots: sum.snapshots + pruned.snapshots,
      events: sum.events + pruned.events,
    };
    if (Object.values(pruned).every((count) => count < batch)) break;
  }
  return sum;
}

function pruneLimits({ resolvedDays, observationDays, sentDays }: RetentionSettings, now: Date): PruneLimits {
  const before = (days: number) => new Date(now.getTime() - days * dayMs).toISOString();
  return {
    resolvedBefore: before(resolvedDays),
    observedBefore: before(observationDays),
    sentBefore: before(sentDays),
  };
}

/** Puts a sign of life into the outbox when the last one is older than the interval; true when it did. */
export function beatIfDue(
  store: Pick<Store, "beat">,
  by: string,
  every: number | undefined,
  now: Date,
): boolean {
  if (every === undefined) return false;
  const since = new Date(now.getTime() - every).toISOString();
  return store.beat(by, now.toISOString(), since) !== undefined;
}
