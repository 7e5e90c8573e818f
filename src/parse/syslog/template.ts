/** What the fields of a template held; an empty or unnamed field is left out. */
export type Fields = Readonly<Record<string, string>>;

export interface Template {
  readonly text: string;
  match(text: string): Fields | null;
}

interface Literal {
  readonly pattern: RegExp;
}

/** Fields that are one word; any other field holds whatever stands there. */
const oneWord = new Set(["from", "line", "id"]);

/**
 * Compiles `User:{user} logged command:{command}`: what stands outside the braces must be there, in this order; a blank
 * is any white space, case does not matter; `{}` is anything and is not kept. A literal is taken where it first occurs (before `{outcome}` where
 * it last occurs), the one at the end only at the end, and nothing is tried twice: matching takes time linear in the text.
 */
export function compileTemplate(text: string): Template {
  const parts = text.split(/\{(\w*)\}/);
  const names = parts.filter((_, index) => index % 2 === 1);
  const literals = parts.filter((_, index) => index % 2 === 0);
  const last = literals.length - 1;
  const compiled = literals.map((literal, index) => compileLiteral(literal, index === 0, index === last));
  return { text, match: (given) => match(given.trim(), compiled, names) };
}

function compileLiteral(literal: string, first: boolean, last: boolean): Literal {
  if (literal !== "" && literal.trim() === "") return { pattern: /\s+/g };
  const words = literal.trim().split(/\s+/).map(escaped).join("\\s+");
  const before = !first && /^\s/.test(literal) ? "(?<=\\s)" : "";
  const after = !last && /\s$/.test(literal) ? "(?=\\s|$)" : "";
  if (last && !first && words !== "") return { pattern: new RegExp(`${before}${words}\\s*$`, "gi") };
  return { pattern: new RegExp(`${before}${words}${after}`, first ? "yi" : "gi") };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function match(text: string, literals: readonly Literal[], names: readonly string[]): Fields | null {
  const fields: Record<string, string> = {};
  let at = 0;
  for (const [index, { pattern }] of literals.entries()) {
    pattern.lastIndex = at;
    const isLast = index === literals.length - 1;
    const open = isLast && index > 0 && pattern.source === "(?:)";
    const found = open ? null : names[index] === "outcome" ? lastMatch(pattern, text) : pattern.exec(text);
    if (!found && !open) return null;
    const start = found ? found.index : text.length;
    if (index > 0 && !keep(fields, names[index - 1]!, text.slice(at, start).trim())) return null;
    at = found ? start + found[0].length : text.length;
  }
  return at === text.length ? fields : null;
}

function lastMatch(pattern: RegExp, text: string): RegExpExecArray | null {
  let last: RegExpExecArray | null = null;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) last = found;
  return last;
}

function keep(fields: Record<string, string>, name: string, value: string): boolean {
  if (oneWord.has(name) && /\s/.test(value)) return false;
  if (name !== "" && value !== "") fields[name] = value;
  return true;
}

/** `%SYS-*-CONFIG_I`: a star is any text, everything else stands for itself; with `*` only, no backtracking. */
export function matchesGlob(glob: string, text: string): boolean {
  const parts = glob.split("*");
  if (parts.length === 1) return glob === text;
  const [head, tail] = [parts[0]!, parts.at(-1)!];
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
  let at = head.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - tail.length;
}
