import { createHash } from "node:crypto";
import type { Approval, ApprovedEnd } from "../model/approval.ts";

/** Gives an approval its id: the same content has the same id, in whatever order it was written. */
export function identified(given: Omit<Approval, "id">): Approval {
  const content = {
    ...given,
    sources: given.sources.map(normal),
    destinations: given.destinations.map(normal),
  };
  const hash = createHash("sha256").update(canonical(content)).digest("hex");
  return { id: `a-${hash.slice(0, 16)}`, ...content };
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
