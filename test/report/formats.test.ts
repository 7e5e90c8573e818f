import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { attributes } from "../../src/report/attribute.ts";
import { formatCef } from "../../src/report/cef.ts";
import { formatEvent } from "../../src/report/eventline.ts";
import type { Heartbeat, OutboxEvent } from "../../src/model/event.ts";
import { readLeef } from "../support/leefreader.ts";
import { anErspanSession, anEvent } from "../support/mirrorevent.ts";

const options = { host: "mirrorwatch-01", version: "1.0.0" };
const heartbeat: Heartbeat = {
  uuid: "6f1c1f9e-3b63-4a52-9a6e-0d5f2f0e4c12",
  at: "2026-11-24T02:20:00.000Z",
  step: "heartbeat",
  by: "watch",
  devices: 3,
  findings: 1,
  waiting: 0,
  head: "ab".repeat(32),
};

/** Reads CEF by its own rules: header fields end at an unescaped bar, keys begin after a space. */
function readCef(line: string) {
  assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  const [, priority, rest] = /^<(\d+)>1 \S+ mirrorwatch-01 mirrorwatch - - - CEF:0\|(.*)$/u.exec(line)!;
  const fields = [...rest!.matchAll(/((?:[^\\|]|\\.)*)\|/gy)].slice(0, 6).map(([, field]) => field!);
  const extension = rest!.slice(fields.reduce((sum, field) => sum + field.length + 1, 0));
  const marks = [...extension.matchAll(/(?:^| )([A-Za-z][A-Za-z0-9]*)(?<!\\)=/g)];
  const pairs = marks.map((mark, at) => {
    const value = extension.slice(mark.index + mark[0].length, marks[at + 1]?.index);
    assert.doesNotMatch(value, /(?<!\\)(?:\\\\)*=/);
    return [mark[1]!, value.replace(/\\(.)/g, "$1")] as const;
  });
  assert.equal(new Set(pairs.map(([key]) => key)).size, pairs.length, "no key twice");
  return { priority, fields, values: new Map(pairs) };
}

test("CEF carries the finding under the keys of its dictionary, and everything else under its own name", () => {
  const { fields, values } = readCef(formatCef(anEvent(), options));
  assert.deepEqual(fields, [
    "Mirrorwatch",
    "Mirrorwatch",
    "1.0.0",
    "MIRROR_SESSION_UNEXPECTED_OPENED",
    "mirror session unexpected opened",
    "8",
  ]);
  assert.equal(values.get("dvchost"), "core-sw1");
  assert.equal(values.get("rt"), String(Date.parse(anEvent().at)));
  assert.equal(values.get("dst"), "198.51.100.7");
  assert.equal(values.get("cs1Label"), "session");
  assert.equal(values.get("cs1"), "4");
  assert.equal(values.get("mirrorwatchUuid"), anEvent().uuid);
});

const hostile = fc
  .array(
    fc.constantFrom(
      "=",
      "|",
      "\\",
      " ",
      "\n",
      "\t",
      "\r",
      "\u0000",
      "\u202e",
      "a=b",
      " src",
      "é",
      "\ud800",
      '"',
      "cs1",
    ),
  )
  .map((parts) => `x${parts.join("")}`);

test("hostile texts forge no field and no line in any format, and no line is too long", () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, fc.constantFrom(1024, 4000), (device, session, command, limit) => {
      const event = anEvent({
        finding: { device, session, why: command.repeat(40), commands: [command.repeat(30)], actor: device },
      });
      const cef = formatEvent(event, { ...options, format: "cef", limit });
      assert.ok(Buffer.byteLength(cef) <= limit);
      const { values } = readCef(cef);
      assert.equal(values.get("dst"), "198.51.100.7");
      assert.equal(values.get("externalId"), "f-3k9x2a");
      const json = formatEvent(event, { ...options, format: "json", limit });
      assert.ok(Buffer.byteLength(json) <= limit);
      assert.doesNotMatch(json, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      const read = JSON.parse(json);
      assert.equal(read.finding, "f-3k9x2a");
      assert.equal(read.sev, 8);
    }),
    { numRuns: 100 },
  );
});

test("every format says the same of an event that fits", () => {
  const event = anEvent({
    finding: {
      observed: anErspanSession(),
      ends: [{ destination: "interface Gi1", device: "d1", session: "2", owned: true }],
    },
  });
  const json = JSON.parse(formatEvent(event, { ...options, format: "json" }));
  const leef = readLeef(formatEvent(event, options)).attributes;
  for (const [key, value] of attributes(event)) {
    assert.equal(String(json[key]), value, key);
    assert.equal(leef.get(key), value, key);
  }
  assert.equal(leef.get("ends"), "d1 interface Gi1 (session 2)");
});

test("a sign of life is an event of its own in every format", () => {
  const format = (event: OutboxEvent, name: "leef-1.0" | "cef" | "json") =>
    formatEvent(event, { ...options, format: name });
  const leef = readLeef(format(heartbeat, "leef-1.0"));
  assert.equal(leef.eventId, "MIRRORWATCH_HEARTBEAT");
  assert.equal(leef.attributes.get("cat"), "HEARTBEAT");
  assert.equal(leef.attributes.get("head"), heartbeat.head);
  assert.equal(readCef(format(heartbeat, "cef")).values.get("mirrorwatchDevices"), "3");
  assert.equal(JSON.parse(format(heartbeat, "json")).event, "MIRRORWATCH_HEARTBEAT");
});
