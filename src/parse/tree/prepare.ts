import type { TreeManners } from "./manners.ts";

const space = 0x20;
const newline = 0x0a;
const carriageReturn = 0x0d;
const firstBytes = 4096;

/** Takes out what a terminal added (`---(more)---`), byte for byte, so that lines and offsets stay what they are. */
export function prepare(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const pagers = text.indexOf("---(more");
  const marked = text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf;
  const returns = !text.includes(newline) && text.includes(carriageReturn);
  if (pagers < 0 && !marked && !returns) return bytes;
  const copy = Buffer.from(text);
  if (marked) copy.fill(space, 0, 3);
  for (let at = pagers; at >= 0; at = copy.indexOf("---(more", at + 1)) blankPager(copy, at);
  if (returns) for (const [at, byte] of copy.entries()) if (byte === carriageReturn) copy[at] = newline;
  return copy;
}

function blankPager(text: Buffer, at: number): void {
  const pager = /^---\(more[^)\n]{0,20}\)---/.exec(text.toString("latin1", at, at + 40));
  if (pager) text.fill(space, at, at + pager[0].length);
}

const plus = 0x2b;
const minus = 0x2d;

/**
 * Of a text that tells changes (`show | compare`: `[edit …]` headers, `+` and `-` before lines) leaves what they add, as
 * statements; undefined for any other text.
 */
export function withoutRemovals(bytes: Uint8Array): Uint8Array | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!/^\[edit[^\n]*\]/m.test(text.toString("latin1", 0, firstBytes))) return undefined;
  const copy = Buffer.from(text);
  let marked = false;
  for (let at = 0; at < copy.length; ) {
    const found = copy.indexOf(newline, at);
    const end = found < 0 ? copy.length : found;
    const isMarked = (copy[at] === plus || copy[at] === minus) && (copy[at + 1] ?? space) <= space;
    marked ||= isMarked;
    if (isMarked) copy.fill(space, at, copy[at] === minus ? end : at + 1);
    at = end + 1;
  }
  return marked ? copy : undefined;
}

/** Why a text in another output form is not read, and which command prints one that is; undefined: it is none. */
export function refusedForm(bytes: Uint8Array, manners: TreeManners): string | undefined {
  const { refused, command } = manners.completeness;
  const lines = new TextDecoder()
    .decode(bytes.subarray(0, firstBytes))
    .split("\n")
    .map((line) => line.replace(/\s+/g, ""));
  for (const { begins, is } of refused) {
    const at = lines.findIndex((_, index) =>
      lines
        .slice(index, index + 8)
        .join("")
        .startsWith(begins),
    );
    if (at >= 0)
      return `this is ${is} output, which is not read: collect the configuration with \`${command}\``;
  }
  return undefined;
}
