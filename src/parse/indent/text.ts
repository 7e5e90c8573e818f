import { cutSecrets } from "../syslog/secret.ts";
import { isBlank } from "./head.ts";

/** Longer lines are not statements of any device, and would cost a grammar too much. Bytes. */
export const longestLine = 8192;

const decoder = new TextDecoder("utf-8");

/** The words of bytes[first, stop), one space apart, without control characters. */
export function lineText(bytes: Uint8Array, first: number, stop: number): string {
  const end = Math.min(stop, first + longestLine);
  return decoder
    .decode(bytes.subarray(first, end))
    .replace(/[\s\x00-\x1f\x7f]+/g, " ")
    .trim();
}

/** What is shown of a line to a person: no secret that it holds. */
export function shownText(bytes: Uint8Array, first: number, stop: number): string {
  return cutSecrets(lineText(bytes, first, Math.min(stop, first + 2000))).slice(0, 500);
}

/** `stop` without trailing blanks. */
export function trimEnd(bytes: Uint8Array, first: number, stop: number): number {
  let end = stop;
  while (end > first && isBlank(bytes[end - 1]!)) end--;
  return end;
}
