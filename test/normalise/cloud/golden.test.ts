import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { loadOperations } from "../../../src/parse/cloud/operation.ts";
import { cloudFixtures, readTexts } from "../../support/cloudreading.ts";
import { matchesGolden } from "../../support/golden.ts";

const fixtures = cloudFixtures(/^(?:aws|azure|gcp)-(?!state)/);

for (const { name, input, expected } of fixtures)
  test(`${name}: the records give the calls on file`, () => {
    const { calls, counts, troubles } = readTexts([readFileSync(input)]);
    assert.deepEqual(troubles, []);
    matchesGolden({ observations: calls, counts: counts[0] }, expected);
  });

test("every operation of AWS and of the traffic mirrors of Azure and Google stands in a fixture", () => {
  const seen = new Set(
    fixtures.flatMap(({ input }) =>
      readTexts([readFileSync(input)]).calls.map(({ operation }) => operation.toLowerCase()),
    ),
  );
  const wanted = loadOperations().operations.filter(
    ({ cloud, operation }) =>
      cloud === "aws" || /virtualNetworkTaps\/(?!join)|tapConfigurations|packetMirrorings\./.test(operation),
  );
  assert.deepEqual(
    wanted.map(({ operation }) => operation).filter((one) => !seen.has(one.toLowerCase())),
    [],
  );
});
