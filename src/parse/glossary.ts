import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** Every label that a grammar may return, from data/glossary.yaml, where each stands with its meaning. */
export function glossaryWords(): ReadonlySet<string> {
  const file = join(import.meta.dirname, "..", "..", "data", "glossary.yaml");
  const groups = parse(readFileSync(file, "utf8")) as Record<string, Record<string, string>>;
  return new Set(Object.values(groups).flatMap((group) => Object.keys(group)));
}
