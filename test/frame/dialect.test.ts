import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { Fault } from "../../src/model/fault.ts";
import { checkDialect } from "../../src/parse/dialect.ts";
import { glossaryWords } from "../../src/parse/glossary.ts";
import { loadGrammar } from "../../src/parse/grammar.ts";

const words = new Set(["session", "port", "source"]);
const good = 'line = "session " session:$[0-9]+ { return { session } }';

function refusal(grammar: string): Fault {
  try {
    checkDialect("own.peggy", grammar, words);
  } catch (error) {
    assert.ok(error instanceof Fault, String(error));
    assert.equal(error.code, "grammar-invalid");
    return error;
  }
  return assert.fail(`accepted: ${grammar}`);
}

test("a grammar that names what it reads is accepted, with texts, counts, lookaheads and picks", () => {
  checkDialect("own.peggy", good, words);
  checkDialect(
    "own.peggy",
    `line = source:(@end|1..3, " "| "\\n"?) !. { return { source, } }
end "an end" = &"x" port:$(("a"i / [a-f\\u0041])+) { return { port }; }
none = "" { return {} }`,
    words,
  );
});

const hostile: readonly (readonly [name: string, grammar: string, where: string, what: RegExp])[] = [
  ["a call in an action", 'a = "x" { return { x: process.exit() } }', "1:5", /more than `return/],
  ["a getter", 'a = session:"x" { return { get session() { return 1 } } }', "1:5", /more than/],
  ["a spread", 'a = session:"x" { return { ...session } }', "1:5", /more than/],
  ["a second statement", 'a = session:"x" { return { session }; fetch("u") }', "1:5", /more than/],
  ["a comment that hides code", 'a = session:"x" { return { session /**/ } }', "1:5", /more than/],
  ["an initializer", '{ const a = 1 }\na = "x"', "1:1", /initializer/],
  ["a top-level initializer", '{{ import("fs") }}\na = "x"', "1:1", /top-level initializer/],
  ["a predicate", 'a = "x" &{ return true }', "1:9", /predicate/],
  ["a negative predicate", 'a = !{ return false } "x"', "1:5", /predicate/],
  ["a count that is code", 'a = "x"|{ return 2 }|', "1:9", /count .* is code/],
  [
    "a delimiter with an action",
    'a = "x"|2, session:"," { return { exit } }|',
    "1:12",
    /nothing is labelled/,
  ],
  ["an import", 'import * as q from "q"\na = q.b', "1:1", /imported/],
  [
    "a variable of the program",
    'a = session:"x" { return { process } }',
    "1:5",
    /returns process, and nothing/,
  ],
  ["the parser's own function", 'a = session:"x" { return { session, text } }', "1:5", /returns text/],
  ["a label of another rule", 'a = b { return { session } }\nb = session:"x"', "1:5", /returns session/],
  [
    "a label of an outer rule part",
    'a = session:"x" (port:"y" { return { session, port } })',
    "1:18",
    /returns session/,
  ],
  [
    "a word of its own",
    'a = "1"\nb = colour:"x" { return { colour } }',
    "2:5",
    /colour is no word of the glossary/,
  ],
  ["a label that is lost", 'a = session:"x" port:"y" { return { session } }', "1:5", /port is labelled/],
  ["a reserved word", 'a = eval:"x" { return { eval } }', "1:5", /reserved word/],
  ["broken text", 'a = "x" {', "1:9", /./],
];

for (const [name, grammar, where, what] of hostile)
  test(`a grammar with ${name} is refused where it stands`, () => {
    const fault = refusal(grammar);
    assert.equal(fault.where, `own.peggy:${where}`);
    assert.match(fault.what, what);
  });

test("a grammar of a size that nobody wrote is refused unread", () => {
  assert.match(refusal(`// ${"x".repeat(1_100_000)}\n${good}`).what, /larger than 1 MB/);
});

test("the glossary says what each of its words means", () => {
  const known = glossaryWords();
  for (const word of ["session", "mechanism", "source", "destination", "direction", "state"])
    assert.ok(known.has(word), word);
});

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "grammar-"));
  mkdirSync(join(folder, "grammars"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function own(text: string) {
  const file = join(folder, "grammars", "own.peggy");
  writeFileSync(file, text);
  return loadGrammar<{ session: string }>(file);
}

test("an own grammar is checked, compiled and read", () => {
  assert.deepEqual(own(good).read("session 12"), { ok: true, record: { session: "12" } });
});

test("a recursion without end and an unknown rule are refused with line and column", () => {
  assert.throws(() => own('a = a "x"'), { code: "grammar-invalid", where: /own\.peggy:1:1$/ });
  assert.throws(() => own('a = "x"\nc = b'), { code: "grammar-invalid", where: /own\.peggy:2:5$/ });
  assert.throws(() => own("a = (!.)*"), { code: "grammar-invalid", where: /own\.peggy:1:5$/ });
});

test("code that lies beside an own grammar is never run in its place", () => {
  mkdirSync(join(folder, "dist", "grammars"), { recursive: true });
  writeFileSync(join(folder, "dist", "grammars", "own.cjs"), "throw new Error('code was run');");
  assert.ok(own(good).read("session 1").ok);
});

test("a grammar that is absent is unreadable", () => {
  assert.throws(() => loadGrammar(join(folder, "none.peggy")), { code: "grammar-unreadable" });
});
