import { type Estate, type Levels, pathOf } from "./estate.ts";

/** How a text is laid out: a source of small numbers decides each choice. */
export type Choose = (below: number) => number;

/** Always the first choice: as a device prints it. */
export const plain: Choose = () => 0;

/** Choices from a list of numbers, over and over. */
export function choosing(numbers: readonly number[]): Choose {
  let at = 0;
  return (below) => (numbers.length === 0 ? 0 : numbers[at++ % numbers.length]! % below);
}

/** `show configuration | display set`, with the lines in this order. */
export function printSet({ statements, inactive }: Estate): string {
  const lines = [
    ...statements.map((levels) => `set ${words(levels)}`),
    ...inactive.map((levels) => `deactivate ${words(levels)}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function words(levels: Levels): string {
  return levels.flat().map(quoted).join(" ");
}

export function quoted(word: string): string {
  return /^[^\s;{}[\]"#\\]+$/.test(word) ? word : `"${word.replaceAll(/["\\]/g, "\\$&")}"`;
}

interface Branch {
  readonly level: readonly string[];
  readonly path: string;
  readonly children: Branch[];
}

/** `show configuration`: in braces, with layout and annotations as `choose` says. */
export function printBraces({ statements, inactive }: Estate, choose: Choose): string {
  const root: Branch = { level: [], path: "", children: [] };
  for (const levels of statements) plant(root, levels);
  const off = new Set(inactive.map(pathOf));
  return root.children.map((branch) => printBranch(branch, "", off, choose)).join("");
}

function plant(root: Branch, levels: Levels): void {
  let at = root;
  for (const [depth, level] of levels.entries()) {
    const path = pathOf(levels.slice(0, depth + 1));
    let child = at.children.find((one) => one.path === path);
    if (!child) {
      child = { level, path, children: [] };
      at.children.push(child);
    }
    at = child;
  }
}

const annotations = ["", "", "/* } analyzer X { */\n", '# remark; { "\n', "\n"];

function printBranch(branch: Branch, indent: string, off: ReadonlySet<string>, choose: Choose): string {
  const marker = off.has(branch.path)
    ? ["inactive: ", "protect: inactive: ", "inactive: replace: "][choose(3)]
    : "";
  const before = annotations[choose(annotations.length)]!.replace(/^(?=.)/, indent);
  const [first = "", ...keys] = branch.level.map(quoted);
  if (branch.children.length === 0) {
    const statement = `${[first, ...keys].join(" ")}${["", " "][choose(2)]};${["", " ## SECRET-DATA"][choose(2)]}`;
    return `${before}${indent}${marker}${statement}\n`;
  }
  const inside = (deeper: string): string =>
    branch.children.map((child) => printBranch(child, deeper, off, choose)).join("");
  if (keys.length > 0 && marker === "" && choose(3) === 2)
    return `${before}${indent}${first} {\n${indent}    ${keys.join(" ")} {\n${inside(`${indent}        `)}${indent}    }\n${indent}}\n`;
  const opening = `${indent}${marker}${[first, ...keys].join(" ")}${[" {", "\n{"][choose(8) === 7 ? 1 : 0]}`;
  return `${before}${opening}\n${inside(`${indent}    `)}${indent}}\n`;
}
