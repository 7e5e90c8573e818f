import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import peggy from "peggy";
import { brokenExamples, grammarExamples } from "../../src/parse/example.ts";
import { loadGrammar } from "../../src/parse/grammar.ts";
import { loadProfiles } from "../../src/parse/profile.ts";

const root = join(import.meta.dirname, "..", "..");
const folder = join(root, "grammars");
const devices = join(root, "devices");

for (const name of readdirSync(folder).filter((entry) => entry.endsWith(".peggy"))) {
  const file = join(folder, name);
  const text = readFileSync(file, "utf8");
  const examples = grammarExamples(text);

  test(`${name} states what it reads, and a grammar of statements also what it refuses`, () => {
    assert.ok(examples.some(({ accepted }) => accepted));
    const ofStatements = [...loadProfiles(devices).values()].some(
      ({ grammar }) => `${grammar}.peggy` === name,
    );
    assert.ok(!ofStatements || examples.some(({ accepted }) => !accepted));
  });

  test(`every example of ${name} holds`, () => {
    assert.deepEqual(brokenExamples(examples, loadGrammar(file)), []);
  });

  test(`every rule of ${name} that returns something is shown by an example`, () => {
    const seen = matchedRules(text, examples);
    const silent = returningRules(text).filter((rule) => !seen.has(rule));
    assert.deepEqual(silent, []);
  });
}

/** Rules that matched while the accepted examples were read. */
function matchedRules(text: string, examples: ReturnType<typeof grammarExamples>): ReadonlySet<string> {
  const parser = peggy.generate(text, { trace: true });
  const seen = new Set<string>();
  const trace = ({ type, rule }: { type: string; rule: string }) => {
    if (type === "rule.match") seen.add(rule);
  };
  for (const { text: line, accepted } of examples) if (accepted) parser.parse(line, { tracer: { trace } });
  return seen;
}

function returningRules(text: string): string[] {
  const { rules } = peggy.parser.parse(text, {
    reservedWords: peggy.RESERVED_WORDS,
  } as never) as unknown as { rules: { name: string }[] };
  return rules.filter((rule) => JSON.stringify(rule).includes('"type":"action"')).map(({ name }) => name);
}
