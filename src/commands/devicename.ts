import type { DevicePath } from "../source/configlayout.ts";

/** The name under which a config's device is recorded. */
export interface Naming {
  readonly device: string;
  /** The host name that another config of this run already bears. */
  readonly taken?: string;
}

/**
 * Names the devices of one run. The config's own host name counts, unless the inventory lists the name under which the
 * backup is kept. Two configs never share a device: the one that comes second is known by its backup's name, since one
 * device's sessions must neither resolve another's findings nor pass for approved under its name.
 */
export function deviceNames(
  listed: (node: string) => boolean,
): (path: DevicePath, hostname: string) => Naming {
  const given = new Set<string>();
  const take = (name: string) =>
    !given.has(name.toLowerCase()) && given.add(name.toLowerCase()) !== undefined;
  return ({ node, group }, hostname) => {
    const wanted = listed(node) ? node : hostname;
    if (take(wanted)) return { device: wanted };
    const others = [node, ...(group === null ? [] : [`${group}/${node}`])];
    const device = others.find(take) ?? firstFree(others.at(-1)!, take);
    return { device, taken: wanted };
  };
}

function firstFree(name: string, take: (name: string) => boolean): string {
  for (let count = 2; ; count += 1) if (take(`${name}#${count}`)) return `${name}#${count}`;
}
