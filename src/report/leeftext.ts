/**
 * LEEF has no escape, so whatever could be taken for structure is replaced. Control characters (TAB, CR, LF, NUL, C0, C1),
 * format characters (bidirectional overrides, zero width) and line separators become one space; a vertical bar, by which
 * some readers split and which search patterns anchor on, becomes a broken bar; a backslash at the end, which some readers
 * take as escaping the delimiter, becomes a slash.
 */
export function leefValue(text: string): string {
  return oneLine(text)
    .replaceAll("|", "¦")
    .replace(/\\+$/, (tail) => "/".repeat(tail.length));
}

/** One line of text in which nothing steers a terminal or starts a line: all of that is one space. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
}

/** A field of the LEEF header: no separator can stand in it, and it is at most 255 characters. */
export function leefHeaderField(text: string): string {
  return leefValue(text).replaceAll("¦", "/").slice(0, 255).toWellFormed();
}

const mark = "...";

/** At most `bytes` bytes of UTF-8, cut between code points, with `...` where something was cut off. */
export function cutBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const room = bytes - mark.length;
  if (room <= 0) return "";
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(room));
  return text.slice(0, read).trimEnd() + mark;
}
