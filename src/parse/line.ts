import { cutSecrets } from "./syslog/secret.ts";

/** Lines of a text by byte search. `any`: the line begins with the text; `whole`: it is the text; `child`: indented. */
export function hasLine(bytes: Buffer, text: string, kind: "any" | "whole" | "child"): boolean {
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + text.length))
    if (stands(bytes, at, at + text.length, kind)) return true;
  return false;
}

function stands(bytes: Buffer, first: number, stop: number, kind: "any" | "whole" | "child"): boolean {
  if (kind === "child") return isIndented(bytes, first);
  if (first > 0 && !isBreak(bytes[first - 1]!)) return false;
  if (kind === "any") return true;
  let end = stop;
  while (end < bytes.length && isBlank(bytes[end]!)) end++;
  return end >= bytes.length || isBreak(bytes[end]!);
}

function isIndented(bytes: Buffer, first: number): boolean {
  let at = first;
  while (at > 0 && isBlank(bytes[at - 1]!)) at--;
  return at < first && (at === 0 || isBreak(bytes[at - 1]!));
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

function isBreak(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}

/** The texts of some lines as they stand, cut to 500 characters and without control characters and secrets; by 1-based number. */
export function linesAt(bytes: Buffer, numbers: ReadonlySet<number>): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  const lineBreak = bytes.includes(0x0a) ? 0x0a : 0x0d;
  for (let first = 0, line = 1; first < bytes.length && texts.size < numbers.size; line++) {
    const found = bytes.indexOf(lineBreak, first);
    const stop = found < 0 ? bytes.length : found;
    if (numbers.has(line))
      texts.set(line, shown(bytes.toString("utf8", first, Math.min(stop, first + 2000))));
    first = stop + 1;
  }
  return texts;
}

function shown(text: string): string {
  return cutSecrets(text)
    .replace(/[\x00-\x08\x0a-\x1f\x7f]/g, "")
    .trimEnd()
    .slice(0, 500);
}
