import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { MirrorSession } from "../../src/model/session.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { inspect } from "../../src/pipeline.ts";
import { type MeantSession, typeSession, typist } from "../support/iosprinter.ts";

const catalog = loadCatalog();

const port = fc.record({
  slot: fc.integer({ min: 0, max: 1 }),
  port: fc.integer({ min: 1, max: 12 }),
  direction: fc.constantFrom("rx", "tx", "both"),
});

const meant: fc.Arbitrary<MeantSession> = fc.record({
  name: fc.integer({ min: 1, max: 66 }),
  type: fc.constantFrom("flat", "erspan-source", "erspan-destination"),
  ports: fc.uniqueArray(port, { minLength: 1, maxLength: 8, selector: (one) => `${one.slot}/${one.port}` }),
  vlans: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }),
  collector: fc.record({
    address: fc.constantFrom("192.0.2.5", "198.51.100.7"),
    erspanId: fc.integer({ min: 1, max: 1023 }),
    vrf: fc.constantFrom("MGMT", "TAPS"),
  }),
  destination: fc.constantFrom("Gi1/0/24", "GigabitEthernet1/0/48", "Te1/1/1"),
  filter: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 6 }),
});
const tape = fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 });

/** The only session of a device with these lines. */
function sessionOf(lines: readonly string[], newline = "\n"): MirrorSession {
  const text = ["!", "version 15.2", "hostname core1", "!", ...lines, "!", "end", ""].join(newline);
  const { sessions, unread } = inspect(Buffer.from(text), { name: "core1", os: "cisco-ios", catalog });
  assert.deepEqual(unread, []);
  assert.equal(sessions.length, 1);
  return sessions[0]!;
}

test("what was meant is read, however it was typed", () => {
  fc.assert(
    fc.property(meant, tape, (session, answers) => {
      const read = sessionOf(typeSession(session, typist(answers)));
      const { name, sources, destinations } = read;
      assert.equal(name, String(session.name));
      if (session.type === "erspan-destination") {
        assert.deepEqual(sources, [{ kind: "address", ...session.collector, direction: "both" }]);
        return;
      }
      const ports = sources
        .filter(({ kind }) => kind === "interface")
        .map((one) => `${one.name} ${one.direction}`);
      const wanted = session.ports.map((one) => `GigabitEthernet1/${one.slot}/${one.port} ${one.direction}`);
      assert.deepEqual(ports.sort(), wanted.sort());
      assert.deepEqual(
        numbers(sources.filter(({ kind }) => kind === "vlan").map((one) => one.name ?? "")),
        session.vlans.toSorted(byValue),
      );
      assert.deepEqual(numbers(read.filters.map(({ value }) => value)), session.filter.toSorted(byValue));
      if (session.type === "erspan-source")
        assert.deepEqual(destinations, [{ kind: "address", ...session.collector }]);
    }),
    { numRuns: 150 },
  );
});

test("order, list splitting, ranges, abbreviation, spacing and line ends leave the fingerprint as it is", () => {
  fc.assert(
    fc.property(meant, tape, tape, (session, first, second) => {
      const one = sessionOf(typeSession(session, typist(first)));
      const other = sessionOf(typeSession(session, typist(second)), "\r\n");
      assert.equal(one.fingerprint, other.fingerprint);
    }),
    { numRuns: 150 },
  );
});

test("another port, direction, VLAN, collector or filter is another fingerprint", () => {
  fc.assert(
    fc.property(meant, meant, tape, (one, other, answers) => {
      fc.pre(meaning(one) !== meaning(other));
      const prints = [one, other].map(
        (session) => sessionOf(typeSession(session, typist(answers))).fingerprint,
      );
      assert.notEqual(prints[0], prints[1]);
    }),
    { numRuns: 100 },
  );
});

/** What of a session takes part in its text, in a fixed order. */
function meaning({ name, type, ports, vlans, collector, destination, filter }: MeantSession): string {
  const copied =
    type === "erspan-destination"
      ? []
      : [...ports.map((one) => JSON.stringify(one)), ...vlans, "|", ...filter];
  const far = type === "flat" ? [] : [collector];
  return JSON.stringify([
    name,
    type,
    copied.map(String).sort(),
    far,
    type === "erspan-source" ? "" : destination,
  ]);
}

function numbers(lists: readonly string[]): number[] {
  const ranges = lists.flatMap((list) => list.split(","));
  return ranges
    .flatMap((range) => {
      const [low = 0, high = low] = range.split("-").map(Number);
      return Array.from({ length: high - low + 1 }, (_, at) => low + at);
    })
    .sort(byValue);
}

function byValue(a: number, b: number): number {
  return a - b;
}
