import type { Approval, ApprovedEnd } from "../model/approval.ts";
import { type Collector, type Definition, definitionKey, type Tag, tagOf } from "../model/definition.ts";
import { matches } from "../model/pattern.ts";

/** Definitions by their key. */
export type Definitions = ReadonlyMap<string, Definition>;

export const noDefinitions: Definitions = new Map();

export function definitionsOf(definitions: readonly Definition[]): Definitions {
  return new Map(definitions.map((one) => [definitionKey(one), one]));
}

export function collectorsOf(definitions: Definitions): readonly Collector[] {
  return [...definitions.values()].filter((one) => one.kind === "collector");
}

/** Does a device's name, pattern or tag stand for this device? A tag that nobody defined stands for none. */
export function standsFor(text: string, device: string, definitions: Definitions): boolean {
  const tag = tagOf(text);
  const wanted = device.toLowerCase();
  if (tag === undefined) return matches(text.toLowerCase(), wanted);
  const found = definitions.get(definitionKey({ kind: "tag", name: tag })) as Tag | undefined;
  return found?.devices.some((one) => matches(one.toLowerCase(), wanted)) ?? false;
}

/** The approval with what it calls by name written out for one device. A collector that nobody defined admits nothing. */
export function writtenOut(approval: Approval, device: string, definitions: Definitions): Approval {
  if (!approval.destinations.some(({ kind }) => kind === "collector")) return approval;
  const destinations = approval.destinations.flatMap((end) =>
    end.kind === "collector" ? collectorEnds(end, device, definitions) : [end],
  );
  return { ...approval, destinations };
}

/** The ends of a collector that a copy made on this device can have; ports are only the collector's own device's. */
function collectorEnds(end: ApprovedEnd, device: string, definitions: Definitions): readonly ApprovedEnd[] {
  const key = definitionKey({ kind: "collector", name: end.value });
  const found = definitions.get(key) as Collector | undefined;
  if (!found) return [];
  const here = found.device !== undefined && standsFor(found.device, device, definitions);
  return found.destinations
    .filter(({ kind }) => here || isElsewhere(kind))
    .map((one) => (end.ingress ? { ...one, ingress: true } : one));
}

/** Kinds of ends that a copy reaches from any device. */
export function isElsewhere(kind: string): boolean {
  return kind === "address" || kind === "vlan" || kind === "pseudowire";
}
