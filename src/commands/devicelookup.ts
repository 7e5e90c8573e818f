import type { Settings } from "../settings/settings.ts";
import type { KnownDevice, Store } from "../store/store.ts";

/** The device that a message speaks of, and its os when that is known. */
export type DeviceLookUp = (
  named: string | null,
  peer: string,
) => { readonly device: string; readonly os: string | null };

/** Devices by name in lower case. */
type Devices = ReadonlyMap<string, Pick<KnownDevice, "name" | "os">>;

/**
 * A message is matched with what is known by the name that it gives, whole or without its domain, else by the sender's
 * address. A device that nobody knows goes by the name that it gives itself, else by the address.
 */
export function deviceLookUp(inventory: Settings["inventory"], devices: () => Devices): DeviceLookUp {
  const known = (name: string) => {
    const entry = inventory.get(name.toLowerCase());
    const audited = devices().get(name.toLowerCase());
    if (!entry && !audited) return undefined;
    return { device: audited?.name ?? name, os: entry?.os ?? readable(audited?.os) };
  };
  return (named, peer) => {
    const names = named === null ? [peer] : [named, withoutDomain(named), peer];
    for (const name of names) {
      const found = known(name);
      if (found) return found;
    }
    return { device: named ?? peer, os: null };
  };
}

const refreshMs = 30_000;

/** The devices that audits have seen; read again every half minute. */
export function auditedDevices(store: Pick<Store, "devices">, now: () => Date): () => Devices {
  let read: Devices = new Map();
  let next = 0;
  return () => {
    if (now().getTime() < next) return read;
    next = now().getTime() + refreshMs;
    read = new Map(store.devices().map((device) => [device.name.toLowerCase(), device]));
    return read;
  };
}

function readable(os: string | undefined): string | null {
  return os === undefined || os === "unknown" ? null : os;
}

/** `core1.example.net` is `core1`; an address has no domain. */
function withoutDomain(name: string): string {
  return /^[\d.:]+$/.test(name) ? name : name.replace(/\..*$/, "");
}
