import { Fault } from "../model/fault.ts";
import type { RetentionSettings } from "../settings/settings.ts";
import type { Store } from "../store/store.ts";
import type { CommandContext } from "./context.ts";
import { beatIfDue, pruneOld } from "./upkeep.ts";
import type { WatchDelivery } from "./watchdelivery.ts";
import type { Desk } from "./watchdesk.ts";
import type { WatchLog } from "./watchlog.ts";

export interface UpkeepParts {
  readonly store: Pick<Store, "beat" | "prune">;
  readonly desk: Pick<Desk, "release">;
  readonly delivery: Pick<WatchDelivery, "wake">;
  readonly log: WatchLog;
  readonly retention: RetentionSettings;
  /** Milliseconds between signs of life; absent: there are none. */
  readonly heartbeat?: number | undefined;
}

const releaseMs = 500;
const pruneMs = 60_000;
/** A longer timer would ring at once. */
const longestTimer = 2 ** 31 - 1;

/** What the daemon does by the clock: held steps, signs of life, pruning. Returns how to end it. */
export function watchUpkeep(context: Pick<CommandContext, "now">, parts: UpkeepParts): () => void {
  const { store, desk, delivery, log, retention, heartbeat } = parts;
  const beat = () => {
    if (beatIfDue(store, "watch", heartbeat, context.now())) delivery.wake();
  };
  const release = async () => {
    if ((await desk.release()) > 0) delivery.wake();
  };
  const timers = [
    repeatedly(releaseMs, release, log),
    repeatedly(pruneMs, () => void pruneOld(store, retention, context.now(), 1), log),
    // Twice as often as they are wanted, so that a timer that is late by a moment skips none.
    ...(heartbeat === undefined ? [] : [repeatedly(Math.min(heartbeat / 2, longestTimer), beat, log)]),
  ];
  guarded(beat, log);
  return () => timers.forEach(clearInterval);
}

/** Never twice at once; a database in trouble is told, and tried again the next time. Keeps no process alive by itself. */
function repeatedly(every: number, step: () => void | Promise<void>, log: WatchLog): NodeJS.Timeout {
  const once = toldOnce(log);
  let running = false;
  return setInterval(() => {
    if (running) return;
    running = true;
    void guarded(step, once).finally(() => {
      running = false;
    });
  }, every).unref();
}

/** What is wrong twice a second is told when it begins to be wrong. */
function toldOnce(log: WatchLog): Pick<WatchLog, "error"> {
  let last = "";
  return {
    error: (what, fields) => {
      if (what !== last) log.error(what, fields);
      last = what;
    },
  };
}

async function guarded(step: () => void | Promise<void>, log: Pick<WatchLog, "error">): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (error instanceof Fault) log.error(error.message, { fault: error.code });
    else log.error("a bug in mirrorwatch, please report it", { stack: (error as Error).stack });
  }
}
