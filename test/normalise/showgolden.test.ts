import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { inspectShow } from "../../src/pipeline.ts";
import { matchesGolden, showFixtures } from "../support/golden.ts";

const catalog = loadCatalog();

for (const { os, name, config, expected } of showFixtures()) {
  test(`${os}/${name}: the output gives the record on file`, () => {
    const record = inspectShow(readFileSync(config), { name, catalog });
    assert.equal(record?.os, os, "the text tells its os");
    matchesGolden(record, expected);
  });

  test(`${os}/${name}: line ends, and trailing blanks, change nothing`, () => {
    const text = readFileSync(config, "utf8");
    const plain = inspectShow(Buffer.from(text), { name, catalog });
    const other = Buffer.from(text.replaceAll("\n", "   \r\n"));
    assert.deepEqual(inspectShow(other, { name, catalog, os }), plain);
  });
}

test("every fixture is read to its last line", () => {
  const unread = showFixtures().flatMap(({ name, config }) =>
    (inspectShow(readFileSync(config), { name, catalog })?.unread ?? []).map(
      ({ text }) => `${name}: ${text}`,
    ),
  );
  assert.deepEqual(unread, []);
});
