import type { Catalog } from "../../parse/catalog.ts";
import { type Engine, type EngineOptions, pullEngine } from "../../source/pull/engine.ts";
import { inspectPull } from "./inspection.ts";
import type { PullOrder, PullRecord } from "./pullrecord.ts";
import type { ThreadTask } from "./threadmessage.ts";

/** The engine of a task, which turns each pull into a record at once. */
export interface RecordEngine extends Pick<Engine<PullRecord>, "unreadKeys" | "results" | "close" | "stop"> {
  add(orders: readonly PullOrder[]): void;
}

export type EngineManners = Pick<EngineOptions<PullRecord>, "env" | "pauses">;

/** @throws Fault `known-hosts-unreadable` */
export function recordEngine(task: ThreadTask, catalog: Catalog, manners: EngineManners): RecordEngine {
  const known = new Map<string, PullOrder["bytes"]>();
  const keyOf = ({ name }: PullOrder["target"]) => name.toLowerCase();
  const engine = pullEngine<PullRecord>({
    ...manners,
    settings: task.settings,
    credentials: task.credentials,
    jumps: task.jumps,
    manners: (os) => catalog.profiles.get(os)?.pull,
    look: (pulled, attempt) => inspectPull(pulled, attempt, catalog, known.get(keyOf(pulled.target)) ?? null),
    now: () => new Date(),
  });
  return {
    ...engine,
    add: (orders) => {
      for (const { target, bytes } of orders) known.set(keyOf(target), bytes);
      engine.add(orders.map(({ target }) => target));
    },
  };
}
