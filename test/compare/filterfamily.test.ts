import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { filterDifferences } from "../../src/compare/filterfit.ts";
import { filterPhrase, readFilter } from "../../src/model/phrase.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { inspect } from "../../src/pipeline.ts";

const catalog = loadCatalog();

function filtersOf(line: string, os: string) {
  return inspect(Buffer.from(`${line}\n`), { name: "x", os, catalog }).sessions[0]!.filters;
}

const spelled: Readonly<Record<string, (family: string) => string>> = {
  "cisco-ios": (family) => `monitor session 1 filter ${family} access-group WEB`,
  "arista-eos": (family) => `monitor session 1 ${family} access-group WEB`,
};

describe("an access list that narrows a session", () => {
  for (const [os, line] of Object.entries(spelled))
    it(`is another one for each family on ${os}`, () => {
      const families = ["ip", "ipv6", "mac"].map((family) => filtersOf(line(family), os));
      assert.deepEqual(families[0], [{ kind: "access-group", value: "WEB" }]);
      for (const [index, approved] of families.entries())
        for (const [other, observed] of families.entries()) {
          const phrases = approved.map(filterPhrase).map(readFilter);
          assert.equal(filterDifferences(phrases, observed).length === 0, index === other);
        }
    });

  it("is the same without the word for IPv4", () => {
    assert.deepEqual(
      filtersOf("monitor session 1 filter access-group WEB", "cisco-ios"),
      filtersOf("monitor session 1 filter ip access-group WEB", "cisco-ios"),
    );
  });

  it("is taken away in its own family only", () => {
    const text = "monitor session 1 filter ipv6 access-group WEB\nno monitor session 1 filter";
    assert.equal(filtersOf(`${text} ip access-group WEB`, "cisco-ios").length, 1);
    assert.equal(filtersOf(`${text} ipv6 access-group WEB`, "cisco-ios").length, 0);
  });
});
