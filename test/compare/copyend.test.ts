import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { copyEndInWords, copyEnds, type EstateSession } from "../../src/compare/copyend.ts";
import { withEnds } from "../../src/compare/estatejudge.ts";
import { baselineOf } from "../../src/compare/baseline.ts";
import { definitionsOf, noDefinitions } from "../../src/compare/reference.ts";
import { judgeSession } from "../../src/compare/sessionjudge.ts";
import { judgeSnapshot } from "../../src/compare/snapshotjudge.ts";
import { identifiedCollector, identifiedTag } from "../../src/source/approvalid.ts";
import type { Destination, MirrorSession, Source } from "../../src/model/session.ts";
import { approval, snapshotOf, span } from "../support/sessions.ts";

const now = "2026-03-01T00:00:00.000Z";
const port = { kind: "interface" as const, name: "GigabitEthernet1/0/24" };

function rspanSource(vlan: string, name = "1"): MirrorSession {
  return span({
    name,
    mechanism: "rspan-source",
    reach: "vlan",
    destinations: [{ kind: "vlan", name: vlan }],
  });
}

function rspanEnd(vlan: string, destination: Destination = port, name = "2"): MirrorSession {
  const sources: readonly Source[] = [{ kind: "remote-vlan", name: vlan, direction: "both" }];
  return span({ name, mechanism: "rspan-destination", sources, destinations: [destination] });
}

function erspan(address: string, erspanId?: number): MirrorSession {
  const id = erspanId === undefined ? {} : { erspanId };
  return span({
    mechanism: "erspan-source",
    reach: "address",
    destinations: [{ kind: "address", address, ...id }],
  });
}

function erspanEnd(address: string, erspanId: number): MirrorSession {
  const sources: readonly Source[] = [{ kind: "address", address, erspanId, direction: "both" }];
  return span({ name: "7", mechanism: "erspan-destination", sources, destinations: [port] });
}

const farm = identifiedCollector({
  kind: "collector",
  name: "IDS-FARM",
  destinations: [{ kind: "address", value: "10.9.0.0/24" }],
  owner: "soc",
  ticket: "",
  reason: "",
});
const probe = identifiedCollector({
  ...farm,
  name: "PROBE",
  device: "tag:dist",
  destinations: [{ kind: "interface", value: "Gi1/0/24" }],
});
const tag = identifiedTag({ kind: "tag", name: "dist", devices: ["dist*"] });

function words(
  estate: readonly EstateSession[],
  device: string,
  session: MirrorSession,
  definitions = noDefinitions,
) {
  return copyEnds(estate, definitions)(device, session).map(copyEndInWords);
}

test("a remote VLAN comes out at the device and port whose session reads it", () => {
  const source = rspanSource("999");
  const estate = [
    { device: "core1", session: source },
    { device: "dist1", session: rspanEnd("990-999") },
    { device: "dist2", session: rspanEnd("998") },
  ];
  assert.deepEqual(words(estate, "core1", source), ["dist1 interface GigabitEthernet1/0/24 (session 2)"]);
});

test("a copy is followed from a remote VLAN into a tunnel, and no circle is walked twice", () => {
  const source = rspanSource("999");
  const relay = rspanEnd("999", { kind: "address", address: "10.1.1.1", erspanId: 5 });
  const back = span({ ...erspanEnd("10.1.1.1", 5), destinations: [{ kind: "vlan", name: "999" }, port] });
  const estate = [
    { device: "core1", session: source },
    { device: "dist1", session: relay },
    { device: "far1", session: back },
  ];
  const ends = copyEnds(estate, noDefinitions)("core1", source);
  assert.ok(ends.some(({ device, session }) => device === "far1" && session === "7"));
  assert.ok(ends.length <= 3);
});

test("an address is received where a session has it, and ERSPAN ids must agree when both are known", () => {
  const estate = [{ device: "far1", session: erspanEnd("10.1.1.1", 5) }];
  assert.match(words(estate, "core1", erspan("10.1.1.1", 5))[0]!, /^far1 interface/);
  assert.match(words(estate, "core1", erspan("10.1.1.1"))[0]!, /^far1 interface/);
  assert.match(
    words(estate, "core1", erspan("10.1.1.1", 6))[0]!,
    /^address .* nobody|^address .*which no device/,
  );
});

test("collectors own the addresses and ports that they name; ports only on their own devices", () => {
  const definitions = definitionsOf([farm, probe, tag]);
  assert.match(words([], "core1", erspan("10.9.0.7"), definitions)[0]!, /the approved collector IDS-FARM$/);
  const estate = [
    { device: "dist1", session: rspanEnd("999") },
    { device: "core9", session: rspanEnd("998") },
  ];
  assert.match(
    words(estate, "core1", rspanSource("999"), definitions)[0]!,
    /^dist1 .*the approved collector PROBE$/,
  );
  assert.doesNotMatch(words(estate, "core1", rspanSource("998"), definitions)[0]!, /PROBE/);
});

test("an end that nobody is known to receive raises the severity by one, and the finding says where copies come out", () => {
  const judged = (session: MirrorSession) =>
    judgeSession({ device: "core1", os: "x" }, session, baselineOf([]), now)!;
  const estate = [{ device: "dist1", session: rspanEnd("999") }];
  const ends = copyEnds(estate, noDefinitions);
  const plain = judged(rspanSource("999"));
  const known = withEnds(plain, ends);
  assert.equal(known.severity, plain.severity);
  assert.match(known.why, /; it comes out at dist1 interface GigabitEthernet1\/0\/24 \(session 2\)$/);
  const lost = withEnds(judged(rspanSource("500")), ends);
  assert.equal(lost.severity, plain.severity + 1);
  assert.match(lost.reasons!.at(-1)!, /^\+1 .*remote-vlan 500/);
  const local = judged(span());
  assert.equal(withEnds(local, ends), local);
});

test("an approval admits a collector's addresses from every device and a tag's devices only", () => {
  const approved = approval({
    device: "tag:dist",
    session: "*",
    sources: [{ kind: "all", value: "" }],
    destinations: [{ kind: "collector", value: "ids-farm" }],
  });
  const kinds = (device: string, session: MirrorSession, definitions = definitionsOf([farm, tag])) =>
    judgeSnapshot(snapshotOf([session], { device }), baselineOf([approved], definitions), [], now).map(
      ({ kind }) => kind,
    );
  assert.deepEqual(kinds("DIST7", erspan("10.9.0.7")), []);
  assert.deepEqual(kinds("core1", erspan("10.9.0.7")), ["unexpected"]);
  assert.deepEqual(kinds("dist7", erspan("10.8.0.7")), ["unexpected"]);
  assert.deepEqual(kinds("dist7", erspan("10.9.0.7"), noDefinitions), ["unexpected"]);
});

test("the address of an approved collector is no stranger's", () => {
  const session = erspan("203.0.113.9");
  const open = identifiedCollector({ ...farm, destinations: [{ kind: "address", value: "203.0.113.0/24" }] });
  const severity = (definitions = noDefinitions) =>
    judgeSession({ device: "core1", os: "x" }, session, baselineOf([], definitions), now)!.severity;
  assert.equal(severity() - severity(definitionsOf([open])), 3);
});

test("whatever reads whatever, joining ends, names few ends, and does not depend on the order of the devices", () => {
  const one = fc.record({
    device: fc.constantFrom("a", "b", "c", "d"),
    session: fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 }))
      .map(([from, to, name]) => rspanEnd(String(from), { kind: "vlan", name: String(to) }, String(name))),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), (estate) => {
      for (const { device, session } of estate) {
        const ends = copyEnds(estate, noDefinitions)(device, session);
        assert.ok(ends.length <= 16);
        const again = copyEnds([...estate].reverse(), noDefinitions)(device, session);
        assert.equal(
          again.some(({ owned }) => !owned),
          ends.some(({ owned }) => !owned),
        );
      }
    }),
    { numRuns: 100 },
  );
});

test("VLAN lists on thousands of sessions, each reading all, are joined without a table of all pairs", () => {
  const estate = Array.from({ length: 1_000 }, (_, at) => ({
    device: `d${at}`,
    session: rspanEnd("1-4094", { kind: "vlan", name: "1-4094" }, String(at)),
  }));
  const ends = copyEnds(estate, noDefinitions);
  for (const { device, session } of estate) assert.ok(ends(device, session).length <= 16);
});

test("a circle of sessions that hands the copy out nowhere has no end, and one that hands it out does", () => {
  const estate = [
    { device: "a", session: rspanEnd("1", { kind: "vlan", name: "2" }) },
    { device: "b", session: rspanEnd("2", { kind: "vlan", name: "1" }) },
  ];
  const ends = (list: readonly EstateSession[]) => copyEnds(list, noDefinitions)("a", list[0]!.session);
  assert.deepEqual(ends(estate), []);
  const open = [...estate, { device: "c", session: rspanEnd("2") }];
  assert.deepEqual(
    ends(open).map(({ device }) => device),
    ["c"],
  );
});
