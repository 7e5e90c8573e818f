import { readFileSync } from "node:fs";
import type { Catalog } from "../../parse/catalog.ts";
import { checkDialect } from "../../parse/dialect.ts";
import { brokenExamples, grammarExamples } from "../../parse/example.ts";
import { glossaryWords } from "../../parse/glossary.ts";
import type { Settings } from "../../settings/settings.ts";
import { attempt, type Check, fail, ok, warn } from "./check.ts";

/** Every os: its profile is valid once the catalog is there; its grammar keeps to the dialect and to its own examples. */
export function checkSystems(catalog: Catalog): readonly Check[] {
  const words = glossaryWords();
  return [...catalog.profiles.keys()].sort().flatMap((os) => {
    const name = `os ${os}`;
    return attempt(name, () => checkSystem(catalog, os, name, words));
  });
}

function checkSystem(catalog: Catalog, os: string, name: string, words: ReadonlySet<string>): Check {
  const grammar = catalog.grammar(os);
  const text = readFileSync(grammar.file, "utf8");
  checkDialect(grammar.file, text, words);
  const examples = grammarExamples(text);
  if (examples.length === 0)
    return warn(
      name,
      `${grammar.file} states no example`,
      "begin it with `//+` and `//-` lines (docs/adding-an-os.md)",
    );
  const broken = brokenExamples(examples, grammar)[0];
  if (broken === undefined) return ok(name, `profile, grammar and its ${examples.length} examples`);
  return fail(
    name,
    `${grammar.file}:${broken.line}: the example is ${broken.accepted ? "refused" : "accepted"}: ${broken.text}`,
    "mend the grammar, or the example when that is what is wrong",
  );
}

/** Every os that the settings name has a profile. */
export function checkInventory(settings: Settings, catalog: Catalog): readonly Check[] {
  const named = [
    ...[...settings.inventory].map(([device, { os }]) => ({ os, by: `inventory.${device}` })),
    ...settings.configs.flatMap(({ os, folder }) => (os === null ? [] : [{ os, by: `configs (${folder})` }])),
  ];
  return named
    .filter(({ os }) => !catalog.profiles.has(os))
    .map(({ os, by }) =>
      fail(by, `no profile describes ${os}`, `name one of ${[...catalog.profiles.keys()].sort().join(", ")}`),
    );
}
