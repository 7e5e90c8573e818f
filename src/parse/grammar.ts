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
  parse(text: string, options: { peg$library: true }): ParserState;
}

/** How far a parse came, and what it would have taken where it came farthest (0-based). */
interface ParserState {
  readonly peg$success: boolean;
  readonly peg$result: unknown;
  readonly peg$FAILED: unknown;
  readonly peg$currPos: number;
  readonly peg$maxFailPos: number;
  readonly peg$maxFailExpected: readonly Expectation[];
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
  const probes: Probes = new Map();
  return { file, read: (line) => readLine<R>(parser, line, probes) };
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
    return peggy.generate(text, { grammarSource: file, cache: false }) as unknown as GeneratedParser;
  } catch (cause) {
    throw grammarFault(file, cause);
  }
}

/**
 * What may follow the beginning of a line, by that beginning with its numbers alike: grammars do not count, so the same may
 * follow every number, and a text of thousands of refusals differs in its numbers only.
 */
type Probes = Map<string, readonly Expectation[] | undefined>;
const mostProbes = 1000;

function readLine<R>(parser: GeneratedParser, text: string, probes: Probes): ReadResult<R> {
  const result = attempt<R>(parser, text);
  if (result.ok) return result;
  const column = wordStart(text, result.column);
  const expected = expectedAfter(parser, text.slice(0, column - 1), probes) ?? result.expectations;
  return { ok: false, column, expected: inWords(expected), keywords: keywords(expected) };
}

/** What may stand behind this: read up to there, then a character that no rule takes. */
function expectedAfter(
  parser: GeneratedParser,
  before: string,
  probes: Probes,
): readonly Expectation[] | undefined {
  const key = before.replace(/(?<=^|\s)\d+(?=\s|$)/g, "0");
  if (probes.has(key)) return probes.get(key);
  const probe = attempt(parser, `${before}\u0000`);
  const expected = !probe.ok && probe.column === before.length + 1 ? probe.expectations : undefined;
  if (probes.size >= mostProbes) probes.clear();
  probes.set(key, expected);
  return expected;
}

interface Refusal {
  readonly ok: false;
  readonly column: number;
  readonly expectations: readonly Expectation[];
}

/**
 * One parse in Peggy's library mode, which hands its state over in place of throwing an error with a message and a stack:
 * a text of nothing but refusals costs no more than one that is read.
 */
function attempt<R>(parser: GeneratedParser, text: string): { ok: true; record: R } | Refusal {
  const state = parser.parse(text, { peg$library: true });
  if (state.peg$success) return { ok: true, record: state.peg$result as R };
  const { peg$result, peg$FAILED, peg$currPos, peg$maxFailPos, peg$maxFailExpected } = state;
  const stopped = peg$result !== peg$FAILED && peg$currPos >= peg$maxFailPos;
  if (!stopped) return { ok: false, column: peg$maxFailPos + 1, expectations: peg$maxFailExpected };
  const others = peg$currPos === peg$maxFailPos ? peg$maxFailExpected : [];
  return { ok: false, column: peg$currPos + 1, expectations: [...others, { type: "end" }] };
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
