import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { attributes } from "../../src/report/attribute.ts";
import { eventIds } from "../../src/report/eventid.ts";
import { formatLeef } from "../../src/report/leef.ts";
import { eventRecords, loadManifest } from "../../src/deliver/qradar/manifest.ts";
import { category, categoryNames, mechanisms } from "../../src/report/category.ts";
import { anErspanSession, anEvent } from "../support/mirrorevent.ts";

const lsx = readFileSync(new URL("../../data/qradar/lsx.xml", import.meta.url), "utf8");
const options = { host: "mirrorwatch-01", version: "1.0.0" };

/** Patterns by the field that they are matched to. */
function patterns(): ReadonlyMap<string, RegExp> {
  const byId = new Map(
    [...lsx.matchAll(/<pattern id="(\w+)" xmlns=""><!\[CDATA\[(.*?)\]\]><\/pattern>/g)].map(
      ([, id, text]) => [id!, new RegExp(text!)],
    ),
  );
  const matchers = [
    ...lsx.matchAll(/<matcher field="(\w+)" order="\d" pattern-id="(\w+)" capture-group="1"\/>/g),
  ];
  return new Map(matchers.map(([, field, id]) => [field!, byId.get(id!)!]));
}

/** Strict about nesting, quotes and CDATA: what an XML reader would refuse. */
function assertWellFormed(text: string): void {
  const open: string[] = [];
  const plain = text
    .replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, "")
    .replace(/<!--(?:(?!--)[\s\S])*-->/g, "")
    .replace(/^<\?xml [^?]*\?>/, "");
  for (const [tag, close, name, , self] of plain.matchAll(
    /<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<&]*")*)\s*(\/?)>/g,
  )) {
    if (close) assert.equal(open.pop(), name, tag);
    else if (!self) open.push(name!);
  }
  assert.deepEqual(open, []);
  assert.doesNotMatch(plain.replace(/<\/?[\w-]+(?:\s+[\w-]+="[^"<&]*")*\s*\/?>/g, ""), /[<>&]/);
}

test("the log source extension is well-formed, and each of its matchers has a pattern", () => {
  assertWellFormed(lsx);
  assert.deepEqual([...patterns().keys()].sort(), [
    "DestinationIp",
    "DestinationIpv6",
    "EventCategory",
    "EventName",
    "SourceIp",
    "SourceIpv6",
    "UserName",
  ]);
  assert.throws(() => assertWellFormed(lsx.replace("</match-group>", "")));
});

test("its patterns read from our lines what the lines say, for every EventID, with and without the optional parts", () => {
  for (const { kind, step, eventId } of eventIds()) {
    for (const format of ["leef-1.0", "leef-2.0"] as const) {
      const event = anEvent({ step, finding: { kind } });
      const line = formatLeef(event, { ...options, format });
      const said = new Map(attributes(event));
      const read = (field: string) => patterns().get(field)!.exec(line)?.[1];
      assert.equal(read("EventName"), eventId);
      assert.equal(read("SourceIp"), said.get("src"));
      assert.equal(read("DestinationIp"), said.get("dst"));
      assert.equal(read("UserName"), said.get("usrName"));
      if (format === "leef-1.0") assert.equal(read("EventCategory"), said.get("cat"));
    }
  }
});

test("its patterns read nothing that only looks so, and IPv6 where IPv6 is", () => {
  const observed = anErspanSession({ destinations: [{ kind: "address", address: "2001:db8::7" }] });
  const line = formatLeef(
    anEvent({ finding: { observed, from: "fe80::1", why: "src=1.2.3.4 cat=X dst=9.9.9.9 usrName=eve" } }),
    options,
  );
  const read = (field: string) => patterns().get(field)!.exec(line)?.[1];
  assert.equal(read("SourceIp"), undefined);
  assert.equal(read("SourceIpv6"), "fe80::1");
  assert.equal(read("DestinationIp"), undefined);
  assert.equal(read("DestinationIpv6"), "2001:db8::7");
  assert.equal(read("EventCategory"), "ERSPAN");
});

test("the manifest has a record for every event that can leave and a mapping for every pair", () => {
  const records = eventRecords(loadManifest());
  const ids = records.map(({ eventId }) => eventId);
  assert.deepEqual(ids, [...eventIds().map(({ eventId }) => eventId), "MIRRORWATCH_HEARTBEAT"]);
  assert.equal(new Set(records.map(({ name }) => name)).size, records.length, "no name twice");
  const used = new Set(records.flatMap(({ categories }) => categories));
  assert.deepEqual([...used].sort(), [...categoryNames()].sort());
  const opened = records.find(({ eventId }) => eventId === "MIRROR_SESSION_UNEXPECTED_OPENED")!;
  for (const mechanism of mechanisms())
    assert.ok(
      opened.categories.includes(category({ session: "1", observed: anErspanSession({ mechanism }) })),
      mechanism,
    );
});

test("the properties read keys that events have", () => {
  const event = anEvent({
    finding: {
      approvalId: "a-1",
      commands: ["x"],
      ends: [{ destination: "x", owned: false }],
      differences: [{ field: "", approved: "", observed: "", words: "x" }],
    },
  });
  const keys = new Set(attributes(event).map(([key]) => key));
  for (const { key } of loadManifest().properties) assert.ok(keys.has(key), key);
});
