import type {
  Destination,
  Direction,
  Filter,
  MirrorSession,
  Reach,
  Source,
  State,
} from "../model/session.ts";
import type { Draft, DraftFilter, DraftSource, FarEnd } from "./draft.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { byName, byText } from "./order.ts";
import { compressRanges, mergeVlans } from "./vlan.ts";
import type { Words } from "./words.ts";

/** The session as its record: one entry for each thing, defaults stated, in canonical order. */
export function finishSession(draft: Draft, words: Words): MirrorSession {
  const mechanism = mechanismOf(draft, words);
  const receives = mechanism === "erspan-destination";
  const destinations = withDefault(finishDestinations(draft, receives), mechanism, words);
  const sources = finishSources(draft, mechanism, receives, words);
  const options = optionsOf(draft, destinations.length === 0 ? draft.receiver : {});
  const session = {
    name: draft.name,
    ...(draft.context === undefined ? {} : { context: draft.context }),
    mechanism,
    reach: farthest(destinations),
    state: stateOf(draft, mechanism, sources, destinations, words),
    sources,
    destinations,
    filters: finishFilters(draft.filters),
    ...(Object.keys(options).length > 0 ? { options } : {}),
  };
  return { ...session, lines: [...draft.lines].sort((a, b) => a - b), fingerprint: fingerprintOf(session) };
}

function mechanismOf(draft: Draft, words: Words): string {
  const typed = draft.mechanisms.at(-1);
  if (typed !== undefined) return words.mechanism(typed);
  const telling = [
    draft.sources.some(({ kind }) => kind === "remote-vlan") && "remote-vlan",
    draft.sources.some(({ kind }) => kind === "filter") && "filter",
    draft.destinations.some(({ kind, via }) => kind === "address" && via !== undefined) && "tunnel",
    draft.destinations.some(({ kind }) => kind === "address") && "address",
    draft.destinations.some(({ kind }) => kind === "vlan") && "vlan",
  ].find((kind) => kind !== false && words.defaultMechanism(kind) !== undefined);
  return words.defaultMechanism(telling || "session") ?? words.defaultMechanism("session") ?? "span";
}

function finishSources(draft: Draft, mechanism: string, receives: boolean, words: Words): Source[] {
  const fallback = draft.direction ?? words.defaultDirection(mechanism);
  const farEnd = receives ? { ...draft.transport, ...draft.sender } : draft.sender;
  const sources = draft.sources.map((source) => ({
    ...(source.kind === "address" ? farEnd : {}),
    ...source,
    direction: source.direction ?? fallback,
  }));
  const vlans = mergeVlans(
    sources.filter(plainVlan).map(({ name = "", direction }) => ({ list: name, direction })),
  ).map(({ list, direction }): Source => ({ kind: "vlan", name: list, direction }));
  return [...mergeDirections(sources.filter((source) => !plainVlan(source))), ...vlans].sort(bySource);
}

function plainVlan(source: DraftSource): boolean {
  return source.kind === "vlan" && source.via === undefined && source.vrf === undefined;
}

/** The same source received by one line and sent by another is copied in both directions. */
function mergeDirections(sources: readonly Source[]): Source[] {
  const merged = new Map<string, Source>();
  for (const source of sources) {
    const { direction, ...rest } = source;
    const key = text(rest);
    const known = merged.get(key);
    merged.set(key, known ? { ...known, direction: together(known.direction, direction) } : source);
  }
  return [...merged.values()].map(ordered);
}

function together(one: Direction, other: Direction): Direction {
  return one === other ? one : "both";
}

function finishDestinations(draft: Draft, receives: boolean): Destination[] {
  const farEnd = receives ? draft.receiver : { ...draft.transport, ...draft.receiver };
  const merged = new Map<string, Destination>();
  for (const destination of draft.destinations) {
    const whole = destination.kind === "address" ? { ...farEnd, ...destination } : destination;
    const { ingress, ...rest } = whole;
    const key = text(rest);
    merged.set(key, { ...rest, ...(ingress || merged.get(key)?.ingress ? { ingress: true } : {}) });
  }
  return [...merged.values()].map(ordered).sort(byDestination);
}

/** Some ways of copying have a place to copy to without being told. */
function withDefault(destinations: Destination[], mechanism: string, words: Words): Destination[] {
  const name = words.defaultFile(mechanism);
  return destinations.length > 0 || name === undefined ? destinations : [{ kind: "file", name }];
}

function finishFilters(filters: readonly DraftFilter[]): Filter[] {
  const listed = new Map<string, string[]>();
  const others = new Map<string, Filter>();
  for (const { kind, value, list } of filters) {
    if (!list) others.set(`${kind} ${value}`, { kind, value });
    else if (listed.has(kind)) listed.get(kind)?.push(value);
    else listed.set(kind, [value]);
  }
  const lists = [...listed].map(([kind, values]) => ({ kind, value: compressRanges(values.join(",")) }));
  return [...lists, ...others.values()].sort((a, b) => byText(a.kind, b.kind) || byName(a.value, b.value));
}

/** What was said of a far end that has no address stays visible. */
function optionsOf(draft: Draft, loose: FarEnd): Record<string, string> {
  const options = [...draft.options].map(([key, values]): [string, string] => [
    key,
    [...values].sort(byName).join(","),
  ]);
  const { erspanId, origin, vrf } = { ...draft.transport, ...loose };
  const far = draft.destinations.length === 0 && draft.sources.every(({ kind }) => kind !== "address");
  if (far && erspanId !== undefined) options.push(["erspan-id", String(erspanId)]);
  if (far && origin !== undefined) options.push(["origin", origin]);
  if (far && vrf !== undefined) options.push(["vrf", vrf]);
  return Object.fromEntries(options.sort(([a], [b]) => byText(a, b)));
}

function stateOf(
  draft: Draft,
  mechanism: string,
  sources: readonly Source[],
  destinations: readonly Destination[],
  words: Words,
): State {
  if (draft.inactive) return "inactive";
  if (destinations.length > 0 && sources.length === 0 && words.dormant(mechanism)) return "inactive";
  if (sources.length === 0 || destinations.length === 0) return "incomplete";
  const said = draft.states.map((word) => words.state(word)).findLast((state) => state !== undefined);
  return said ?? words.defaultState(mechanism, draft.mechanisms.length > 0 ? "typed" : "session");
}

const reaches: Readonly<Record<Destination["kind"], Reach>> = {
  address: "address",
  pseudowire: "pseudowire",
  vlan: "vlan",
  interface: "port",
  module: "module",
  cpu: "module",
  file: "file",
};

const farthestFirst: readonly Reach[] = ["address", "pseudowire", "vlan", "port", "module", "file"];

function farthest(destinations: readonly Destination[]): Reach {
  const reached = new Set(destinations.map(({ kind }) => reaches[kind]));
  return farthestFirst.find((reach) => reached.has(reach)) ?? "none";
}

function bySource(a: Source, b: Source): number {
  return byText(a.kind, b.kind) || byName(text(a), text(b)) || byText(a.direction, b.direction);
}

const keyOrder = [
  "kind",
  "name",
  "address",
  "vrf",
  "erspanId",
  "origin",
  "neighbor",
  "pwId",
  "family",
  "term",
];

/** The same keys in the same order, for people who read the record. */
function ordered<T extends Source | Destination>(end: T): T {
  const place = (key: string) => (keyOrder.includes(key) ? keyOrder.indexOf(key) : keyOrder.length);
  return Object.fromEntries(Object.entries(end).sort(([a], [b]) => place(a) - place(b) || byText(a, b))) as T;
}

function byDestination(a: Destination, b: Destination): number {
  return byText(a.kind, b.kind) || byName(text(a), text(b));
}

function text(end: Partial<Source | Destination>): string {
  return JSON.stringify([end.name, end.address, Object.entries(end).sort()]);
}
