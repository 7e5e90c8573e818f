import type { Cloud, CloudCall, CloudOutcome } from "../../model/cloudcall.ts";
import type { Destination } from "../../model/session.ts";
import type { CloudOperation, CloudOperations } from "../../parse/cloud/operation.ts";
import type { CloudRecord } from "../../parse/cloud/record.ts";
import { byText } from "../order.ts";
import { awsSighting } from "./aws.ts";
import { azureSighting } from "./azure.ts";
import { type Copy, joinedCopy } from "./copy.ts";
import { gcpSighting } from "./gcp.ts";
import { canonical, digest, type Sighting } from "./sighting.ts";

/** A call with what is known of it beyond the public record. */
export interface KnownCall {
  readonly call: CloudCall;
  readonly operation: CloudOperation;
  /** What all its records together say is copied, and to where. */
  readonly copy: Copy;
}

/** Takes records one by one and tells the distinct calls that they speak of. */
export interface CallGathering {
  add(record: CloudRecord): void;
  /** Records of operations that make, change or end copying. */
  sighted(): number;
  calls(): readonly KnownCall[];
}

/** Where targets end, by id. */
export type KnownTargets = Map<string, readonly Destination[]>;

const mostTargets = 10_000;

const read: Readonly<Record<Cloud, typeof awsSighting>> = {
  aws: awsSighting,
  azure: azureSighting,
  gcp: gcpSighting,
};

/** Copies of a record are kept once, so that what is held grows with the calls, not with the trails that tell them. */
export function callGathering(operations: CloudOperations, targets: KnownTargets = new Map()): CallGathering {
  const groups = new Map<string, Map<string, Sighting>>();
  let sighted = 0;
  return {
    add: ({ cloud, body }) => {
      const sighting = read[cloud](body, operations);
      if (!sighting) return;
      sighted++;
      const key = digest(cloud, sighting.name.toLowerCase(), sighting.call);
      const group = groups.get(key) ?? new Map<string, Sighting>();
      const { operation: _, ...said } = sighting;
      group.set(digest(canonical(said)), sighting);
      groups.set(key, group);
    },
    sighted: () => sighted,
    calls: () =>
      resolved(
        [...groups].flatMap(([key, group]) => callsIn(key, group)),
        targets,
      ).sort((a, b) => byText(a.call.time ?? "", b.call.time ?? "") || byText(a.call.key, b.call.key)),
  };
}

/** Targets are known by what the calls say that made them, now or earlier; `targets` remembers those of now. */
function resolved(calls: readonly KnownCall[], targets: KnownTargets): KnownCall[] {
  for (const { call, operation, copy } of calls)
    if (
      operation.about === "target" &&
      call.effect === "create" &&
      call.resource !== null &&
      copy.destinations.length > 0
    )
      remember(targets, call.resource, copy.destinations);
  const end = (one: Destination) => {
    const known = one.kind === "target" && one.name ? targets.get(one.name) : undefined;
    return known && known.length > 0 ? known : [one];
  };
  return calls.map((known) => ({
    ...known,
    copy: { ...known.copy, destinations: known.copy.destinations.flatMap(end) },
  }));
}

/** Of many targets the newest: who makes more within one look at them is told of by the calls themselves. */
function remember(targets: KnownTargets, id: string, destinations: readonly Destination[]): void {
  targets.delete(id);
  targets.set(id, destinations);
  if (targets.size > mostTargets) targets.delete(targets.keys().next().value!);
}

/** Operation ids tell the calls of one group apart; what has none belongs to the only one there is. */
function callsIn(key: string, group: ReadonlyMap<string, Sighting>): KnownCall[] {
  const ordered = [...group]
    .sort(
      ([a, one], [b, other]) =>
        byText(one.time ?? "~", other.time ?? "~") ||
        early(one, other) ||
        vague(one) - vague(other) ||
        byText(a, b),
    )
    .map(([, sighting]) => sighting);
  const parts = [...new Set(ordered.flatMap(({ part }) => part ?? []))];
  if (parts.length === 0) return [merged(key, ordered)];
  if (parts.length === 1) return [merged(digest(key, parts[0]!), ordered)];
  const rest = ordered.filter(({ part }) => part === undefined);
  return [
    ...parts.map((part) =>
      merged(
        digest(key, part),
        ordered.filter((one) => one.part === part),
      ),
    ),
    ...(rest.length === 0 ? [] : [merged(key, rest)]),
  ];
}

function early(one: Sighting, other: Sighting): number {
  return Number(one.outcome !== "started") - Number(other.outcome !== "started");
}

/** The account in whose trail a call from another account stands sees that account, not who in it made the call. */
function vague({ actor }: Sighting): number {
  return actor === null ? 2 : Number(/^\d{12}$/.test(actor));
}

function merged(key: string, sightings: readonly Sighting[]): KnownCall {
  const { operation, name } = sightings[0]!;
  const first = <Field extends "actor" | "sourceIp" | "scope" | "resource" | "time">(field: Field) =>
    sightings.find((one) => one[field] !== null)?.[field] ?? null;
  const call: CloudCall = {
    cloud: operation.cloud,
    operation: name,
    effect: operation.effect,
    outcome: finalOutcome(sightings),
    actor: first("actor"),
    sourceIp: first("sourceIp"),
    scope: first("scope"),
    resource: first("resource"),
    time: first("time"),
    key,
  };
  return { call, operation, copy: sightings.map(({ copy }) => copy).reduce(joinedCopy) };
}

/** What the last record says that tells an end; of two at one time, the success. */
function finalOutcome(sightings: readonly Sighting[]): CloudOutcome {
  const ended = sightings.filter(({ outcome }) => outcome !== "started");
  const last = ended.at(-1);
  if (!last) return "started";
  const together = ended.filter(({ time }) => time === last.time);
  return together.some(({ outcome }) => outcome === "success") ? "success" : last.outcome;
}
