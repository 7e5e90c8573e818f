import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { loadCatalog } from "../../../src/parse/catalog.ts";
import { inspect } from "../../../src/pipeline.ts";

const catalog = loadCatalog();
const fixtures = new URL("../../fixtures/", import.meta.url).pathname;

/** What storage and terminals put between lines; none of it is configuration. */
const inserted = fc.constantFrom(
  "! monitor session 1 source interface Gi1/0/9",
  "*Mar  1 00:01:02.123: %SYS-5-CONFIG_I: Configured from console by console",
  "",
  "   ",
);

interface Insertion {
  readonly at: number;
  readonly line: string;
}

function insert(lines: readonly string[], insertions: readonly Insertion[]): readonly string[] {
  return insertions.reduce<readonly string[]>(
    (all, { at, line }) => all.toSpliced(at % (all.length + 1), 0, line),
    lines,
  );
}

/** What must not change, whatever the line numbers. */
function meaning(text: string, os: string): unknown {
  const { sessions, unread, indicators } = inspect(Buffer.from(text), { name: "x", os, catalog });
  return {
    sessions: sessions.map(({ name, fingerprint }) => [name, fingerprint]),
    unread: unread.map(({ text }) => text.trim()),
    // In a job or a script nobody knows what a comment is, so one is told with the rest.
    indicators: indicators.map(({ kind, text }) => [
      kind,
      ...text.split(" / ").filter((part) => !part.startsWith("! ")),
    ]),
  };
}

describe("a device config with something between its lines", () => {
  for (const [os, profile] of catalog.profiles) {
    if (profile.config.shape !== "indent") continue;
    const cases = readdirSync(join(fixtures, os))
      .sort()
      .filter((one) => existsSync(join(fixtures, os, one, "config.txt")));
    it(`means the same on ${os}`, () => {
      const texts = fc
        .constantFrom(...cases)
        .map((one) => readFileSync(join(fixtures, os, one, "config.txt"), "utf8"));
      const insertions = fc.array(fc.record({ at: fc.nat(400), line: inserted }), { maxLength: 4 });
      fc.assert(
        fc.property(texts, insertions, fc.constantFrom("\n", "\r\n"), (text, what, ending) => {
          const changed = insert(text.split(/\r?\n/), what).join(ending);
          assert.deepEqual(meaning(changed, os), meaning(text, os));
        }),
        { numRuns: 150 },
      );
    });
  }
});
