import { inspect } from "../pipeline.ts";
import type { EstateSession } from "../compare/copyend.ts";
import { readConfig } from "../source/configfile.ts";
import type { Store } from "../store/store.ts";
import { auditFolders, auditSources } from "./auditfolders.ts";
import type { CommandContext } from "./context.ts";
import { deviceNames } from "./devicename.ts";
import { auditRound, type RoundTools } from "./round.ts";
import { strangerWatch } from "./strangers.ts";

/** The mirror sessions of all devices, and which of them could not be seen whole. */
export interface Estate {
  readonly sessions: readonly EstateSession[];
  /** One sentence each. */
  readonly unseen: readonly string[];
}

/** What audits have stored; undefined when there was none yet. */
export function storedEstate(store: Pick<Store, "estate" | "devices">): Estate | undefined {
  const devices = store.devices();
  if (devices.length === 0) return undefined;
  const unseen = devices
    .filter(({ complete }) => !complete)
    .map(({ name, completeness, lastComplete }) => {
      const when =
        lastComplete === null ? "it was never seen whole" : `it was last seen whole at ${lastComplete}`;
      return `${name}: ${completeness ?? "nothing is known of it"}; ${when}`;
    });
  return { sessions: store.estate(), unseen };
}

/** Looks at every config of some folders as an audit would, and stores nothing. @throws Fault as auditSources */
export async function folderEstate(
  context: CommandContext,
  configs: readonly string[],
  os: string | undefined,
): Promise<Estate> {
  const sources = auditSources(auditFolders(context, configs, os));
  const sessions: EstateSession[] = [];
  const unseen = sources.faults.map(({ where, what }) => `${where}: ${what}`);
  const { inventory } = context.settings();
  const strangers = strangerWatch(sources.folders, (name) => inventory.has(name.toLowerCase()));
  const tools = { ...lookOnly(context), strange: strangers.strange };
  for await (const { snapshot, bug } of auditRound(sources.configs, tools, context.stop)) {
    if (bug !== undefined) throw bug;
    sessions.push(...snapshot.sessions.map((session) => ({ device: snapshot.device, session })));
    if (!snapshot.complete) unseen.push(`${snapshot.device}: ${snapshot.completeness}`);
  }
  unseen.push(...strangers.faults().map(({ where, what }) => `${where}: ${what}`));
  return { sessions, unseen };
}

function lookOnly(context: CommandContext): RoundTools {
  const { inventory } = context.settings();
  const catalog = context.catalog();
  return {
    read: readConfig,
    inspect: (bytes, name, os) => inspect(bytes, { name, catalog, ...(os === undefined ? {} : { os }) }),
    judge: () => [],
    store: { recordSnapshot: () => [] },
    nameOf: deviceNames((node) => inventory.has(node.toLowerCase())),
    osOf: ({ node, os }) => os ?? inventory.get(node.toLowerCase())?.os,
    now: context.now,
  };
}
