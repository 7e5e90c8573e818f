/** What `JSON.parse` gives. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of keys, in whatever case they are written: relays and SIEMs fold it. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let here = value;
  for (const key of path) {
    if (!isObject(here)) return undefined;
    here = own(here, key);
  }
  return here;
}

/** A text that says something, or a number or flag in its place; null for everything else. */
export function textOf(value: Json | undefined): string | null {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** The first text at any of these paths. */
export function textAt(value: Json | undefined, ...paths: readonly (readonly string[])[]): string | null {
  for (const path of paths) {
    const text = textOf(at(value, ...path));
    if (text !== null) return text;
  }
  return null;
}

function own(object: JsonObject, key: string): Json | undefined {
  if (Object.hasOwn(object, key)) return object[key];
  const folded = key.toLowerCase();
  for (const one in object) if (one.length === key.length && one.toLowerCase() === folded) return object[one];
  return undefined;
}
