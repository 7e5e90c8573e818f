// Where a copy really ends: a remote VLAN and a tunnelled copy leave the device that makes them, and come out on another.
import type { ApprovedEnd } from "../model/approval.ts";
import type { Collector } from "../model/definition.ts";
import type { CopyEnd } from "../model/finding.ts";
import type { Destination, MirrorSession } from "../model/session.ts";
import { deviceKey } from "./baseline.ts";
import { admission } from "./endfit.ts";
import { destinationsInWords } from "./exact.ts";
import { type EstateSession, placeOf, receiversOf } from "./reader.ts";
import { type Definitions, collectorsOf, isElsewhere, standsFor } from "./reference.ts";

export type { EstateSession } from "./reader.ts";

/** Tells where the copies of a session end, as far as the estate shows it. */
export type EndsOf = (device: string, session: MirrorSession) => readonly CopyEnd[];

/** As many ends as a sentence can hold; sessions that read each other in thousands take no longer than this. */
const mostEnds = 16;
const mostHops = 64;

/**
 * Joins the sessions of all devices: a copy into a remote VLAN comes out wherever a session reads that VLAN, a copy to an
 * address on the device whose session receives that address (and the ERSPAN id, where both name one). VLAN numbers are
 * taken to mean the same everywhere, which can name one end too many, never one too few.
 */
export function copyEnds(estate: readonly EstateSession[], definitions: Definitions): EndsOf {
  const receivers = receiversOf(estate);
  const collectors = collectorsOf(definitions);
  const last = (device: string, session: MirrorSession, end: Destination) =>
    endOf(device, session, end, ownerOf(collectors, device, end, definitions));
  const follow = (from: EstateSession, place: string, seen: Set<string>): CopyEnd[] => {
    const { device, session } = from;
    return session.destinations.flatMap((destination) => {
      if (!isElsewhere(destination.kind)) return [last(device, session, destination)];
      const next = receivers(destination).filter((reader) => reader.place !== place);
      if (next.length === 0) return [last(device, session, destination)];
      const found: CopyEnd[] = [];
      for (const reader of next) {
        if (found.length >= mostEnds || seen.size >= mostHops) break;
        if (!seen.has(reader.place)) found.push(...follow(reader.one, reader.place, seen.add(reader.place)));
      }
      return found;
    });
  };
  return (device, session) => {
    const from = { device, session };
    const place = placeOf(from);
    return follow(from, place, new Set([place])).slice(0, mostEnds);
  };
}

function endOf(
  device: string,
  session: MirrorSession,
  destination: Destination,
  collector: string | undefined,
): CopyEnd {
  const phrase = destinationsInWords([destination]);
  const leaves = isElsewhere(destination.kind);
  return {
    destination: phrase,
    ...(leaves ? {} : { device, session: session.name }),
    ...(collector === undefined ? {} : { collector }),
    owned: !leaves || collector !== undefined,
  };
}

function ownerOf(
  collectors: readonly Collector[],
  device: string,
  destination: Destination,
  definitions: Definitions,
): string | undefined {
  return collectors.find((collector) => {
    const here =
      collector.device !== undefined && standsFor(collector.device, deviceKey(device), definitions);
    return collector.destinations.some(
      (end) => (here || isElsewhere(end.kind)) && receives(end, destination),
    );
  })?.name;
}

/** A collector is known by its address; the routing table of the sending device is no property of it. */
export function receives(end: ApprovedEnd, destination: Destination): boolean {
  return admission(end).names(destination);
}

/** `dist1 interface GigabitEthernet1/0/24 (session 2)`, `address 203.0.113.9, which nobody is known to receive`. */
export function copyEndInWords({ destination, device, session, collector, owned }: CopyEnd): string {
  const place = device === undefined ? destination : `${device} ${destination} (session ${session})`;
  if (collector !== undefined) return `${place}, the approved collector ${collector}`;
  return owned
    ? place
    : `${place}, which no device of the estate and no approved collector is known to receive`;
}
