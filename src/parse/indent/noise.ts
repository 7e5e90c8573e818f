import { isBlank } from "./head.ts";

/** What a terminal adds to a text: pager marks, prompts, log lines, refusals. All positions are offsets. */

const pagerMarks = ["--More--", "<--- More --->"].map((mark) => new TextEncoder().encode(mark));

/** Behind the pager's mark that the line begins with; `first` when there is none. */
export function pagerEnd(bytes: Uint8Array, first: number, stop: number): number {
  for (const mark of pagerMarks) if (beginsWith(bytes, first, stop, mark)) return first + mark.length;
  return first;
}

/** Is bytes[first, stop) at least as long as the text, and does it begin with it? */
export function beginsWith(bytes: Uint8Array, first: number, stop: number, text: Uint8Array): boolean {
  if (first + text.length > stop) return false;
  for (let index = 0; index < text.length; index++) if (bytes[first + index] !== text[index]) return false;
  return true;
}

/** `R1(config-mon-erspan-src)# `: where the typed text begins, and whether the prompt says that no mode is open. */
export function promptEnd(
  bytes: Uint8Array,
  first: number,
  stop: number,
): { readonly end: number; readonly top: boolean } {
  const none = { end: first, top: false };
  let at = first;
  const limit = Math.min(stop, first + 128);
  while (at < limit && !isBlank(bytes[at]!) && bytes[at] !== 0x23) at++;
  if (at >= limit || bytes[at] !== 0x23 || bytes[at - 1] !== 0x29) return none;
  const open = bytes.lastIndexOf(0x28, at);
  if (open <= first || !beginsWith(bytes, open, at, configMode)) return none;
  return { end: at + 1, top: open + configMode.length + 1 === at };
}

const configMode = new TextEncoder().encode("(config");

/** A message that was printed into the output: it begins with a date and a time, or holds `%FACILITY-5-MNEMONIC:`. */
export function isLogLine(bytes: Uint8Array, first: number, stop: number): boolean {
  if (isDated(bytes, first, stop)) return true;
  const end = Math.min(stop, first + 300);
  for (let at = first; at < end; at++) if (bytes[at] === 0x25 && isTag(bytes, at + 1, end)) return true;
  return false;
}

/** `*Mar  1 00:01:02.123`, `Wed Jan 25 18:29:10.632 UTC`; no statement of any device begins so. */
function isDated(bytes: Uint8Array, first: number, stop: number): boolean {
  const mark = bytes[first];
  if (mark !== 0x2a && mark !== 0x2e && (mark === undefined || mark < 0x41 || mark > 0x5a)) return false;
  return dated.test(String.fromCharCode(...bytes.subarray(first, Math.min(stop, first + 32))));
}

const dated =
  /^[*.]?(?:(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d/;

/** FACILITY(-PART)*-digit-MNEMONIC: with at most 80 letters. */
function isTag(bytes: Uint8Array, first: number, stop: number): boolean {
  const end = Math.min(stop, first + 80);
  let severity = false;
  for (let at = first; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === 0x2d) {
      const next = bytes[at + 1]!;
      if (next >= 0x30 && next <= 0x37 && bytes[at + 2] === 0x2d) severity = at > first;
    } else if (byte === 0x3a || byte === 0x20) return severity;
    else if (!isTagByte(byte)) return false;
  }
  return false;
}

function isTagByte(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f;
}
