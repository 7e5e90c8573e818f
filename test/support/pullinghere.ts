import type { StartPulling } from "../../src/commands/pull/pulling.ts";
import { recordEngine } from "../../src/commands/pull/threadengine.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { quickPauses } from "./pulling.ts";

const catalog = loadCatalog();

/** The pullers in this thread, with short pauses: a thread of its own takes longer to start than most tests. */
export const pullingHere: StartPulling = async (task) => {
  const engine = recordEngine(task, catalog, { env: {}, pauses: quickPauses });
  return { ...engine, records: () => engine.results() };
};
