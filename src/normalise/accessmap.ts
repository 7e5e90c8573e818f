import type { RecordAccessMap, RecordEnd, RecordFilter } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";
import { addLines, addOption, type Draft } from "./draft.ts";
import { addSource } from "./ends.ts";
import { type Drafts, draftOf } from "./fold.ts";
import { mostInterfaces, portsOf } from "./interface.ts";
import { compressRanges } from "./vlan.ts";
import type { Words } from "./words.ts";

const mechanism = "vacl-capture";

/** One sequence of a VLAN access map. */
interface Sequence {
  captures: boolean;
  readonly matches: RecordFilter[];
  readonly lines: number[];
}

interface AccessMap {
  readonly sequences: Map<string, Sequence>;
  /** Where the map meets traffic. */
  readonly bindings: { readonly end: RecordEnd; readonly line: number }[];
}

/**
 * VLAN access maps whose action captures copy to every capture port: a session for each map, from its VLANs to the ports.
 * A capture port without such a map is half a session, under the port's own name.
 */
export function joinAccessMaps(drafts: Drafts, statements: readonly Statement[], words: Words): void {
  const ports = capturePorts(statements, words);
  const maps = [...collect(statements)].filter(([, map]) =>
    [...map.sequences.values()].some((one) => one.captures),
  );
  for (const [name, map] of maps) {
    const draft = draftOf(drafts, { record: { session: name, mechanism } }, words);
    describe(draft, map, words);
    for (const port of ports) addPort(draft, port);
  }
  if (maps.length > 0) return;
  for (const port of ports) {
    const draft = draftOf(drafts, { record: { session: port.name, mechanism } }, words);
    draft.mechanisms.push(mechanism);
    addPort(draft, port);
  }
}

/** What the map says: its capturing sequences, and the VLANs it is bound to. */
function describe(draft: Draft, { sequences, bindings }: AccessMap, words: Words): void {
  draft.mechanisms.push(mechanism);
  draft.defined = true;
  for (const { captures, matches, lines } of sequences.values()) {
    if (!captures) continue;
    addLines(draft, lines);
    for (const { kind, value = kind } of matches) draft.filters.push({ kind, value, list: false });
  }
  for (const { end, line } of bindings) {
    draft.lines.add(line);
    addSource(draft, end, words);
  }
}

interface CapturePort {
  readonly name: string;
  readonly vlan: string | undefined;
  readonly line: number;
}

function addPort(draft: Draft, { name, vlan, line }: CapturePort): void {
  draft.lines.add(line);
  draft.destinations.push({ kind: "interface", name });
  if (vlan) addOption(draft, "allowedVlan", `${name} ${compressRanges(vlan)}`);
}

function capturePorts(statements: readonly Statement[], words: Words): CapturePort[] {
  const ports = new Map<string, CapturePort>();
  for (const { record, line } of statements) {
    if (!record.capturePort) continue;
    for (const name of portsOf(
      record.capturePort.port ?? "",
      words.interfaces,
      words.room,
      mostInterfaces - ports.size,
    )) {
      const vlan = record.capturePort.vlan ?? ports.get(name)?.vlan;
      ports.set(name, { name, vlan, line });
    }
  }
  return [...ports.values()];
}

function collect(statements: readonly Statement[]): Map<string, AccessMap> {
  const maps = new Map<string, AccessMap>();
  for (const { record, line } of statements) {
    if (!record.accessMap || record.removed) continue;
    const map: AccessMap = maps.get(record.accessMap.map) ?? { sequences: new Map(), bindings: [] };
    maps.set(record.accessMap.map, map);
    const { vlan, port } = record.accessMap;
    if (vlan || port) map.bindings.push({ end: { vlan: vlan ?? null, port: port ?? null }, line });
    else say(map, record.accessMap, line);
  }
  return maps;
}

function say({ sequences }: AccessMap, { sequence, captured, match }: RecordAccessMap, line: number): void {
  const key = sequence ?? "";
  const one = sequences.get(key) ?? { captures: false, matches: [], lines: [] };
  sequences.set(key, one);
  one.lines.push(line);
  if (captured) one.captures = true;
  if (match) one.matches.push(match);
}
