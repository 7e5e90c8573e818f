import type { Unread } from "../../model/statement.ts";
import { lineEnd, lineStart } from "./lexer.ts";
import type { TreeManners } from "./manners.ts";
import type { Trouble, TroubleKind } from "./walk.ts";

const expected: Readonly<Record<TroubleKind, string>> = {
  comment: "the end of the comment",
  string: "a closing quote on this line",
  semicolon: "a semicolon at the end of the statement",
  unclosed: "a closing brace for this block",
  stray: "no closing brace here",
  depth: "fewer levels",
  list: "fewer values",
};

/** Trouble with the text itself, in the order of lines. */
export function unreadOf(
  bytes: Uint8Array,
  troubles: readonly Trouble[],
  cycles: ReadonlyMap<string, number>,
  manners: TreeManners,
  line: (offset: number) => number,
): Unread[] {
  const unread = new Map<string, Unread>();
  const broken = new Set(
    troubles.filter(({ kind }) => kind !== "semicolon").map(({ offset }) => line(offset)),
  );
  for (const { kind, offset } of troubles) {
    const number = line(offset);
    if (kind === "semicolon" && broken.has(number)) continue;
    unread.set(`${kind} ${number}`, { line: number, text: shown(bytes, offset), expected: expected[kind] });
  }
  for (const [group, offset] of cycles) {
    const text = `${manners.groups.apply} ${group}`;
    unread.set(`${text} ${line(offset)}`, {
      line: line(offset),
      text,
      expected: "a group that does not apply itself",
    });
  }
  return [...unread.values()].sort((left, right) => left.line - right.line);
}

/** The line up to its first string or comment, which may hold a secret. */
function shown(bytes: Uint8Array, offset: number): string {
  const start = lineStart(bytes, offset);
  const text = new TextDecoder().decode(bytes.subarray(start, Math.min(lineEnd(bytes, start), start + 2000)));
  return text
    .replace(/(["#]|\/\*).*$/, "$1 …")
    .replace(/[\x00-\x1f\x7f]/g, " ")
    .trim()
    .slice(0, 500);
}
