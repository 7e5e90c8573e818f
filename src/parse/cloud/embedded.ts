import { isObject, type Json, type JsonObject } from "../../model/json.ts";

/** More than this many levels of quoting no chain of relays makes. */
const mostLevels = 4;
/** Braces in one text at which an object is looked for in vain, each of which may cost a look at all the rest. */
const mostMisses = 64;

/** The JSON value that a text is; undefined when it is none. */
export function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/**
 * The JSON objects that stand in a text: after a syslog header, between a relay's own words, with its quotes escaped by
 * backslashes (JSON in JSON) or doubled (CSV). `whole` is false when something began like an object and could not be read.
 */
export function embeddedObjects(text: string): {
  readonly objects: readonly JsonObject[];
  readonly whole: boolean;
} {
  let [level, whole] = [text, true];
  for (let turn = 0; turn < mostLevels; turn++) {
    const { objects, tried } = objectsIn(level);
    if (objects.length > 0) return { objects, whole: tried === objects.length };
    if (tried > 0) whole = false;
    const next = unquoted(level);
    if (next === undefined) break;
    whole = false;
    level = next;
  }
  return { objects: [], whole };
}

/** Looks at each brace that a key follows. */
function objectsIn(text: string): { objects: JsonObject[]; tried: number } {
  const objects: JsonObject[] = [];
  const begins = /\{\s*"(?!")|\{\s*""\s*:/g;
  let tried = 0;
  for (
    let found = begins.exec(text);
    found && tried - objects.length < mostMisses;
    found = begins.exec(text)
  ) {
    tried++;
    const end = endOf(text, found.index);
    const value = end === undefined ? undefined : parsed(text.slice(found.index, end));
    if (!isObject(value) || end === undefined) continue;
    objects.push(value);
    begins.lastIndex = end;
  }
  return { objects, tried };
}

/** Behind the brace that closes the one at `from`; undefined when none does. */
function endOf(text: string, from: number): number | undefined {
  let [depth, inString] = [0, false];
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return at + 1;
  }
  return undefined;
}

/** The text with one level of quoting taken away, as the first brace shows it; undefined when no object in it is quoted. */
function unquoted(text: string): string | undefined {
  const shown = /\{\s*(\\+"|"")/.exec(text)?.[1];
  if (shown === undefined) return undefined;
  if (shown === '""') return text.replaceAll('""', '"');
  return text.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, quoted: string) => meant(quoted));
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

function meant(quoted: string): string {
  if (quoted.length > 1) return String.fromCharCode(Number.parseInt(quoted.slice(1), 16));
  return escapes[quoted] ?? quoted;
}
