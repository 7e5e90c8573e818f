import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import peggy from "peggy";
import { Fault } from "../model/fault.ts";
import { checkDialect, grammarFault } from "./dialect.ts";
import { glossaryWords } from "./glossary.ts";

/** What a grammar made of one flat line. `column` is 1-based in the flat line. */
export type ReadResult<R> =
  | { readonly ok: true; readonly record: R }
  | {
      readonly ok: false;
      readonly column: number;
      readonly expected: string;
      /** Those of the expected words that are keywords, as the grammar spells them. */
      readonly keywords?: readonly string[];
    };

export interface Grammar<R> {
  readonly file: string;
  read(text: string): ReadResult<R>;
}

interface GeneratedParser {
  readonly sourceHash?: string;
  parse(text: string): unknown;
}

/**
 * Loads a grammar file. A parser that was generated at build time from exactly this text is used as it is (start-up
 * 10-20 ms); any other file is checked against the house dialect and compiled now, since evaluating a grammar runs code.
 *
 * @throws Fault `grammar-unreadable` or `grammar-invalid`, with file, line and column.
 */
export function loadGrammar<R>(file: string): Grammar<R> {
  const text = readGrammar(file);
  const parser = generatedParser(file, text) ?? compile(file, text);
  return { file, read: (line) => readLine<R>(parser, line) };
}

export function sourceHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function readGrammar(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new Fault({
      code: "grammar-unreadable",
      where: file,
      what: "the grammar file cannot be read",
      remedy: "check that it exists and that this user may read it",
      cause,
    });
  }
}

/**
 * The package's own grammars have generated parsers in dist/grammars/. Beside a grammar elsewhere nothing is looked for:
 * what lies there is somebody's code, and the dialect check would not see it.
 */
function generatedParser(file: string, text: string): GeneratedParser | undefined {
  const root = join(import.meta.dirname, "..", "..");
  if (dirname(resolve(file)) !== join(root, "grammars")) return undefined;
  const built = join(root, "dist", "grammars", `${basename(file, ".peggy")}.cjs`);
  if (!existsSync(built)) return undefined;
  const parser = createRequire(import.meta.url)(built) as GeneratedParser;
  return parser.sourceHash === sourceHash(text) ? parser : undefined;
}

function compile(file: string, text: string): GeneratedParser {
  checkDialect(file, text, glossaryWords());
  try {
    return peggy.generate(text, { grammarSource: file, cache: false }) as GeneratedParser;
  } catch (cause) {
    throw grammarFault(file, cause);
  }
}

function readLine<R>(parser: GeneratedParser, text: string): ReadResult<R> {
  const result = attempt<R>(parser, text);
  if (result.ok) return result;
  const column = wordStart(text, result.column);
  // What may stand at that word: read up to it, then a character that no rule takes.
  const probe = attempt<R>(parser, `${text.slice(0, column - 1)}\u0000`);
  const expected = !probe.ok && probe.column === column ? probe.expectations : result.expectations;
  return { ok: false, column, expected: inWords(expected), keywords: keywords(expected) };
}

interface Refusal {
  readonly ok: false;
  readonly column: number;
  readonly expectations: readonly Expectation[];
}

function attempt<R>(parser: GeneratedParser, text: string): { ok: true; record: R } | Refusal {
  try {
    return { ok: true, record: parser.parse(text) as R };
  } catch (error) {
    const refused = error as {
      expected?: readonly Expectation[] | null;
      location?: { start: { column: number } };
    };
    if (!refused.location) throw error;
    return { ok: false, column: refused.location.start.column, expectations: refused.expected ?? [] };
  }
}

/** A refusal inside a word (`rxx` after `rx`) is the fault of the whole word. */
function wordStart(text: string, column: number): number {
  let start = column;
  while (start > 1 && /[A-Za-z0-9-]/.test(text[start - 2] ?? "")) start -= 1;
  return start;
}

function keywords(expected: readonly Expectation[]): string[] {
  const words = expected.flatMap((one) =>
    one.type === "literal" && one.text && /\w/.test(one.text) ? [one.text] : [],
  );
  return [...new Set(words)];
}

interface Expectation {
  readonly type: string;
  readonly description?: string;
  readonly text?: string;
}

/** The display name that grammars give to the check behind a keyword; it says nothing that the keyword does not. */
const endOfWord = "end of word";

/** `rx, tx or both`: keywords as they are typed, named terminals by their name; punctuation and classes left out. */
function inWords(expected: readonly Expectation[]): string {
  const words = new Set<string>();
  for (const one of expected) {
    if (one.type === "literal" && /\w/.test(one.text ?? "")) words.add((one.text ?? "").trim());
    if (one.type === "other" && one.description && one.description !== endOfWord) words.add(one.description);
    if (one.type === "end") words.add("end of line");
  }
  const list = [...words];
  const last = list.pop();
  if (last === undefined) return "another statement";
  return list.length === 0 ? last : `${list.join(", ")} or ${last}`;
}
