import { createHash } from "node:crypto";
import type { Approval, ApprovedEnd } from "../model/approval.ts";
import type { Collector, Tag } from "../model/definition.ts";

/** Gives an approval its id: the same content has the same id, in whatever order it was written. */
export function identified(given: Omit<Approval, "id">): Approval {
  const content = {
    ...given,
    sources: given.sources.map(normal),
    destinations: given.destinations.map(normal),
  };
  return { id: `a-${hashOf(content)}`, ...content };
}

/** Gives a collector its id, in the same way. */
export function identifiedCollector(given: Omit<Collector, "id">): Collector {
  const content = { ...given, destinations: given.destinations.map(normal) };
  return { id: `c-${hashOf(content)}`, ...content };
}

/** Gives a tag its id, in the same way. */
export function identifiedTag(given: Omit<Tag, "id">): Tag {
  return { id: `t-${hashOf(given)}`, ...given };
}

function hashOf(content: unknown): string {
  return createHash("sha256").update(canonical(content)).digest("hex").slice(0, 16);
}

/** What goes without saying is not said, so that a file and its export are the same. */
function normal(end: ApprovedEnd): ApprovedEnd {
  const { direction, ingress, ...rest } = end;
  return {
    ...rest,
    ...(direction === undefined || direction === "both" ? {} : { direction }),
    ...(ingress ? { ingress } : {}),
  };
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
    .sort()
    .join(",")}}`;
}
