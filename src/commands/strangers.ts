// Files that are no configs at all: a folder of those was named by mistake, and must not become a fleet of blind devices.
import { Fault } from "../model/fault.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import type { FoundConfig } from "../source/configfolder.ts";

interface Look {
  readonly config: FoundConfig;
  readonly snapshot: SnapshotRecord;
  readonly fault?: Fault;
}

/** Fewer files than this may well be devices of a system that nobody knows. */
const fewest = 3;
/** Of so many files one at least looks like a config where a backup tool keeps them. */
const share = 10;

interface Strangers {
  /** Paths of files that are left out. */
  readonly paths: ReadonlySet<string>;
  readonly faults: readonly Fault[];
}

/** Tells the strangers of a round when its files have been read, and what they were afterwards. */
export function strangerWatch(folders: readonly string[], isKnown: (name: string) => boolean) {
  let found: Strangers = { paths: new Set(), faults: [] };
  return {
    strange: (looks: readonly Look[]): ReadonlySet<string> => {
      found = strangersAmong(looks, folders, isKnown);
      return found.paths;
    },
    count: () => found.paths.size,
    faults: () => found.faults,
  };
}

/**
 * A file that no profile recognises is a blind device among configs, and a stranger where hardly any file is one.
 * @param isKnown was the device of this name seen or listed before? Then it stays one
 */
function strangersAmong(
  looks: readonly Look[],
  folders: readonly string[],
  isKnown: (name: string) => boolean,
): Strangers {
  const paths = new Set<string>();
  const faults = folders.flatMap((folder) => {
    const here = looks.filter(({ config }) => config.path.startsWith(`${folder}/`));
    const unknown = here.filter(({ snapshot, fault }) => snapshot.os === "unknown" && fault === undefined);
    const strange = unknown.filter(
      ({ config, snapshot }) => !isKnown(config.node) && !isKnown(snapshot.device),
    );
    if (strange.length < fewest || strange.length <= (here.length - strange.length) * share) return [];
    for (const { config } of strange) paths.add(config.path);
    return [foreignFolder(folder, strange.length, here.length)];
  });
  return { paths, faults };
}

function foreignFolder(folder: string, strange: number, all: number): Fault {
  return new Fault({
    code: "configs-foreign",
    where: folder,
    what: `${strange} of its ${all} files look like no config of a known system, so they were not taken for devices`,
    remedy:
      "check the path; if they are configs, name their system with --os, or with `os` of the folder in the settings",
  });
}
