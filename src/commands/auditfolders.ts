import { resolve } from "node:path";
import { Fault } from "../model/fault.ts";
import type { ConfigFolder } from "../settings/settings.ts";
import { type FoundConfig, findConfigs } from "../source/configfolder.ts";
import type { CommandContext } from "./context.ts";

/** All configs of one audit, and what could not be looked into. */
export interface AuditSources {
  readonly configs: readonly FoundConfig[];
  /** Absolute paths of the folders and files that were looked into. */
  readonly folders: readonly string[];
  readonly ignored: readonly string[];
  readonly faults: readonly Fault[];
}

/** `--configs`, each under `--os`; without it the folders of the settings. @throws Fault `configs-unknown` for none at all. */
export function auditFolders(
  context: CommandContext,
  named: readonly string[],
  os: string | undefined,
): readonly ConfigFolder[] {
  if (named.length > 0)
    return named.map((folder) => ({ folder: resolve(context.cwd, folder), path: null, os: os ?? null }));
  const { configs, file } = context.settings();
  if (configs.length > 0) return configs.map((one) => (os === undefined ? one : { ...one, os }));
  throw new Fault({
    code: "configs-unknown",
    where: file ?? "command line",
    what: "no folder of configs is named",
    remedy: "give --configs DIR, or name the folders under `configs` of the settings",
  });
}

/**
 * Lists the configs of all folders. A folder that cannot be read leaves a fault and the others go on.
 *
 * @throws Fault of the first folder when none could be read; `configs-empty` when there is no config in them.
 */
export function auditSources(folders: readonly ConfigFolder[]): AuditSources {
  const faults: Fault[] = [];
  const found = folders.flatMap((folder) => {
    try {
      return findConfigs(folder);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push(error);
      return [];
    }
  });
  if (found.length === 0) throw faults[0] ?? empty(folders);
  const configs = found.flatMap((one) => one.configs);
  faults.push(...found.flatMap((one) => one.unseen.map(({ path, why }) => unseenFault(path, why))));
  if (configs.length === 0) throw faults[0] ?? empty(folders);
  return {
    configs: unique(configs),
    folders: folders.map(({ folder }) => folder),
    ignored: found.flatMap((one) => one.ignored),
    faults,
  };
}

/** Folders that lie in one another name a config once. */
function unique(configs: readonly FoundConfig[]): readonly FoundConfig[] {
  return [...new Map(configs.map((config) => [config.path, config])).values()];
}

function unseenFault(path: string, why: string): Fault {
  return new Fault({
    code: "configs-unreadable",
    where: path,
    what: `this part of the folder of configs cannot be read (${why})`,
    remedy: "check that this user may read it",
  });
}

function empty(folders: readonly ConfigFolder[]): Fault {
  return new Fault({
    code: "configs-empty",
    where: folders.map(({ folder }) => folder).join(", "),
    what: "there is no config in it",
    remedy: "check the path, or say with `configs.path` of the settings how the files are named",
  });
}
