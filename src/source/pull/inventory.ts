import { Fault } from "../../model/fault.ts";
import type { DeviceEntry, HostEntry } from "../../settings/pullsettings.ts";
import type { Settings } from "../../settings/settings.ts";
import { readDeviceFile } from "./devicefile.ts";
import type { JumpHost, PullTarget } from "./target.ts";

/** Every device that is pulled, and the hosts on the way to them. */
export interface PullInventory {
  readonly targets: readonly PullTarget[];
  readonly jumps: ReadonlyMap<string, JumpHost>;
}

/** A device that is reached without the jump host of all others. */
const direct = "none";

/**
 * The devices of the settings and of their files, with what `pull` says for all filled in.
 *
 * @throws Fault `settings-invalid` that names every device whose credential set or jump host is unknown, and as readDeviceFile
 */
export function pullInventory(settings: Settings): PullInventory {
  const { credentials, jumps, pull, file } = settings;
  const wrong: string[] = [];
  const setOf = (owner: string, named: string | null): string => {
    const set = named ?? pull.credentials ?? onlyOne(credentials.keys());
    if (set === undefined)
      wrong.push(`${owner} names no credential set, and pull.credentials names none for all`);
    else if (!credentials.has(set)) wrong.push(`${owner} names credential set ${set}, which is not there`);
    return set ?? "";
  };
  const reached = (name: string, entry: HostEntry) => ({
    name,
    host: entry.host,
    port: entry.port,
    credentials: setOf(name, entry.credentials),
    algorithms: entry.algorithms ?? pull.algorithms,
    fingerprint: entry.fingerprint,
  });
  const jumpOf = ({ name, jump }: DeviceEntry): string | null => {
    const named = jump ?? pull.jump ?? direct;
    if (named !== direct && !jumps.has(named))
      wrong.push(`${name} names jump host ${named}, which is not there`);
    return named === direct ? null : named;
  };
  const targets = [...allDevices(settings).values()].map((entry) => ({
    ...reached(entry.name, entry),
    os: entry.os,
    jump: jumpOf(entry),
  }));
  const hosts = new Map([...jumps].map(([name, entry]) => [name, reached(name, entry)]));
  if (wrong.length > 0) throw invalid(file ?? "settings", wrong);
  return { targets, jumps: hosts };
}

/** By name in lower case; what the settings say of a device goes before its file. */
export function allDevices({ devices, deviceFiles }: Settings): ReadonlyMap<string, DeviceEntry> {
  return new Map([...deviceFiles.flatMap((file) => [...readDeviceFile(file)]), ...devices]);
}

function onlyOne(names: Iterable<string>): string | undefined {
  const [first, ...more] = names;
  return more.length === 0 ? first : undefined;
}

function invalid(where: string, wrong: readonly string[]): Fault {
  return new Fault({
    code: "settings-invalid",
    where,
    what:
      wrong.length === 1 ? wrong[0]! : `${wrong.length} things are wrong\n${wrong.slice(0, 50).join("\n")}\n`,
    remedy: "mend `credentials`, `jumps` or the device (docs/pulling.md)",
  });
}
