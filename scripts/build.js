// Makes dist/: JavaScript and types from src/, and one generated parser for each grammar.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import peggy from "peggy";
import { checkDialect } from "../src/parse/dialect.ts";
import { glossaryWords } from "../src/parse/glossary.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const words = glossaryWords();

rmSync(`${root}dist`, { recursive: true, force: true });
execFileSync(
  process.execPath,
  [`${root}node_modules/typescript/bin/tsc`, "-p", `${root}tsconfig.build.json`],
  { stdio: "inherit" },
);
mkdirSync(`${root}dist/grammars`, { recursive: true });
for (const name of readdirSync(`${root}grammars`).filter((entry) => entry.endsWith(".peggy")))
  writeFileSync(`${root}dist/grammars/${name.replace(/\.peggy$/, ".cjs")}`, generated(name));

/** A parser carries the hash of the grammar that it was made from: an edited grammar is compiled anew at start-up. */
function generated(name) {
  const file = `${root}grammars/${name}`;
  const text = readFileSync(file, "utf8");
  checkDialect(file, text, words);
  const parser = peggy.generate(text, { grammarSource: name, output: "source", format: "commonjs" });
  const hash = createHash("sha256").update(text).digest("hex");
  return `${parser}\nmodule.exports.sourceHash = "${hash}";\n`;
}
