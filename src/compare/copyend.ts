// Where a copy really ends: a remote VLAN and a tunnelled copy leave the device that makes them, and come out on another.
import type { ApprovedEnd } from "../model/approval.ts";
import type { Collector } from "../model/definition.ts";
import type { CopyEnd } from "../model/finding.ts";
import { readRange } from "../model/numberrange.ts";
import type { Destination, MirrorSession, Source } from "../model/session.ts";
import { deviceKey } from "./baseline.ts";
import { admission } from "./endfit.ts";
import { destinationsInWords } from "./exact.ts";
import { type Definitions, collectorsOf, isElsewhere, standsFor } from "./reference.ts";

/** A session of some device of the estate. */
export interface EstateSession {
  readonly device: string;
  readonly session: MirrorSession;
}

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
  const readers = Map.groupBy(
    estate.flatMap((one) =>
      one.session.sources.flatMap((source) => keysOf(source).map((key) => ({ key, one, source }))),
    ),
    ({ key }) => key,
  );
  const collectors = collectorsOf(definitions);
  const owner = (device: string, end: Destination) => ownerOf(collectors, device, end, definitions);
  const follow = (device: string, session: MirrorSession, seen: Set<MirrorSession>): CopyEnd[] =>
    session.destinations.flatMap((destination) => {
      const next = receivers(readers, destination).filter(
        ({ one }) => one.session !== session && !seen.has(one.session),
      );
      const leaves = isElsewhere(destination.kind);
      if (!leaves || next.length === 0)
        return [endOf(device, session, destination, owner(device, destination))];
      const found: CopyEnd[] = [];
      for (const { one } of next) {
        if (found.length >= mostEnds || seen.size >= mostHops) break;
        seen.add(one.session);
        found.push(...follow(one.device, one.session, seen));
      }
      return found;
    });
  return (device, session) => follow(device, session, new Set([session])).slice(0, mostEnds);
}

interface Reader {
  readonly key: string;
  readonly one: EstateSession;
  readonly source: Source;
}

/** What a source that receives copies is looked up by. */
function keysOf(source: Source): readonly string[] {
  if (source.kind === "remote-vlan" || source.kind === "vlan") return vlanKeys(source.name ?? "");
  return source.kind === "address" && source.address !== undefined ? [`address ${source.address}`] : [];
}

function vlanKeys(name: string): readonly string[] {
  const intervals = readRange(name);
  if (!intervals) return name === "" ? [] : [`vlan ${name}`];
  const numbers = intervals.flatMap(([first, last]) =>
    Array.from({ length: Math.min(last, 4094) - first + 1 }, (_, at) => first + at),
  );
  return numbers.map((number) => `vlan ${number}`);
}

function receivers(
  readers: ReadonlyMap<string, readonly Reader[]>,
  destination: Destination,
): readonly Reader[] {
  if (destination.kind === "vlan")
    return vlanKeys(destination.name ?? "").flatMap((key) => readers.get(key) ?? []);
  if (destination.kind !== "address") return [];
  const at = (address: string | undefined) => readers.get(`address ${address}`) ?? [];
  const sameId = ({ source }: Reader) =>
    source.erspanId === undefined ||
    destination.erspanId === undefined ||
    source.erspanId === destination.erspanId;
  const found = at(destination.address).filter(sameId);
  // Some receiving devices name the sender in place of their own address.
  return found.length > 0
    ? found
    : at(destination.origin).filter((reader) => reader.source.erspanId !== undefined && sameId(reader));
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
