import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { isObject, type Json, type JsonObject } from "../../../src/model/json.ts";
import { cloudFixtures, readTexts } from "../../support/cloudreading.ts";

/** Single records of all clouds, each call with all its records. */
const records: readonly JsonObject[] = cloudFixtures(
  /^(?:aws-(?:lifecycle|outcomes|identities)|azure-\w+|gcp-entries)$/,
)
  .flatMap(({ input }) => documents(readFileSync(input, "utf8")))
  .filter(isObject);
const expected = readTexts(records.map((one) => JSON.stringify(one))).calls;

function documents(text: string): readonly Json[] {
  const lines =
    text.startsWith("[") || /^\{\s*\n/.test(text) || text.startsWith('{"records"')
      ? [text]
      : text.trim().split("\n");
  return lines.flatMap((line) => {
    const value = JSON.parse(line) as Json;
    if (Array.isArray(value)) return value as Json[];
    const inner = isObject(value) ? (value.Records ?? value.records) : undefined;
    return Array.isArray(inner) ? (inner as Json[]) : [value];
  });
}

const shuffled = fc.shuffledSubarray([...records], { minLength: records.length, maxLength: records.length });
const options = { numRuns: 60 } as const;

/** What a chain of relays makes of one record; each a line of text. */
const wrappings: Readonly<Record<string, (record: JsonObject) => string>> = {
  plain: (one) => JSON.stringify(one),
  pretty: (one) => JSON.stringify(one, null, 2),
  syslog: (one) => `<13>Mar  1 10:00:00 relay aws: ${JSON.stringify(one)}`,
  rfc5424: (one) => `<13>1 2026-03-01T10:00:00Z relay app 1 - - ${JSON.stringify(one)} trailer`,
  bracketed: (one) => `[2026-03-01 10:00:00] ${JSON.stringify(one)}`,
  cloudwatch: (one) =>
    `{LogStreamName: s_CloudTrail_x,Timestamp: 1505744407363, Message: ${JSON.stringify(one)},EventId: 1}`,
  subscription: (one) =>
    JSON.stringify({ messageType: "DATA_MESSAGE", logEvents: [{ id: "1", message: JSON.stringify(one) }] }),
  records: (one) => JSON.stringify({ Records: [one], other: { a: [1] } }),
  eventhub: (one) => JSON.stringify({ before: "[", records: [one] }),
  rest: (one) => JSON.stringify({ value: [one], nextLink: "https://x/?a={b}" }),
  array: (one) => JSON.stringify([one]),
  pubsub: (one) => JSON.stringify({ message: { data: Buffer.from(JSON.stringify(one)).toString("base64") } }),
  sns: (one) => JSON.stringify({ Type: "Notification", Message: JSON.stringify({ Records: [one] }) }),
  eventbridge: (one) => JSON.stringify({ version: "0", "detail-type": "x", resources: [], detail: one }),
  text: (one) => JSON.stringify(JSON.stringify(one)),
  texts: (one) => JSON.stringify([JSON.stringify(one)]),
  twice: (one) => JSON.stringify({ _raw: JSON.stringify({ payload: JSON.stringify(one) }) }),
  csv: (one) => `"2026-03-01","trail","${JSON.stringify(one).replaceAll('"', '""')}"`,
  ariel: (one) =>
    JSON.stringify({
      events: [{ starttime: 1, payload: `<13>Mar  1 10:00:00 relay ${JSON.stringify(one)}` }],
    }),
  escaped: (one) => `<13>Mar  1 10:00:00 relay msg="${JSON.stringify(JSON.stringify(one)).slice(1, -1)}"`,
};

test("order, repetition and splitting over files change no observation", () => {
  fc.assert(
    fc.property(
      shuffled,
      fc.integer({ min: 1, max: 4 }),
      fc.subarray([...records]),
      (given, files, again) => {
        const all = [...given, ...again];
        const texts = Array.from({ length: files }, (_, at) =>
          all
            .filter((_, index) => index % files === at)
            .map((one) => `${JSON.stringify(one)}\n`)
            .join(""),
        );
        assert.deepEqual(readTexts(texts).calls, expected);
      },
    ),
    options,
  );
});

for (const [name, wrap] of Object.entries(wrappings))
  test(`wrapped as ${name}, records tell the same calls`, () => {
    const read = readTexts([records.map(wrap).join("\n")]);
    assert.deepEqual(read.troubles, []);
    assert.deepEqual(read.calls, expected);
  });

test("any mixture of wrappings in pieces of any size tells the same calls", () => {
  const names = Object.keys(wrappings);
  const mixed = fc.array(fc.constantFrom(...names), { minLength: records.length, maxLength: records.length });
  fc.assert(
    fc.property(shuffled, mixed, fc.integer({ min: 1, max: 5000 }), (given, how, piece) => {
      const text = given.map((one, at) => wrappings[how[at]!]!(one)).join("\n");
      const read = readTexts([text], { piece });
      assert.deepEqual(read.troubles, []);
      assert.deepEqual(read.calls, expected);
    }),
    { numRuns: 25 },
  );
});

test("fields that nobody knows, and keys in another order or case, are ignored", () => {
  const refolded = (one: JsonObject, fold: (key: string) => string): JsonObject =>
    Object.fromEntries(
      [...Object.entries(one), ["zzUnknown", { a: [{}] }] as const]
        .reverse()
        .map(([key, value]) => [fold(key), value]),
    );
  for (const fold of [
    (key: string) => key,
    (key: string) => key.toLowerCase(),
    (key: string) => key.toUpperCase(),
  ])
    assert.deepEqual(
      readTexts([records.map((one) => JSON.stringify(refolded(one, fold))).join("\n")]).calls,
      expected,
    );
});

test("one broken record costs itself only, and is told", () => {
  fc.assert(
    fc.property(fc.nat(records.length - 1), fc.double({ min: 0.02, max: 0.98, noNaN: true }), (at, share) => {
      const lines = records.map((one) => JSON.stringify(one));
      const whole = readTexts(lines.filter((_, index) => index !== at)).calls;
      const cut = lines[at]!.slice(0, Math.max(2, Math.floor(lines[at]!.length * share)));
      const read = readTexts([lines.with(at, cut).join("\n")]);
      assert.ok(read.troubles.length > 0);
      assert.ok(read.troubles.every(({ line }) => line === at + 1));
      assert.deepEqual(read.calls, whole);
    }),
    options,
  );
});

test("whatever the bytes are, reading never throws and always ends", () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  const jsonish = fc.array(fc.constantFrom(...'{}[]":,\\\n ', "eventName", "Records", "a", "1", "null"), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(
      fc.oneof(
        bytes,
        jsonish.map((parts) => Buffer.from(parts.join(""))),
      ),
      fc.integer({ min: 1, max: 64 }),
      (given, piece) => {
        const whole = readTexts([given]);
        const cut = readTexts([given], { piece });
        assert.deepEqual(cut, whole);
      },
    ),
    { numRuns: 1500 },
  );
});

test("records with values of any type never throw", () => {
  const fields = [
    "eventName",
    "eventSource",
    "eventID",
    "userIdentity",
    "requestParameters",
    "responseElements",
    "eventTime",
  ];
  const others = [
    "operationName",
    "resourceId",
    "correlationId",
    "identity",
    "claims",
    "properties",
    "protoPayload",
    "operation",
    "errorCode",
  ];
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>("CreateTrafficMirrorSession", "Microsoft.Network/virtualNetworkTaps/write", {
      methodName: "v1.compute.packetMirrorings.insert",
    }),
  );
  const record = fc.dictionary(fc.constantFrom(...fields, ...others), value, { minKeys: 3 });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 5 }), (given) => {
      for (const { key } of readTexts([JSON.stringify(given)]).calls) assert.match(key, /^[0-9a-f]{32}$/);
    }),
    { numRuns: 500 },
  );
});

test("what is larger than a record may be is skipped and told, and the rest is read", () => {
  const [first, second] = records.map((one) => JSON.stringify(one));
  const huge = JSON.stringify({
    eventName: "CreateTrafficMirrorSession",
    eventSource: "ec2.amazonaws.com",
    pad: "x".repeat(70_000),
  });
  for (const text of [[first, huge, second].join("\n"), `{"Records":[${[first, huge, second].join(",")}]}`]) {
    const read = readTexts([text], { most: 50_000, piece: 1000 });
    assert.equal(read.troubles.length, 1);
    assert.match(read.troubles[0]!.what, /larger than 50000 bytes/);
    assert.equal(read.counts[0]!.records, 2);
  }
});

test("deep nesting is no trouble", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const object = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
  assert.equal(readTexts([deep]).calls.length, 0);
  assert.equal(readTexts([object]).calls.length, 0);
});
