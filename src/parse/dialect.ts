import peggy from "peggy";
import { Fault } from "../model/fault.ts";

/** Larger than any grammar that a person wrote. */
const mostCharacters = 1_048_576;

/**
 * The house dialect: a grammar names what it reads and does nothing else. An action may only be `return { label, … }` of
 * labels that stand directly in its own sequence and are words of the glossary; nothing else in the file may be code, and
 * nothing may be imported. Checked on the syntax tree before Peggy evaluates anything, because the process that loads a
 * grammar may hold credentials, and a bare name in an action would reach the program's own variables.
 *
 * @param words the labels that may be returned (data/glossary.yaml)
 * @throws Fault `grammar-invalid` with file, line and column.
 */
export function checkDialect(file: string, text: string, words: ReadonlySet<string>): void {
  if (text.length > mostCharacters) refuse(file, undefined, "the file is larger than 1 MB");
  visit({ file, words }, parseGrammar(file, text));
}

function parseGrammar(file: string, text: string): unknown {
  try {
    return peggy.parser.parse(text, { grammarSource: file, reservedWords: peggy.RESERVED_WORDS });
  } catch (cause) {
    throw grammarFault(file, cause);
  }
}

interface Check {
  readonly file: string;
  readonly words: ReadonlySet<string>;
}

interface GrammarNode {
  readonly type?: string;
  readonly code?: string;
  readonly label?: string | null;
  readonly expression?: GrammarNode;
  readonly elements?: readonly GrammarNode[];
  readonly location?: Location;
}

interface Location {
  readonly start: { readonly line: number; readonly column: number };
}

/** What a grammar may consist of. A kind of node that is not listed, of today or of a later Peggy, is refused. */
const dataNodes = new Set([
  ...["grammar", "rule", "named", "choice", "sequence", "labeled", "text", "group", "rule_ref"],
  ...["optional", "zero_or_more", "one_or_more", "repeated", "constant", "simple_and", "simple_not"],
  ...["literal", "class", "class_escape", "any"],
]);

const inWords: Readonly<Record<string, string>> = {
  initializer: "an initializer `{ … }` is code",
  top_level_initializer: "a top-level initializer `{{ … }}` is code",
  semantic_and: "a predicate `&{ … }` is code",
  semantic_not: "a predicate `!{ … }` is code",
  function: "a repetition count `|{ … }|` is code",
  variable: "a repetition count is taken from the text",
  grammar_import: "another file is imported",
  library_ref: "a rule of another file is used",
};

function visit(check: Check, node: unknown): void {
  if (Array.isArray(node)) for (const child of node) visit(check, child);
  if (Array.isArray(node) || typeof node !== "object" || node === null) return;
  const { type, location } = node as GrammarNode;
  if (type === "action") checkAction(check, node as GrammarNode);
  else if (type !== undefined && !dataNodes.has(type))
    refuse(check.file, location, inWords[type] ?? `${type} is no part of the dialect`);
  for (const [key, child] of Object.entries(node))
    if (key !== "location" && key !== "codeLocation" && key !== "nameLocation") visit(check, child);
}

const onlyLabels = /^\s*return\s*\{\s*((?:[A-Za-z]\w*(?:\s*,\s*[A-Za-z]\w*)*\s*,?\s*)?)\}\s*;?\s*$/;

function checkAction(check: Check, { code = "", expression, location }: GrammarNode): void {
  const returned = onlyLabels.exec(code)?.[1]?.split(",");
  if (returned === undefined) refuse(check.file, location, "the action is more than `return { label, … }`");
  const names = returned.map((name) => name.trim()).filter((name) => name !== "");
  const read = directLabels(expression);
  for (const name of names) {
    if (!read.includes(name))
      refuse(check.file, location, `the action returns ${name}, and nothing is labelled so`);
    if (!check.words.has(name))
      refuse(check.file, location, `the label ${name} is no word of the glossary (data/glossary.yaml)`);
  }
  const lost = read.find((name) => !names.includes(name));
  if (lost !== undefined)
    refuse(check.file, location, `${lost} is labelled, and the action does not return it`);
}

function directLabels(expression: GrammarNode | undefined): readonly string[] {
  const parts = expression?.type === "sequence" ? (expression.elements ?? []) : [expression];
  return parts.flatMap((part) => (part?.type === "labeled" && part.label ? [part.label] : []));
}

function refuse(file: string, location: Location | undefined, what: string): never {
  throw new Fault({
    code: "grammar-invalid",
    where: location ? `${file}:${location.start.line}:${location.start.column}` : file,
    what,
    remedy: "a grammar may only name what it reads: write `return { label, label }` (docs/adding-an-os.md)",
  });
}

/** A Peggy error carries a location; it becomes `file:line:column`. */
export function grammarFault(file: string, cause: unknown): Fault {
  const error = cause as { message?: string; location?: { start?: { line: number; column: number } } };
  const start = error.location?.start;
  return new Fault({
    code: "grammar-invalid",
    where: start ? `${file}:${start.line}:${start.column}` : file,
    what: error.message ?? String(cause),
    remedy: "mend the grammar file (docs/adding-an-os.md describes the dialect)",
    cause,
  });
}
