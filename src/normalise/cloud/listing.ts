import type { Cloud } from "../../model/cloudcall.ts";
import { isObject, type Json, type JsonObject } from "../../model/json.ts";
import type { MirrorSession } from "../../model/session.ts";

/** A copying of traffic that a cloud lists, and the scope that it belongs to. */
export interface StateSession {
  readonly scope: string;
  readonly session: Omit<MirrorSession, "fingerprint" | "lines" | "reach">;
}

/** What the listings of one cloud say. */
export interface CloudState {
  readonly cloud: Cloud;
  readonly sessions: readonly StateSession[];
  /** Scopes that were listed, with sessions or without. */
  readonly scopes: readonly string[];
  /** Scopes of which the listing says that it is not whole, and why; `*` is all of this cloud. */
  readonly blind: ReadonlyMap<string, string>;
}

/** The lists under this key, wherever they stand; undefined when there is none. */
export function listsNamed(documents: readonly Json[], key: string): readonly JsonObject[] | undefined {
  const found: JsonObject[] = [];
  let any = false;
  for (const object of objectsIn(documents))
    for (const [name, value] of Object.entries(object))
      if (name.toLowerCase() === key.toLowerCase() && Array.isArray(value)) {
        any = true;
        found.push(...value.filter(isObject));
      }
  return any ? found : undefined;
}

/** Deeper than any listing nests what it lists. */
const deepest = 10;

/** Every object in the documents, outer ones first. */
export function objectsIn(documents: readonly Json[]): readonly JsonObject[] {
  const found: JsonObject[] = [];
  const visit = (value: Json, depth: number): void => {
    if (depth > deepest || typeof value !== "object" || value === null) return;
    if (isObject(value)) found.push(value);
    for (const one of Array.isArray(value) ? value : Object.values(value)) visit(one as Json, depth + 1);
  };
  visit(documents, 0);
  return found;
}
