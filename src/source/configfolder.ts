import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../model/fault.ts";
import type { ConfigFolder } from "../settings/settings.ts";
import { type DevicePath, isSkippedFolder, pathMatcher, recognise } from "./configlayout.ts";

/** One backup of one device. */
export interface FoundConfig extends DevicePath {
  readonly path: string;
  /** Stated for the whole folder; null: told from the inventory or the text. */
  readonly os: string | null;
}

/** A part of the folder that could not be looked into. */
export interface UnseenPath {
  readonly path: string;
  readonly why: string;
}

export interface FoundConfigs {
  /** By path, ascending. */
  readonly configs: readonly FoundConfig[];
  /** Files that are no configs, by the layout. */
  readonly ignored: readonly string[];
  readonly unseen: readonly UnseenPath[];
}

/** Deeper than any backup tool nests its groups. */
const deepest = 16;

/**
 * Lists the configs that a backup tool keeps in a folder, without reading them. A path that is a file is one config.
 *
 * @throws Fault `configs-unreadable` when the folder itself cannot be looked into.
 */
export function findConfigs(folder: ConfigFolder): FoundConfigs {
  const matches = folder.path === null ? undefined : pathMatcher(folder.path);
  const walk: Walk = { configs: [], ignored: [], unseen: [], seen: new Set(), matches, os: folder.os };
  try {
    if (statSync(folder.folder).isFile()) return single(folder);
    walkFolder(walk, folder.folder, "", 0);
  } catch (cause) {
    throw new Fault({
      code: "configs-unreadable",
      where: folder.folder,
      what: `the folder of configs cannot be read (${reason(cause)})`,
      remedy: "check the path (--configs, or `configs` of the settings) and that this user may read it",
      cause,
    });
  }
  return walk;
}

function single({ folder, os }: ConfigFolder): FoundConfigs {
  const file = folder.slice(folder.lastIndexOf("/") + 1);
  const node = recognise(file, false)?.node ?? file;
  return { configs: [{ node, group: null, path: folder, os }], ignored: [], unseen: [] };
}

interface Walk {
  readonly configs: FoundConfig[];
  readonly ignored: string[];
  readonly unseen: UnseenPath[];
  /** Real paths of the folders on the way, so that a link cannot lead round in a circle or count a device twice. */
  readonly seen: Set<string>;
  readonly matches: ((path: string) => DevicePath | undefined) | undefined;
  readonly os: string | null;
}

/** `at` is the path below the config folder, with `/` and without one at its ends. */
function walkFolder(walk: Walk, folder: string, at: string, depth: number): void {
  const real = realpathSync(folder);
  if (walk.seen.has(real)) return;
  walk.seen.add(real);
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const besideConfigs = entries.some(
    (entry) => entry.name === "configs" && kindOf(entry, folder) === "folder",
  );
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const below = at === "" ? entry.name : `${at}/${entry.name}`;
    const kind = kindOf(entry, folder);
    if (kind === "folder") enter(walk, path, below, depth + 1);
    else addFile(walk, path, below, besideConfigs);
  }
}

function enter(walk: Walk, path: string, below: string, depth: number): void {
  if (isSkippedFolder(below.slice(below.lastIndexOf("/") + 1))) return;
  try {
    if (depth > deepest) throw new RangeError(`it lies more than ${deepest} folders deep`);
    walkFolder(walk, path, below, depth);
  } catch (cause) {
    walk.unseen.push({ path, why: reason(cause) });
  }
}

/** What cannot be opened as a file is found when it is read, and becomes a finding of its device. */
function addFile(walk: Walk, path: string, below: string, besideConfigs: boolean): void {
  const device = walk.matches ? walk.matches(below) : recognise(below, besideConfigs);
  if (device === undefined) walk.ignored.push(path);
  else walk.configs.push({ ...device, path, os: walk.os });
}

/** A link counts as what it leads to; one that leads nowhere counts as a file. */
function kindOf(entry: Dirent, folder: string): "folder" | "file" {
  if (!entry.isSymbolicLink()) return entry.isDirectory() ? "folder" : "file";
  try {
    return statSync(join(folder, entry.name)).isDirectory() ? "folder" : "file";
  } catch {
    return "file";
  }
}

/** What the system said, without the path that stands beside it. */
export function reason(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return (code !== undefined && reasons[code]) || (message ?? String(cause)).replace(/, \w+ '.*'$/s, "");
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOTDIR: "it is not a folder",
  ELOOP: "its links lead round in a circle",
  EISDIR: "it is a folder",
  EIO: "input/output error",
  ENAMETOOLONG: "its name is too long",
};
