import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { differences } from "../../src/compare/envelope.ts";
import { exactEnvelope } from "../../src/compare/exact.ts";
import { interfaceList } from "../../src/model/interfacelist.ts";
import type { Approval } from "../../src/model/approval.ts";
import type { Destination, MirrorSession, Source } from "../../src/model/session.ts";
import { identified } from "../../src/source/approvalid.ts";
import { baselineText } from "../../src/source/baselinetext.ts";
import { parseBaseline } from "../../src/source/baselinefile.ts";
import { anySession } from "../support/anysession.ts";

function exact(session: MirrorSession): Approval {
  const who = { required: false, owner: "", ticket: "", reason: "" };
  return identified({ ...exactEnvelope("core1", session), ...who });
}

function fields(approval: Approval, session: MirrorSession): string[] {
  return differences(approval, session).map(({ field }) => field);
}

test("every session lies inside its own exact approval, also after a way through a baseline file", () => {
  fc.assert(
    fc.property(anySession, (session) => {
      const approval = exact(session);
      assert.deepEqual(differences(approval, session), []);
      const [read] = parseBaseline("test", baselineText([{ approval }], [], "test")).approvals;
      assert.deepEqual(differences(read!, session), []);
      assert.equal(read!.id, approval.id);
    }),
  );
});

test("the order of sources, destinations and filters changes nothing", () => {
  fc.assert(
    fc.property(anySession, anySession, (session, other) => {
      const turned = {
        ...session,
        sources: session.sources.toReversed(),
        destinations: session.destinations.toReversed(),
        filters: session.filters.toReversed(),
      };
      assert.equal(exact(turned).id, exact(session).id);
      assert.deepEqual(fields(exact(other), turned).sort(), fields(exact(other), session).sort());
    }),
  );
});

test("taking a source, a destination or a direction away never leaves the envelope", () => {
  fc.assert(
    fc.property(anySession, fc.nat(), (session, pick) => {
      const keep = <T>(list: readonly T[]) => list.filter((_, index) => (pick >> index) % 2 === 0);
      const narrow = {
        ...session,
        sources: keep(session.sources).map((source) => ({
          ...source,
          direction: pick % 3 === 0 ? ("rx" as const) : source.direction,
        })),
        destinations: keep(session.destinations).map(({ ingress: _, ...destination }) => destination),
      };
      const fits = narrow.sources.every((source) =>
        session.sources.some(({ direction, ...rest }) => {
          const { direction: now, ...same } = source;
          return (direction === "both" || direction === now) && JSON.stringify(rest) === JSON.stringify(same);
        }),
      );
      if (fits) assert.deepEqual(differences(exact(session), narrow), []);
    }),
  );
});

const newSource: Source = { kind: "interface", name: "TenGigabitEthernet9/9/9", direction: "rx" };
const newDestination: Destination = { kind: "interface", name: "TenGigabitEthernet9/9/8" };

test("any wider session is outside, and the difference names the field", () => {
  fc.assert(
    fc.property(anySession, (session) => {
      const approval = exact(session);
      if (!session.sources.some(({ kind }) => kind === "all")) {
        const more = { ...session, sources: [...session.sources, newSource] };
        assert.deepEqual(fields(approval, more), ["sources"]);
      }
      const farther = { ...session, destinations: [...session.destinations, newDestination] };
      assert.deepEqual(fields(approval, farther), ["destinations"]);
      for (const { kind } of session.filters) {
        const open = { ...session, filters: session.filters.filter((filter) => filter.kind !== kind) };
        assert.ok(fields(approval, open).includes("filters"));
      }
      assert.ok(fields(approval, { ...session, context: "other-context" }).includes("context"));
      assert.ok(fields(approval, { ...session, mechanism: "other" }).includes("mechanism"));
    }),
  );
});

test("every attribute of a source or destination that widens is a difference of that field", () => {
  const session = exactly(
    [{ kind: "interface", name: "ge-0/0/1.0", direction: "rx", via: "F" }],
    [{ kind: "address", address: "10.0.0.1", vrf: "MGMT", erspanId: 5, origin: "10.0.0.9" }],
  );
  const approval = exact(session);
  const [source] = session.sources as [Source];
  const [destination] = session.destinations as [Destination];
  const seen = (change: Partial<Destination>) =>
    fields(approval, { ...session, destinations: [{ ...destination, ...change }] });
  assert.deepEqual(seen({ vrf: "PUBLIC" }), ["vrf"]);
  assert.deepEqual(seen({ erspanId: 6 }), ["erspanId"]);
  assert.deepEqual(seen({ origin: "10.0.0.8" }), ["origin"]);
  assert.deepEqual(seen({ ingress: true }), ["ingress"]);
  assert.deepEqual(seen({ address: "10.0.0.2" }), ["destinations"]);
  assert.deepEqual(fields(approval, { ...session, sources: [{ ...source, direction: "both" }] }), [
    "direction",
  ]);
  const { via: _, ...unfiltered } = source;
  assert.deepEqual(fields(approval, { ...session, sources: [unfiltered] }), ["filters"]);
  assert.deepEqual(fields(approval, { ...session, sources: [{ ...source, via: "G" }] }), ["filters"]);
});

test("several approved ends cover one observed end together", () => {
  const vlans = (name: string): MirrorSession => exactly([{ kind: "vlan", name, direction: "both" }], []);
  const ends = [
    { kind: "vlan", value: "10-15", direction: "rx" },
    { kind: "vlan", value: "16-20" },
    { kind: "vlan", value: "1-15", direction: "tx" },
  ] as const;
  const approval = { ...exact(vlans("1")), sources: ends };
  assert.deepEqual(differences(approval, vlans("10-20")), []);
  const [wider] = differences(approval, vlans("9-21"));
  assert.equal(wider?.field, "sources");
  const ports = {
    ...approval,
    sources: [
      { kind: "interface", value: "Gi1/0/1", direction: "rx" },
      { kind: "interface", value: "Gi1/0/1-2", direction: "tx" },
    ],
  } as const;
  const port = (n: number) =>
    exactly([{ kind: "interface", name: `GigabitEthernet1/0/${n}`, direction: "both" }], []);
  assert.deepEqual(differences(ports, port(1)), []);
  assert.deepEqual(
    differences(ports, port(2)).map(({ field }) => field),
    ["direction"],
  );
  assert.deepEqual(
    differences(ports, port(3)).map(({ field }) => field),
    ["sources"],
  );
});

test("an interface list is short and holds exactly its names", () => {
  const names = [1, 2, 3, 4, 7].map((n) => `GigabitEthernet1/0/${n}`);
  assert.equal(interfaceList(names), "GigabitEthernet1/0/1-4,7");
  assert.equal(
    interfaceList(["ge-0/0/1.0", "ge-0/0/2.0", "Port-channel10"]),
    "Port-channel10,ge-0/0/1.0,ge-0/0/2.0",
  );
});

function exactly(sources: readonly Source[], destinations: readonly Destination[]): MirrorSession {
  return {
    name: "1",
    mechanism: "span",
    reach: "port",
    state: "active",
    sources,
    destinations,
    filters: [],
    lines: [1],
    fingerprint: "00",
  };
}
