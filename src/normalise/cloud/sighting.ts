import { createHash } from "node:crypto";
import type { CloudOutcome } from "../../model/cloudcall.ts";
import { isObject, type Json } from "../../model/json.ts";
import type { CloudOperation } from "../../parse/cloud/operation.ts";
import type { Copy } from "./copy.ts";

/** What one record says of a call. Several records may speak of the same one. */
export interface Sighting {
  readonly operation: CloudOperation;
  /** The operation as observations call it. */
  readonly name: string;
  readonly outcome: CloudOutcome;
  readonly actor: string | null;
  readonly sourceIp: string | null;
  readonly scope: string | null;
  readonly resource: string | null;
  readonly time: string | null;
  /** What every record of the call has in common. */
  readonly call: string;
  /** In place of `call` where it tells calls apart that have `call` in common: Azure's operation id. */
  readonly part?: string;
  /** What the record says is copied, and to where. */
  readonly copy: Copy;
}

/** 32 hexadecimal digits over texts. */
export function digest(...parts: readonly (string | null)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

/** JSON with the keys of its objects in order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, one: Json) =>
    isObject(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
  );
}

/** Stands for an id that a record does not have. */
export function withoutId(sighting: Omit<Sighting, "call" | "copy" | "part" | "operation">): string {
  const { name, outcome, actor, sourceIp, scope, resource, time } = sighting;
  return digest(name, outcome, actor, sourceIp, scope, resource, time);
}
