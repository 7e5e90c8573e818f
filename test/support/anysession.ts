import fc from "fast-check";
import type { Destination, Filter, MirrorSession, Source } from "../../src/model/session.ts";

// Names as devices have them, and names that nobody should give anything.
const interfaceName = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("GigabitEthernet", "TenGigE", "Ethernet", "ge-", "xe-", "Port-channel", "et-"),
      fc.nat(3),
      fc.nat(60),
    )
    .map(([type, slot, port]) => `${type}${slot}/0/${port}`),
  fc.constantFrom(
    "ae0",
    "ge-0/0/1.0",
    "et-0/0/1:3",
    "Bundle-Ether4.100",
    "irb.10",
    "Vlan12-3",
    "a,b",
    "*",
    "x y",
    "Gi1/0/01",
  ),
);
const name = fc.oneof(
  fc.constantFrom("users", "TAP 1", "*", 'q"uo\\te', "rx", "vrf", "a-1", "1,2", "#x: y"),
  fc.string({ minLength: 1, maxLength: 8, unit: "binary" }).filter((text) => text.trim() !== ""),
);
const address = fc.oneof(fc.ipV4(), fc.ipV6());
const direction = fc.constantFrom("rx" as const, "tx" as const, "both" as const);
const vlans = fc.constantFrom("1", "10,20-30", "4094", "7-9,11");
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const source: fc.Arbitrary<Source> = fc.oneof(
  fc.record({ kind: fc.constant("interface" as const), name: interfaceName, direction, via: maybe(name) }),
  fc.record({
    kind: fc.constantFrom("vlan" as const, "remote-vlan" as const),
    name: fc.oneof(vlans, name),
    direction,
  }),
  fc.record({
    kind: fc.constantFrom("cpu" as const, "all" as const),
    name: maybe(fc.oneof(fc.constantFrom("sup-eth0", "queue all", "exception layer3"), name)),
    direction,
  }),
  fc.record({
    kind: fc.constant("filter" as const),
    name,
    direction,
    family: maybe(fc.constant("inet")),
    term: maybe(name),
  }),
  fc.record({
    kind: fc.constant("address" as const),
    address,
    direction,
    vrf: maybe(name),
    erspanId: maybe(fc.nat(1023)),
  }),
) as fc.Arbitrary<Source>;

const destination: fc.Arbitrary<Destination> = fc.oneof(
  fc.record({
    kind: fc.constant("interface" as const),
    name: interfaceName,
    ingress: maybe(fc.constant(true)),
  }),
  fc.record({ kind: fc.constant("vlan" as const), name: fc.oneof(vlans, name) }),
  fc.record({
    kind: fc.constant("address" as const),
    address,
    vrf: maybe(name),
    erspanId: maybe(fc.nat(1023)),
    origin: maybe(fc.ipV4()),
    via: maybe(interfaceName),
  }),
  fc.constantFrom<Destination>(
    { kind: "pseudowire" },
    { kind: "address" },
    { kind: "interface", ingress: true },
  ),
  fc.record({ kind: fc.constant("pseudowire" as const), neighbor: fc.ipV4(), pwId: maybe(fc.nat(9999)) }),
  fc.record({ kind: fc.constantFrom("file" as const, "module" as const), name }),
  fc.record({ kind: fc.constant("cpu" as const), name: maybe(name) }),
) as fc.Arbitrary<Destination>;

const filter: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({ kind: fc.constant("vlan"), value: vlans }),
  fc.record({
    kind: fc.constantFrom("access-group", "packet-type", "ip address", "match mac"),
    value: fc.constantFrom("SPAN-ACL", "good rx", "101", "*", "a\\b"),
  }),
);

/** Any session, hostile names included; without fields that are undefined, as a record has them. */
export const anySession: fc.Arbitrary<MirrorSession> = fc
  .record({
    name: fc.oneof(fc.constantFrom("1", "66", "SPAN-TAP", "global"), name),
    context: maybe(name),
    mechanism: fc.constantFrom("span", "erspan-source", "analyzer", "port-mirroring"),
    reach: fc.constant("port" as const),
    state: fc.constantFrom("active" as const, "inactive" as const, "incomplete" as const, "unknown" as const),
    sources: fc.array(source, { maxLength: 5 }),
    destinations: fc.array(destination, { maxLength: 3 }),
    filters: fc.array(filter, { maxLength: 2 }),
    lines: fc.constant([1, 2]),
    fingerprint: fc.constant("00"),
  })
  .map((session) => JSON.parse(JSON.stringify(session)) as MirrorSession);
