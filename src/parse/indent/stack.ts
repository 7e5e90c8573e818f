import { lineText } from "./text.ts";

/** Levels of indentation that are kept; no device nests deeper. */
const deepest = 64;

/** The open lines by indentation, as offsets: no text is made of a line until something below it is claimed. */
export interface Stack {
  depth: number;
  readonly indents: Int32Array;
  readonly starts: Int32Array;
  readonly stops: Int32Array;
}

export function emptyStack(): Stack {
  return {
    depth: 0,
    indents: new Int32Array(deepest),
    starts: new Int32Array(deepest),
    stops: new Int32Array(deepest),
  };
}

/** Closes every line that is not a parent of a line at `indent`. */
export function unwind(stack: Stack, indent: number): void {
  while (stack.depth > 0 && stack.indents[stack.depth - 1]! >= indent) stack.depth--;
}

export function push(stack: Stack, indent: number, first: number, stop: number): void {
  unwind(stack, indent);
  if (stack.depth === deepest) return;
  stack.indents[stack.depth] = indent;
  stack.starts[stack.depth] = first;
  stack.stops[stack.depth] = stop;
  stack.depth++;
}

/** Offset of the line that a line at `indent` stands under; undefined at the top. */
export function parentAt(stack: Stack, indent: number): number | undefined {
  let depth = stack.depth;
  while (depth > 0 && stack.indents[depth - 1]! >= indent) depth--;
  return depth === 0 ? undefined : stack.starts[depth - 1];
}

/** The texts of the open lines, outermost first. */
export function openTexts(stack: Stack, bytes: Uint8Array): readonly string[] {
  const texts: string[] = [];
  for (let index = 0; index < stack.depth; index++)
    texts.push(lineText(bytes, stack.starts[index]!, stack.stops[index]!));
  return texts;
}
