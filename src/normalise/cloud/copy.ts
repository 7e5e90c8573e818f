import type { Destination, Filter, Source } from "../../model/session.ts";

/** What a call, or a listing, says of one copying of traffic; empty where it says nothing. */
export interface Copy {
  /** A name that stays when the same thing is made again: never an id that the cloud gives. Null: not told. */
  readonly name: string | null;
  readonly sources: readonly Source[];
  readonly destinations: readonly Destination[];
  readonly filters: readonly Filter[];
}

/** The name of a target that nothing tells. */
export const unknownTarget = "unknown";

export const nothing: Copy = { name: null, sources: [], destinations: [], filters: [] };

/** The fuller of two: whatever the first does not say is the second's. */
export function joinedCopy(one: Copy, other: Copy): Copy {
  return {
    name: one.name ?? other.name,
    sources: one.sources.length > 0 ? one.sources : other.sources,
    destinations: one.destinations.length > 0 ? one.destinations : other.destinations,
    filters: one.filters.length > 0 ? one.filters : other.filters,
  };
}

export function interfaceSource(name: string): Source {
  return { kind: "interface", name, direction: "both" };
}
