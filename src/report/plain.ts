/**
 * Everything that a terminal or a reader could be deceived by: controls (C0, C1, DEL), format characters (bidirectional
 * overrides, zero-width, tags), line and paragraph separators, lone surrogates, private and unassigned characters.
 */
const deceptive = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** One line of printable text: what a device or a sender wrote can neither steer a terminal nor start a new row. */
export function plain(text: string): string {
  return text.replaceAll("\t", " ").replace(deceptive, (character) => `\\u{${codePoint(character)}}`);
}

/** JSON, indented, that is as harmless on a terminal: `JSON.stringify` leaves C1 controls and overrides as they are. */
export function json(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(deceptive, (character) => (character === "\n" ? "\n" : escaped(character)))}\n`;
}

function codePoint(character: string): string {
  return character.codePointAt(0)!.toString(16);
}

/** `\uXXXX` for each UTF-16 unit, which every JSON reader turns back into the same text. */
function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
  }).join("");
}
