/**
 * A plain reader of brace text: tokens by regular expression, blocks by recursion, no claims and no speed. Reads what a
 * device prints, without groups; the oracle of the byte walk.
 */
export interface SlowLine {
  readonly line: number;
  readonly words: readonly string[];
  readonly inactive: boolean;
}

interface Token {
  readonly text: string;
  readonly line: number;
}

const tokens =
  /\/\*[\s\S]*?\*\/|(?<=^|[\s;{}])#[^\n]*|"(?:\\[\s\S]|[^"\\])*"|[;{}]|\[(?=\s)|\](?=\s*;)|[^\s;{}"]+/gm;
const markers = /^(inactive|protect|replace):$/;

export function readSlowly(text: string): SlowLine[] {
  const list: Token[] = [];
  let line = 1;
  let from = 0;
  for (const match of text.matchAll(tokens)) {
    line += text.slice(from, match.index).split("\n").length - 1;
    from = match.index;
    if (!/^(\/\*|#)/.test(match[0])) list.push({ text: match[0], line });
  }
  const lines: SlowLine[] = [];
  readBlock(list, 0, [], false, lines);
  return lines;
}

/** Reads statements up to the closing brace; gives the place behind it. */
function readBlock(
  list: readonly Token[],
  start: number,
  path: readonly string[],
  off: boolean,
  lines: SlowLine[],
): number {
  let at = start;
  while (at < list.length && list[at]!.text !== "}") {
    const { line } = list[at]!;
    let inactive = off;
    for (; at < list.length && markers.test(list[at]!.text); at++)
      inactive ||= list[at]!.text === "inactive:";
    let paths: string[][] = [[...path]];
    for (; at < list.length && !/^[;{}]$/.test(list[at]!.text); at++) {
      const values = [list[at]!.text];
      if (values[0] === "[")
        for (values.pop(), at++; list[at]!.text !== "]"; at++) values.push(list[at]!.text);
      paths = paths.flatMap((words) => values.map((value) => [...words, bare(value)]));
    }
    if (list[at]?.text !== "{") {
      if (paths[0]!.length > path.length) for (const words of paths) lines.push({ line, words, inactive });
      at++;
      continue;
    }
    if (list[at + 1]?.text === "}") lines.push({ line, words: paths[0]!, inactive });
    at = readBlock(list, at + 1, paths[0]!, inactive, lines);
  }
  return at + 1;
}

function bare(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1) : word;
}
