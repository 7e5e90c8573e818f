import type { ApprovedEnd } from "./approval.ts";

/** An approved place where copies may end; an approval admits it as the destination `collector NAME`. */
export interface Collector {
  readonly kind: "collector";
  /** Stable and short, made from the content (`c-…`). */
  readonly id: string;
  readonly name: string;
  /** The device that its ports are on: a name, a pattern or a tag; absent when it has none but addresses and VLANs. */
  readonly device?: string;
  /** Destinations as in an approval: `address 10.9.0.0/24`, `interface GigabitEthernet1/0/24`, `remote-vlan 999`. */
  readonly destinations: readonly ApprovedEnd[];
  readonly owner: string;
  readonly ticket: string;
  readonly reason: string;
}

/** Devices under one name; an approval for `tag:NAME` is one for each of them. */
export interface Tag {
  readonly kind: "tag";
  /** `t-…` */
  readonly id: string;
  readonly name: string;
  /** Names or patterns with `*`; case does not matter. */
  readonly devices: readonly string[];
}

/** What approvals refer to by name. */
export type Definition = Collector | Tag;

/** What makes two definitions speak of the same thing; case does not matter. */
export function definitionKey({ kind, name }: Pick<Definition, "kind" | "name">): string {
  return `${kind}:${name.toLowerCase()}`;
}

/** The tag that a device of an approval or a collector names; undefined when it is a device's name or pattern. */
export function tagOf(device: string): string | undefined {
  return device.startsWith("tag:") ? device.slice("tag:".length) : undefined;
}

/** What of an approval's text refers to a definition: the keys of its tag and collectors. */
export function referred(device: string, destinations: readonly ApprovedEnd[]): readonly string[] {
  const tag = tagOf(device);
  const collectors = destinations.filter(({ kind }) => kind === "collector");
  return [
    ...(tag === undefined ? [] : [definitionKey({ kind: "tag", name: tag })]),
    ...collectors.map(({ value }) => definitionKey({ kind: "collector", name: value })),
  ];
}
