import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { FindingKind, FindingStep } from "../../src/model/finding.ts";
import { categoryNames } from "../../src/report/category.ts";
import { eventIds } from "../../src/report/eventid.ts";
import { formatLeef } from "../../src/report/leef.ts";
import { cutBytes } from "../../src/report/leeftext.ts";
import { readLeef } from "../support/leefreader.ts";
import { anErspanSession, anEvent } from "../support/mirrorevent.ts";

const options = { host: "mirrorwatch-01", version: "1.0.0" };

test("an event is one LEEF 1.0 line with the short syslog header", () => {
  assert.equal(
    formatLeef(anEvent(), options),
    [
      "<132>1 2026-11-24T02:20:00.000Z mirrorwatch-01 LEEF:1.0|Mirrorwatch|Mirrorwatch|1.0.0|MIRROR_SESSION_UNEXPECTED_OPENED|cat=ERSPAN",
      "devTime=1795486800000",
      "sev=8",
      "src=192.0.2.10",
      "dst=198.51.100.7",
      "usrName=netadmin",
      "resource=core-sw1/4",
      "finding=f-3k9x2a",
      "kind=unexpected",
      "uuid=6f1c1f9e-3b63-4a52-9a6e-0d5f2f0e4c11",
      "fingerprint=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      "device=core-sw1",
      "os=cisco-ios",
      "session=4",
      "mechanism=erspan-source",
      "reach=address",
      "state=active",
      "sourceCount=1",
      "destinationCount=1",
      "why=no approval covers ERSPAN session 4",
      "destinations=address 198.51.100.7 erspan-id 7 origin 192.0.2.1",
      "sources=interface GigabitEthernet1/0/1 rx",
      "step=opened",
      "by=watch",
      "life=open",
      "from=192.0.2.10",
      "firstSeen=2026-11-24T02:20:00.000Z",
      "lines=12,13",
    ].join("\t"),
  );
});

test("LEEF 2.0 names the delimiter as 0x09 and says the same", () => {
  const two = readLeef(formatLeef(anEvent(), { ...options, format: "leef-2.0" }));
  assert.equal(two.version, "2.0");
  assert.deepEqual(two.attributes, readLeef(formatLeef(anEvent(), options)).attributes);
});

test("no address is invented: a copy to a port has no dst, an actor at a console no src", () => {
  const observed = anErspanSession({
    mechanism: "span",
    destinations: [{ kind: "interface", name: "GigabitEthernet1/0/24" }],
  });
  const { attributes } = readLeef(formatLeef(anEvent({ finding: { observed, from: "vty0" } }), options));
  assert.equal(attributes.get("cat"), "SPAN");
  assert.equal(attributes.has("dst"), false);
  assert.equal(attributes.has("src"), false);
  assert.equal(attributes.get("from"), "vty0");
});

test("a zone or a prefix is no address", () => {
  for (const address of ["fe80::1%eth0", "10.0.0.0/8", "10.0.0.1 dst=6.6.6.6", ""]) {
    const observed = anErspanSession({ destinations: [{ kind: "address", address }] });
    assert.equal(
      readLeef(formatLeef(anEvent({ finding: { observed } }), options)).attributes.has("dst"),
      false,
    );
  }
});

test("the syslog host is never an IPv6 address or two words", () => {
  const host = (given: string) => readLeef(formatLeef(anEvent(), { ...options, host: given })).host;
  assert.equal(host("2001:db8::1"), "2001-db8-1");
  assert.equal(host("a b\nc"), "a-b-c");
  assert.equal(host(""), "mirrorwatch");
});

test("every kind and step has an EventID of its own, and nothing else has one", () => {
  const ids = eventIds().map(({ eventId }) => eventId);
  assert.equal(ids.length, 50);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^MIRROR_[A-Z_]{1,60}$/);
});

// --- what a device wrote is hostile ---

const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(
      "\t",
      "\n",
      "\r",
      "\0",
      "|",
      "=",
      "\\",
      "^",
      "\u0085",
      "\u009b",
      "\u202e",
      "\u2028",
      "\ud800",
      "a",
      " ",
    ),
    maxLength: 40,
  }),
  fc.constantFrom(
    "x\tcat=SPAN\tsev=1",
    "x\nLEEF:1.0|a|b|c|d|cat=x",
    "a|src=6.6.6.6",
    "ends\\",
    "\u001b[2J\u202egnp.exe",
    "😀".repeat(3000),
    "y".repeat(9000),
  ),
);
const source = fc.record({
  kind: fc.constant("interface" as const),
  name: nasty,
  direction: fc.constant("rx" as const),
});
const destination = fc.record({
  kind: fc.constant("address" as const),
  address: fc.oneof(nasty, fc.ipV4(), fc.ipV6()),
});
const hostile = fc.record({
  step: fc.constantFrom<FindingStep>("opened", "changed", "acknowledged", "resolved", "reopened"),
  by: nasty,
  finding: fc.record({
    kind: fc.constantFrom<FindingKind>("unexpected", "changed", "blind", "command", "attempt"),
    device: nasty,
    session: nasty,
    context: nasty,
    severity: fc.oneof(fc.integer(), fc.double()),
    why: nasty,
    actor: nasty,
    from: fc.oneof(nasty, fc.ipV4()),
    approvalId: nasty,
    lines: fc.array(fc.nat(), { maxLength: 2000 }),
    differences: fc.array(fc.record({ field: nasty, approved: nasty, observed: nasty, words: nasty }), {
      maxLength: 5,
    }),
    observed: fc.record({
      name: nasty,
      mechanism: fc.oneof(nasty, fc.constantFrom("span", "analyzer")),
      reach: fc.constant("address" as const),
      state: fc.constant("active" as const),
      sources: fc.array(source, { maxLength: 200 }),
      destinations: fc.array(destination, { maxLength: 5 }),
      filters: fc.array(fc.record({ kind: nasty, value: nasty }), { maxLength: 3 }),
      lines: fc.constant([]),
      fingerprint: fc.constant("ab12"),
    }),
  }),
});

const knownKeys = new Set([
  ...[
    "cat",
    "devTime",
    "sev",
    "src",
    "dst",
    "usrName",
    "resource",
    "policy",
    "finding",
    "kind",
    "uuid",
    "fingerprint",
  ],
  ...[
    "device",
    "os",
    "session",
    "context",
    "mechanism",
    "reach",
    "state",
    "sourceCount",
    "destinationCount",
    "why",
  ],
  ...[
    "destinations",
    "sources",
    "filters",
    "difference",
    "command",
    "step",
    "by",
    "life",
    "from",
    "firstSeen",
    "lines",
    "truncated",
  ],
]);

test("no text of a device forges a field, a line or a header", () => {
  fc.assert(
    fc.property(hostile, fc.constantFrom("leef-1.0" as const, "leef-2.0" as const), (parts, format) => {
      const event = anEvent(parts);
      const { attributes, eventId } = readLeef(formatLeef(event, { ...options, format }));
      for (const key of attributes.keys()) assert.ok(knownKeys.has(key), key);
      assert.ok(eventIds().some((one) => one.eventId === eventId));
      assert.ok(categoryNames().includes(attributes.get("cat")!));
      assert.equal(attributes.get("finding"), "f-3k9x2a");
      assert.equal(attributes.get("kind"), event.finding.kind);
      assert.equal(attributes.get("uuid"), event.uuid);
    }),
  );
});

test("a line is never longer than its limit, and what must stay stays", () => {
  fc.assert(
    fc.property(hostile, fc.constantFrom(4000, 1024, 1500, 1), (parts, limit) => {
      const host = "h".repeat(300);
      const line = formatLeef(anEvent(parts), { ...options, host, version: "9".repeat(300), limit });
      assert.ok(Buffer.byteLength(line) <= Math.max(1024, limit), String(Buffer.byteLength(line)));
      const { attributes } = readLeef(line);
      for (const key of ["cat", "devTime", "sev", "finding", "uuid", "fingerprint"])
        assert.ok(attributes.get(key), key);
      const whole = readLeef(formatLeef(anEvent(parts), { ...options, host, limit: 10_000_000 })).attributes;
      const cut = [...whole].some(([key, value]) => attributes.get(key) !== value);
      assert.equal(attributes.get("truncated"), cut ? "true" : undefined);
    }),
  );
});

test("long source lists go before the reason, and both before the device", () => {
  const sources = Array.from({ length: 500 }, (_, at) => ({
    kind: "interface" as const,
    name: `GigabitEthernet1/0/${at}`,
    direction: "both" as const,
  }));
  const event = anEvent({ finding: { observed: anErspanSession({ sources }) } });
  const { attributes } = readLeef(formatLeef(event, options));
  assert.equal(attributes.get("truncated"), "true");
  assert.equal(attributes.get("sourceCount"), "500");
  assert.match(attributes.get("sources")!, /^interface GigabitEthernet1\/0\/0 both, .*\.\.\.$/);
  assert.equal(attributes.get("why"), event.finding.why);
  const small = readLeef(formatLeef(event, { ...options, limit: 1024 })).attributes;
  assert.equal(small.get("device"), "core-sw1");
  assert.equal(small.get("why"), event.finding.why);
});

test("cutting keeps to the byte limit and never splits a character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.nat(300), (text, bytes) => {
      const cut = cutBytes(text, bytes);
      assert.ok(Buffer.byteLength(cut) <= bytes || cut === text);
      assert.ok(Buffer.byteLength(cut) <= bytes);
      assert.ok(cut.isWellFormed());
      assert.ok(text.startsWith(cut.endsWith("...") && cut !== text ? cut.slice(0, -3) : cut));
    }),
  );
});
