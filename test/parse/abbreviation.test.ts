import assert from "node:assert/strict";
import { test } from "node:test";
import { readAbbreviated } from "../../src/parse/abbreviation.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";

const catalog = loadCatalog();
const grammar = catalog.grammar("cisco-ios");

function written(line: string): string {
  const { result, text } = readAbbreviated(grammar, line);
  assert.equal(result.ok, true, line);
  return text;
}

test("keywords that are cut short or in capitals are written out, values stay as they are", () => {
  assert.equal(written("mon sess 1 so int g1/0/1 b"), "monitor session 1 source interface g1/0/1 both");
  assert.equal(written("moni s 1 dest rem vl 99"), "monitor session 1 destination remote vlan 99");
  assert.equal(
    written("MONITOR SESSION 4 TYPE ERSPAN-SOURCE\tDEST\tip add 192.0.2.9"),
    "monitor session 4 type erspan-source\tdestination\tip address 192.0.2.9",
  );
});

test("a line without abbreviations comes back as it was", () => {
  assert.equal(written("monitor session 1 source vlan 10 rx"), "monitor session 1 source vlan 10 rx");
});

test("a word that begins two keywords is refused, and a whole keyword never counts as the beginning of another", () => {
  const { result } = readAbbreviated(grammar, "monitor session 4 type erspan 1");
  assert.deepEqual(result.ok ? [] : result.keywords?.filter((word) => word.startsWith("erspan")), [
    "erspan-source",
    "erspan-destination",
  ]);
  assert.equal(
    written("monitor session 4 type erspan-source\tdestination\tip ttl 9"),
    "monitor session 4 type erspan-source\tdestination\tip ttl 9",
  );
});

test("a refusal points at the word that is wrong and says what could stand there", () => {
  const { result } = readAbbreviated(grammar, "monitor session 1 source interface Gi1/0/1 rxx");
  assert.equal(result.ok, false);
  if (!result.ok) assert.deepEqual([result.column, result.expected], [44, "rx, tx or both"]);
});
