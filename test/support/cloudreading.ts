import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { CloudCall } from "../../src/model/cloudcall.ts";
import { callGathering, type KnownCall } from "../../src/normalise/cloud/calls.ts";
import { loadOperations } from "../../src/parse/cloud/operation.ts";
import { type CloudCounts, cloudReading } from "../../src/parse/cloud/reading.ts";
import type { Trouble } from "../../src/parse/cloud/piece.ts";

const root = new URL("../fixtures/cloud/", import.meta.url).pathname;
const operations = loadOperations();

/** One folder of test/fixtures/cloud: audit records, or state files. */
export interface CloudFixture {
  readonly name: string;
  readonly input: string;
  readonly expected: string;
}

/** Every folder whose name begins so and that holds an `input.*`. */
export function cloudFixtures(named: RegExp): readonly CloudFixture[] {
  return readdirSync(root)
    .filter((name) => named.test(name))
    .sort()
    .flatMap((name) => {
      const input = readdirSync(join(root, name)).find((file) => file.startsWith("input."));
      return input
        ? [{ name, input: join(root, name, input), expected: join(root, name, "expected.json") }]
        : [];
    });
}

export interface CloudTexts {
  readonly calls: readonly CloudCall[];
  readonly troubles: readonly Trouble[];
  readonly counts: readonly CloudCounts[];
}

/** What several files of audit records tell, each given in pieces of a size. */
export function readTexts(
  texts: readonly (string | Uint8Array)[],
  { piece = 1 << 20, most }: { piece?: number; most?: number } = {},
): CloudTexts {
  const gathering = callGathering(operations);
  const troubles: Trouble[] = [];
  const counts = texts.map((text) => {
    const reading = cloudReading({
      record: gathering.add,
      trouble: (one) => troubles.push(one),
      ...(most === undefined ? {} : { most }),
    });
    const bytes = Buffer.from(text as string);
    for (let at = 0; at < bytes.length; at += piece) reading.push(bytes.subarray(at, at + piece));
    return reading.end();
  });
  return { calls: gathering.calls().map(({ call }) => call), troubles, counts };
}

/** The calls of one text with what they copy. */
export function knownCalls(text: Uint8Array): readonly KnownCall[] {
  const gathering = callGathering(operations);
  const reading = cloudReading({ record: gathering.add, trouble: () => {} });
  reading.push(text);
  reading.end();
  return gathering.calls();
}
