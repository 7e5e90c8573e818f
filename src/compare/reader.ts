// Which sessions of the estate take in a copy that another one sends.
import { readRange } from "../model/numberrange.ts";
import type { Destination, MirrorSession, Source } from "../model/session.ts";
import { deviceKey } from "./baseline.ts";

/** A session of some device of the estate. */
export interface EstateSession {
  readonly device: string;
  readonly session: MirrorSession;
}

/** A session, by a source of it that takes in copies. */
export interface Reader {
  readonly one: EstateSession;
  readonly place: string;
  readonly source: Source;
  /** Of a VLAN source: does it read this VLAN? */
  readonly reads: (vlan: number | string) => boolean;
}

/** The same session may be known from the store and from this run. */
export function placeOf({ device, session }: EstateSession): string {
  const { context, mechanism, name, fingerprint } = session;
  return JSON.stringify([deviceKey(device), context, mechanism, name, fingerprint]);
}

/** Sessions that take in what is sent to a destination, in the order of the estate. */
export type Receivers = (destination: Destination) => readonly Reader[];

/** More than any sentence can name; VLAN lists of thousands on thousands of devices cost no more. */
const most = 64;

export function receiversOf(estate: readonly EstateSession[]): Receivers {
  const readers = estate.flatMap((one) => {
    const place = placeOf(one);
    return one.session.sources.flatMap((source) => reader(one, place, source));
  });
  const ofVlans = readers.filter(({ source }) => source.kind !== "address");
  const byAddress = Map.groupBy(
    readers.filter(({ source }) => source.kind === "address"),
    ({ source }) => source.address,
  );
  const known = new Map<number | string, readonly Reader[]>();
  const ofVlan = (vlan: number | string) => {
    const before = known.get(vlan);
    if (before !== undefined) return before;
    const found = firstFew(ofVlans, ({ reads }) => reads(vlan));
    known.set(vlan, found);
    return found;
  };
  return (destination) => {
    if (destination.kind === "vlan") return ofAnyVlan(destination.name ?? "", ofVlan);
    return destination.kind === "address" ? ofAddress(destination, (text) => byAddress.get(text) ?? []) : [];
  };
}

function reader(one: EstateSession, place: string, source: Source): Reader[] {
  if (source.kind === "address")
    return source.address === undefined ? [] : [{ one, place, source, reads: () => false }];
  if (source.kind !== "remote-vlan" && source.kind !== "vlan") return [];
  const { name = "" } = source;
  const intervals = readRange(name);
  const reads = (vlan: number | string) =>
    typeof vlan === "string" || !intervals
      ? vlan === name && name !== ""
      : intervals.some(([first, last]) => first <= vlan && vlan <= last);
  return [{ one, place, source, reads }];
}

function ofAnyVlan(name: string, ofVlan: (vlan: number | string) => readonly Reader[]): readonly Reader[] {
  const intervals = readRange(name);
  if (!intervals) return ofVlan(name);
  const found = new Set<Reader>();
  for (const [first, last] of intervals)
    for (let vlan = first; vlan <= Math.min(last, 4094) && found.size < most; vlan += 1)
      for (const one of ofVlan(vlan)) found.add(one);
  return [...found];
}

function ofAddress(
  destination: Destination,
  at: (text: string | undefined) => readonly Reader[],
): readonly Reader[] {
  const { address, origin, erspanId } = destination;
  const sameId = ({ source }: Reader) =>
    source.erspanId === undefined || erspanId === undefined || source.erspanId === erspanId;
  const found = firstFew(at(address), sameId);
  if (found.length > 0 || origin === undefined) return found;
  // Some receiving devices name the sender in place of their own address.
  return firstFew(at(origin), (one) => one.source.erspanId !== undefined && sameId(one));
}

function firstFew(readers: readonly Reader[], fits: (reader: Reader) => boolean): readonly Reader[] {
  const found: Reader[] = [];
  for (const reader of readers) {
    if (found.length >= most) break;
    if (fits(reader)) found.push(reader);
  }
  return found;
}
