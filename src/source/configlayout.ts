/**
 * Version control and log folders of Oxidized and RANCID, and the folder of what devices show (read beside the config of
 * the same name); names that begin with a dot are skipped as well.
 */
const skippedFolders = new Set(["CVS", "RCS", "logs", "show"]);

/** What lies beside configs and is none: lists of devices, runs in progress, raw output, archives, notes. */
const otherFiles =
  /^(?:routers?\.(?:db|all|up|down|failed)(?:\..*)?|README.*|.*(?:~|,v|\.(?:new|raw|tmp|swp|lock|pid|log|md|db|show|gz|bz2|xz|zip|zst|tar|tgz|7z|sqlite\S*)))$/i;

/** Endings that people give to saved configs; they are no part of a device's name. */
const configEnding = /(?:\.(?:cfg|conf|config|cli|txt)|-confg)$/i;

/** Which device a path below a config folder belongs to. */
export interface DevicePath {
  /** The name under which the backup tool keeps the device. */
  readonly node: string;
  /** The tool's group; null when the layout has none. */
  readonly group: string | null;
}

export function isSkippedFolder(name: string): boolean {
  return name.startsWith(".") || skippedFolders.has(name);
}

/**
 * The layouts of Oxidized (files named by node, flat or in group folders) and RANCID (`GROUP/configs/NODE`). A folder that
 * holds a folder `configs` is the tool's own: plain files in it are not configs. Undefined: not a config.
 */
export function recognise(path: string, besideConfigs: boolean): DevicePath | undefined {
  const parts = path.split("/");
  const file = parts.pop()!;
  if (besideConfigs || file.startsWith(".") || otherFiles.test(file)) return undefined;
  const groups = parts.filter((part) => part !== "configs");
  const node = file.replace(configEnding, "");
  return { node: node || file, group: groups.join("/") || null };
}

/**
 * A matcher for a path pattern of the settings: `{group}/configs/{device}`, `{device}.cfg`, `*` for any run of characters in
 * one path part. Undefined: not a config.
 */
export function pathMatcher(pattern: string): (path: string) => DevicePath | undefined {
  const source = pattern
    .split(/(\{device\}|\{group\}|\*)/)
    .map((piece) => pieces[piece] ?? piece.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"))
    .join("");
  const matcher = new RegExp(`^${source}$`, "u");
  return (path) => {
    const found = matcher.exec(path)?.groups;
    return found?.device === undefined ? undefined : { node: found.device, group: found.group ?? null };
  };
}

const pieces: Readonly<Record<string, string>> = {
  "{device}": "(?<device>[^/]+?)",
  "{group}": "(?<group>[^/]+?)",
  "*": "[^/]*?",
};
