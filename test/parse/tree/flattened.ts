import type { FlatLine } from "../../../src/model/statement.ts";
import { loadProfile, type Profile } from "../../../src/parse/profile.ts";
import type { Accepts, Flattened } from "../../../src/parse/reading.ts";
import { flattenTree } from "../../../src/parse/tree/flatten.ts";

export const profile: Profile = loadProfile(
  new URL("../../../devices/juniper-junos.yaml", import.meta.url).pathname,
);

/** Flattens a text with the shipped profile. */
export function flattened(text: string, accepts: Accepts = () => true): Flattened {
  return flattenTree(new TextEncoder().encode(text), profile, accepts);
}

/** The flat lines of a text as `12 text [inactive] [<group] [@context]`. */
export function linesOf(text: string, accepts?: Accepts): string[] {
  return flattened(text, accepts).lines.map(shown);
}

/** The flat lines without what tells where they stood. */
export function textsOf(text: string, accepts?: Accepts): string[] {
  return flattened(text, accepts).lines.map(meaning).sort();
}

function shown(line: FlatLine): string {
  const inherited = line.inherited === undefined ? "" : ` <${line.inherited}>`;
  return `${line.line} ${meaning(line)}${inherited}`;
}

export function meaning(line: FlatLine): string {
  const context = line.context === undefined ? "" : ` @${line.context}`;
  return `${line.text}${line.inactive ? " inactive" : ""}${context}`;
}
