import type { RecordEnd } from "../model/record.ts";
import type { Destination } from "../model/session.ts";
import { addOption, type Draft, type DraftSource, type FarEnd } from "./draft.ts";
import { expandInterfaces, mostInterfaces } from "./interface.ts";
import { compressRanges } from "./vlan.ts";
import type { Words } from "./words.ts";

/** Labels of a record end that have a place of their own in the session record. */
const placed = new Set([
  ...["port", "vlan", "remoteVlan", "cpu", "address", "vrf", "erspanId", "origin", "pseudowire", "pwId"],
  ...["file", "buffer", "module", "all", "direction", "ingress", "filter", "family", "term"],
  ...["via", "unit", "range", "group", "groupKind"],
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
  addManners(draft, end);
}

/** Takes away what a line named before. Attributes alone (`no erspan-id`) leave the far end. */
export function removeSource(draft: Draft, end: RecordEnd, words: Words): void {
  const gone = sourcesOf(end, words, mostInterfaces);
  const isGone = (source: DraftSource) =>
    gone.some(
      (one) => one.kind === source.kind && one.name === source.name && one.address === source.address,
    );
  draft.sources = draft.sources.filter((source) => !isGone(source));
  if (gone.length === 0) removeFarEnd(draft.sender, end);
}

/** Adds what a line says of where the copy goes. */
export function addDestination(draft: Draft, end: RecordEnd, words: Words): void {
  const destinations = destinationsOf(end, words, mostInterfaces - draft.destinations.length);
  draft.destinations.push(...destinations);
  if (destinations.length === 0) addFarEnd(draft.receiver, end);
  if (end.ingress) addOption(draft, "ingress", end.ingress);
  addManners(draft, end);
}

export function removeDestination(draft: Draft, end: RecordEnd, words: Words): void {
  const gone = destinationsOf(end, words, mostInterfaces);
  const isGone = (destination: Destination) =>
    gone.some(
      (one) =>
        one.kind === destination.kind && one.name === destination.name && one.address === destination.address,
    );
  draft.destinations = draft.destinations.filter((destination) => !isGone(destination));
  if (gone.length === 0) removeFarEnd(draft.receiver, end);
}

/** Attributes of a line that does not say which end of the tunnel it speaks of. */
export function addFarEnd(farEnd: FarEnd, end: RecordEnd): void {
  Object.assign(farEnd, farEndOf(end));
}

export function removeFarEnd(farEnd: FarEnd, end: RecordEnd): void {
  for (const key of ["vrf", "erspanId", "origin"] as const) if (key in end) delete farEnd[key];
}

function sourcesOf(end: RecordEnd, words: Words, room: number): DraftSource[] {
  const direction = end.direction ? words.direction(end.direction) : undefined;
  const sources: DraftSource[] = [];
  const place = { ...labelled("via", end.via), ...labelled("vrf", end.vrf) };
  const add = (source: DraftSource) => sources.push({ ...source, ...place, direction });
  if (end.port)
    for (const name of expandInterfaces(end.port, words.interfaces, room)) add({ kind: "interface", name });
  if (end.vlan) add({ kind: "vlan", name: compressRanges(end.vlan) });
  if (end.remoteVlan) add({ kind: "remote-vlan", name: compressRanges(end.remoteVlan) });
  if (given(end.cpu)) add({ kind: "cpu", ...named(end.cpu) });
  if (given(end.all)) add({ kind: "all" });
  if (end.filter)
    add({
      kind: "filter",
      name: end.filter,
      ...labelled("family", end.family),
      ...labelled("term", end.term),
    });
  if (end.address) add({ kind: "address", ...farEndOf(end), address: end.address });
  return sources;
}

function destinationsOf(end: RecordEnd, words: Words, room: number): Destination[] {
  const ingress = given(end.ingress) ? { ingress: true } : {};
  const destinations: Destination[] = [];
  const farEnd = { ...farEndOf(end), ...labelled("via", end.via) };
  if (end.port)
    for (const name of expandInterfaces(end.port, words.interfaces, room))
      destinations.push({ kind: "interface", name, ...ingress, ...farEnd });
  if (end.vlan) destinations.push({ kind: "vlan", name: compressRanges(end.vlan) });
  if (end.remoteVlan) destinations.push({ kind: "vlan", name: compressRanges(end.remoteVlan) });
  if (given(end.cpu)) destinations.push({ kind: "cpu", ...named(end.cpu) });
  if (end.module) destinations.push({ kind: "module", name: end.module });
  if (end.file) destinations.push({ kind: "file", name: end.file });
  if (given(end.buffer)) destinations.push({ kind: "file", name: "buffer" });
  if (given(end.pseudowire)) destinations.push({ kind: "pseudowire", ...pseudowire(end) });
  if (end.address) destinations.push({ kind: "address", address: end.address, ...farEnd });
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
    ...(end.origin ? { origin: end.origin } : {}),
  };
}

function addManners(draft: Draft, end: RecordEnd): void {
  for (const [label, value] of Object.entries(end)) if (!placed.has(label)) addOption(draft, label, value);
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

function integer(word: string | null | undefined): number | undefined {
  const value = Number(word ?? Number.NaN);
  return Number.isSafeInteger(value) ? value : undefined;
}
