import { createHash } from "node:crypto";
import type { MirrorSession } from "../model/session.ts";

/** What a person wrote for people; it copies nothing. */
const remarks = new Set(["description"]);

/**
 * 32 hexadecimal digits over the canonical meaning of a session: its lines and remarks do not count, everything else
 * does. The record is already in canonical order.
 */
export function fingerprintOf(session: Omit<MirrorSession, "fingerprint" | "lines">): string {
  const { options = {}, ...rest } = session;
  const said = Object.entries(options).filter(([key]) => !remarks.has(key));
  const canonical = JSON.stringify(sorted({ ...rest, options: Object.fromEntries(said) }));
  return createHash("sha256").update(canonical).digest("hex").slice(0, 32);
}

/** Objects with their keys in order; what is absent leaves no trace. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]),
  );
}
