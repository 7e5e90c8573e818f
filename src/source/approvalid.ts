import { createHash } from "node:crypto";
import type { Approval } from "../model/approval.ts";

/** Gives an approval its id: the same content has the same id, in whatever order it was written. */
export function identified(content: Omit<Approval, "id">): Approval {
  const hash = createHash("sha256").update(canonical(content)).digest("hex");
  return { id: `a-${hash.slice(0, 16)}`, ...content };
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
