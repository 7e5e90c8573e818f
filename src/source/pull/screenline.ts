/** Escape sequences of a terminal: CSI, OSC, and those of two characters. */
const escapes = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)?|[ -/]*[0-~])/g;
const erase = /^\x1b\[[02]?K/;

/** One line as it would stand on a screen: backspaces, returns, erasures and escape sequences done, without blanks at its end. */
export function screenLine(line: string): string {
  if (!/[\x08\r\x1b\x07\0]/.test(line)) return line;
  const cells: string[] = [];
  let cursor = 0;
  for (const part of parts(line)) {
    if (part === "\b") cursor = Math.max(0, cursor - 1);
    else if (part === "\r") cursor = 0;
    else if (erase.test(part)) cells.length = Math.min(cells.length, cursor);
    else if (!/^[\x1b\x07\0]/.test(part)) cells[cursor++] = part;
  }
  return Array.from(cells, (cell) => cell ?? " ")
    .join("")
    .trimEnd();
}

/** Single characters, and escape sequences whole. */
function* parts(line: string): Generator<string> {
  let at = 0;
  for (const found of line.matchAll(escapes)) {
    yield* line.slice(at, found.index);
    yield found[0];
    at = found.index + found[0].length;
  }
  yield* line.slice(at);
}
