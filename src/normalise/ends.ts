import type { RecordEnd } from "../model/record.ts";
import type { Destination } from "../model/session.ts";
import { canonicalAddress } from "./address.ts";
import { addOption, optionKey, type Draft, type DraftSource, type FarEnd } from "./draft.ts";
import { canonicalInterface, mostInterfaces, portsOf } from "./interface.ts";
import { integer } from "./number.ts";
import { compressRanges } from "./vlan.ts";
import type { Words } from "./words.ts";

/** Labels that name what is copied or what receives. */
const places = [
  "port",
  "vlan",
  "remoteVlan",
  "cpu",
  "address",
  "file",
  "buffer",
  "module",
  "all",
  "filter",
  "pseudowire",
];

/** Labels of a record end that have a place of their own in the session record. */
const placed = new Set([
  ...["port", "vlan", "remoteVlan", "cpu", "address", "vrf", "erspanId", "origin", "pseudowire", "pwId"],
  ...["file", "buffer", "module", "all", "direction", "ingress", "filter", "family", "term"],
  ...["via", "unit", "range", "group", "groupKind", "whole", "name"],
]);

/** Adds what a line says of the copied side. */
export function addSource(draft: Draft, end: RecordEnd, words: Words): void {
  const sources = sourcesOf(end, words, mostInterfaces - draft.sources.length);
  draft.sources.push(...sources);
  const direction = end.direction ? words.direction(end.direction) : undefined;
  if (sources.length === 0) {
    draft.direction = direction ?? draft.direction;
    addFarEnd(draft.sender, end);
  }
  const names = sources.flatMap(({ name }) => (name === undefined ? [] : [name]));
  addManners(draft, end, words, names);
}

/** Takes away what a line named before. Attributes alone (`no erspan-id`) leave the far end. */
export function removeSource(draft: Draft, end: RecordEnd, words: Words): void {
  const gone = sourcesOf(end, words, mostInterfaces);
  for (const source of gone) draft.goneSources.set(keyOf(source), draft.sources.length);
  if (end.whole) draft.goneSources.set(every, draft.sources.length);
  if (gone.length === 0) removeFarEnd(draft.sender, end);
}

/** Adds what a line says of where the copy goes. */
export function addDestination(draft: Draft, end: RecordEnd, words: Words): void {
  const destinations = destinationsOf(end, words, mostInterfaces - draft.destinations.length);
  draft.destinations.push(...destinations);
  if (destinations.length === 0) addFarEnd(draft.receiver, end);
  if (end.ingress) addOption(draft, "ingress", end.ingress);
  if (end.direction)
    for (const one of destinations)
      addOption(draft, `${end.direction}Destination`, one.name ?? one.address ?? one.kind);
  addManners(draft, end, words);
}

export function removeDestination(draft: Draft, end: RecordEnd, words: Words): void {
  const gone = destinationsOf(end, words, mostInterfaces);
  for (const destination of gone) draft.goneDestinations.set(keyOf(destination), draft.destinations.length);
  if (end.whole) draft.goneDestinations.set(every, draft.destinations.length);
  if (gone.length === 0) removeFarEnd(draft.receiver, end);
}

/** Leaves out what was taken away after it was named. */
export function settle(draft: Draft): void {
  const stands = (gone: ReadonlyMap<string, number>) => (end: DraftSource | Destination, at: number) =>
    at >= Math.max(gone.get(keyOf(end)) ?? 0, gone.get(every) ?? 0);
  draft.sources = draft.sources.filter(stands(draft.goneSources));
  draft.destinations = draft.destinations.filter(stands(draft.goneDestinations));
}

/** Stands for every end of a side; no end has this key. */
const every = "*";

function keyOf({ kind, name, address }: DraftSource | Destination): string {
  return [kind, name, address].join("\u0000");
}

/** Attributes of a line that does not say which end of the tunnel it speaks of. */
export function addTransport(draft: Draft, end: RecordEnd, words: Words): void {
  addFarEnd(draft.transport, end);
  addManners(draft, end, words);
}

export function removeTransport(draft: Draft, end: RecordEnd): void {
  removeFarEnd(draft.transport, end);
}

/** Names something that is copied or that receives, not only attributes. */
export function hasPlace(end: RecordEnd): boolean {
  return places.some((label) => given(end[label]));
}

/** Names under which the sources of one line appear in the record. */
export function namesOf(end: RecordEnd, words: Words): string[] {
  return sourcesOf(end, words, mostInterfaces).flatMap(({ name }) => (name === undefined ? [] : [name]));
}

function addFarEnd(farEnd: FarEnd, end: RecordEnd): void {
  Object.assign(farEnd, farEndOf(end));
}

function removeFarEnd(farEnd: FarEnd, end: RecordEnd): void {
  for (const key of ["vrf", "erspanId", "origin"] as const) if (end.whole || key in end) delete farEnd[key];
}

function sourcesOf(end: RecordEnd, words: Words, room: number): DraftSource[] {
  const direction = end.direction ? words.direction(end.direction) : undefined;
  const sources: DraftSource[] = [];
  const place = { ...labelled("via", end.via), ...labelled("vrf", end.vrf) };
  const add = (source: DraftSource) => sources.push({ ...source, ...place, direction });
  if (end.port)
    for (const name of portsOf(end.port, words.interfaces, words.room, room))
      add({ kind: "interface", name });
  if (end.vlan) add({ kind: "vlan", name: compressRanges(end.vlan) });
  if (end.remoteVlan) add({ kind: "remote-vlan", name: compressRanges(end.remoteVlan) });
  if (given(end.cpu)) add({ kind: "cpu", ...named(canonicalInterface(end.cpu, words.interfaces)) });
  if (given(end.all)) add({ kind: "all", ...named(end.name ?? "") });
  if (end.filter)
    add({
      kind: "filter",
      name: end.filter,
      ...labelled("family", end.family),
      ...labelled("term", end.term),
    });
  if (end.address) add({ kind: "address", ...farEndOf(end), address: canonicalAddress(end.address) });
  return sources;
}

function destinationsOf(end: RecordEnd, words: Words, room: number): Destination[] {
  const ingress = given(end.ingress) ? { ingress: true } : {};
  const destinations: Destination[] = [];
  const farEnd = { ...farEndOf(end), ...labelled("via", end.via) };
  if (end.port)
    for (const name of portsOf(end.port, words.interfaces, words.room, room))
      destinations.push({ kind: "interface", name, ...ingress, ...farEnd });
  if (end.vlan) destinations.push({ kind: "vlan", name: compressRanges(end.vlan) });
  if (end.remoteVlan) destinations.push({ kind: "vlan", name: compressRanges(end.remoteVlan) });
  if (given(end.cpu))
    destinations.push({ kind: "cpu", ...named(canonicalInterface(end.cpu, words.interfaces)) });
  if (end.module) destinations.push({ kind: "module", name: end.module });
  if (given(end.file)) destinations.push({ kind: "file", ...named(end.file) });
  if (given(end.buffer)) destinations.push({ kind: "file", name: "buffer" });
  if (given(end.pseudowire)) destinations.push({ kind: "pseudowire", ...pseudowire(end) });
  if (end.address) destinations.push({ kind: "address", address: canonicalAddress(end.address), ...farEnd });
  return destinations;
}

function pseudowire(end: RecordEnd): Pick<Destination, "neighbor" | "pwId"> {
  const pwId = integer(end.pwId);
  return { ...(end.pseudowire ? { neighbor: end.pseudowire } : {}), ...(pwId === undefined ? {} : { pwId }) };
}

function farEndOf(end: RecordEnd): FarEnd {
  const erspanId = integer(end.erspanId);
  return {
    ...(end.vrf ? { vrf: end.vrf } : {}),
    ...(erspanId === undefined ? {} : { erspanId }),
    ...(end.origin ? { origin: canonicalAddress(end.origin) } : {}),
  };
}

/** Manners that name an interface. */
const ports = new Set(["reflectorPort", "injectInterface"]);

/** Manners of named sources hold for these sources only: `port-level: TenGigE0/0/0/0`. */
function addManners(draft: Draft, end: RecordEnd, words: Words, names: readonly string[] = []): void {
  for (const [label, word] of Object.entries(end)) {
    if (placed.has(label) || !word) continue;
    const value = ports.has(label) ? canonicalInterface(word, words.interfaces) : word;
    if (names.length === 0) addOption(draft, label, value);
    for (const name of names) addOption(draft, label, optionKey(label) === value ? name : `${name} ${value}`);
  }
}

function given(word: string | null | undefined): word is string {
  return word !== null && word !== undefined;
}

function named(name: string): { name?: string } {
  return name === "" ? {} : { name };
}

function labelled<K extends string>(key: K, value: string | null | undefined): { [key in K]?: string } {
  return value ? ({ [key]: value } as { [key in K]?: string }) : {};
}
