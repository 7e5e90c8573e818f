import peggy from "peggy";
import { Fault } from "../model/fault.ts";

/**
 * The house dialect: an action may only be `return { label, … }`, and nothing else in a grammar file may be code.
 * Checked on the syntax tree before Peggy evaluates anything, because the process that loads it may hold credentials.
 *
 * @throws Fault `grammar-invalid` with file, line and column.
 */
export function checkDialect(file: string, text: string): void {
  let tree: unknown;
  try {
    tree = peggy.parser.parse(text, { grammarSource: file, reservedWords: peggy.RESERVED_WORDS });
  } catch (cause) {
    throw grammarFault(file, cause);
  }
  visit(file, tree);
}

const allowedAction = /^\s*return\s*\{\s*(?:[A-Za-z]\w*(?:\s*,\s*[A-Za-z]\w*)*\s*,?\s*)?\}\s*;?\s*$/;
const codeNodes = new Set([
  "initializer",
  "top_level_initializer",
  "semantic_and",
  "semantic_not",
  "grammar_import",
]);

function visit(file: string, node: unknown): void {
  if (Array.isArray(node)) {
    for (const child of node) visit(file, child);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  const { type, code, location } = node as { type?: string; code?: string; location?: Location };
  if (type !== undefined && codeNodes.has(type))
    refuse(file, location, `${type.replaceAll("_", " ")} is code`);
  if (type === "action" && !allowedAction.test(code ?? ""))
    refuse(file, location, "the action is more than `return { label, … }`");
  for (const [key, child] of Object.entries(node)) if (key !== "location") visit(file, child);
}

interface Location {
  readonly start: { readonly line: number; readonly column: number };
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
