import assert from "node:assert/strict";
import { BlockList, isIPv4, isIPv6 } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import { holds, isPublic, readPrefix } from "../../src/model/address.ts";
import { interfaceList, interfaceListProblem, interfaceMatcher } from "../../src/model/interfacelist.ts";
import { merged, readRange, subtract, writeRange } from "../../src/model/numberrange.ts";
import { escaped, isPattern, literal, matches } from "../../src/model/pattern.ts";
import { endPhrase, readEnd } from "../../src/model/phrase.ts";

test("an escaped text matches itself and nothing else", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, other) => {
      assert.equal(matches(escaped(text), other), text === other);
      assert.equal(literal(escaped(text)), text);
      assert.equal(isPattern(escaped(text)), false);
    }),
  );
});

test("a star stands for any text, and no pattern takes long", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (a, any, b) => {
      assert.ok(matches(`${escaped(a)}*${escaped(b)}`, a + any + b));
    }),
  );
  assert.ok(!matches("core*", "edge1"));
  assert.ok(!matches("*a".repeat(200), "a".repeat(199)));
});

test("addresses and prefixes hold what the system says they hold", () => {
  const prefix = fc.oneof(fc.tuple(fc.ipV4(), fc.nat(32)), fc.tuple(fc.ipV6(), fc.nat(128)));
  fc.assert(
    fc.property(prefix, fc.oneof(fc.ipV4(), fc.ipV6()), ([network, length], address) => {
      const list = new BlockList();
      list.addSubnet(network, length, isIPv4(network) ? "ipv4" : "ipv6");
      const same = isIPv4(network) === isIPv4(address);
      const expected = same && list.check(address, isIPv4(address) ? "ipv4" : "ipv6");
      assert.equal(holds(readPrefix(`${network}/${length}`)!, readPrefix(address)!), expected);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) =>
      assert.equal(
        readPrefix(text.replace("/", "")) !== undefined,
        isIPv4(text.replace("/", "").trim()) || isIPv6(text.replace("/", "").trim().replace(/%.*$/, "%")),
      ),
    ),
  );
});

test("what can be routed on the internet is public, and so is a text that is no address", () => {
  for (const address of ["203.0.113.9", "8.8.8.8", "172.32.0.1", "2001:db8::1", "collector.example"])
    assert.ok(isPublic(address), address);
  for (const address of [
    "10.0.0.1",
    "172.31.255.1",
    "192.168.0.1",
    "100.64.0.1",
    "fd00::1",
    "fe80::1",
    "::1",
  ])
    assert.ok(!isPublic(address), address);
});

test("number ranges subtract as sets do", () => {
  const range = fc.array(
    fc.tuple(fc.nat(60), fc.nat(10)).map(([first, more]) => [first, first + more] as const),
    { maxLength: 5 },
  );
  const members = (intervals: readonly (readonly [number, number])[]) =>
    new Set(
      intervals.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => first + at)),
    );
  fc.assert(
    fc.property(range, range, (from, taken) => {
      assert.deepEqual(
        members(subtract(merged(from), merged(taken))),
        new Set([...members(from)].filter((one) => !members(taken).has(one))),
      );
      if (from.length > 0) assert.deepEqual(readRange(writeRange(merged(from))), merged(from));
    }),
  );
  for (const text of ["", "a", "9-4", "1,,2", "1-", "-1"]) assert.equal(readRange(text), undefined, text);
});

test("interfaces are found under their full names, their abbreviations and their units", () => {
  const listed = (list: string, name: string) => interfaceMatcher(list)(name);
  for (const [list, name] of [
    ["Gi1/0/1-4,7", "GigabitEthernet1/0/3"],
    ["Gi1/0/1-4,7", "GigabitEthernet1/0/7"],
    ["GigabitEthernet1/0/1,2/0/1", "GigabitEthernet2/0/1"],
    ["gi1/0/*", "GigabitEthernet1/0/44"],
    ["Eth1/1", "Ethernet1/1"],
    ["BE4", "Bundle-Ether4"],
    ["Po10", "Port-channel10"],
    ["ge-0/0/1", "ge-0/0/1.100"],
    ["ge-0/0/1-3", "ge-0/0/2.0"],
    ["et-0/0/1:0-3", "et-0/0/1:2"],
    ["*", "anything"],
  ] as const) {
    assert.ok(listed(list, name), `${list} should hold ${name}`);
  }
  for (const [list, name] of [
    ["Gi1/0/1-4,7", "GigabitEthernet1/0/5"],
    ["Gi1/0/1", "GigabitEthernet1/0/11"],
    ["Gi1/0/1", "GigabitEthernet11/0/1"],
    ["Te1/0/1", "GigabitEthernet1/0/1"],
    ["G1/0/1", "GigabitEthernet1/0/1"],
    ["ge-0/0/1.0", "ge-0/0/1"],
    ["Eth1/1", "Ethernet1/10"],
    ["Gi1/0/*", "TenGigabitEthernet1/0/1"],
  ] as const) {
    assert.ok(!listed(list, name), `${list} should not hold ${name}`);
  }
});

test("a joined interface list holds exactly the names that it was made of", () => {
  const name = fc
    .tuple(fc.constantFrom("Gi1/0/", "ge-0/0/", "Po", "x-"), fc.nat(30))
    .map(([stem, port]) => stem + port);
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 12 }), name, (names, other) => {
      const list = interfaceList(names);
      assert.equal(interfaceListProblem(list), undefined);
      assert.equal(interfaceMatcher(list)(other), names.includes(other), list);
    }),
  );
});

test("phrases read as they are written", () => {
  for (const [side, phrase] of [
    ["source", "interface GigabitEthernet1/0/1-4 rx"],
    ["source", "vlan 10,20-30"],
    ["source", "remote-vlan 999"],
    ["source", "filter F family inet term T"],
    ["source", "interface ge-0/0/1.0 rx via F"],
    ["source", "cpu tx"],
    ["source", "all"],
    ["destination", "address 10.1.0.0/24 vrf MGMT"],
    ["destination", "address 2001:db8::9 erspan-id 5 origin 10.0.0.1"],
    ["destination", "interface Gi1/0/24 ingress"],
    ["destination", "pseudowire 10.0.0.1 pw-id 7"],
    ["destination", "file *"],
    ["destination", 'file "two words"'],
    ["destination", "remote-vlan 999"],
    ["destination", "cpu"],
  ] as const) {
    const read = readEnd(phrase, side);
    assert.ok("end" in read, JSON.stringify(read));
    assert.equal(endPhrase(read.end, side), phrase);
  }
  const loose = readEnd("interface Gi 1/0/1 - 4, 7 both", "source");
  assert.deepEqual(loose, { end: { kind: "interface", value: "Gi1/0/1-4,7", direction: "both" } });
});

test("a phrase that is wrong says what is allowed", () => {
  for (const [side, phrase, problem] of [
    ["source", "iface Gi1/0/1", /unknown kind of source "iface"; allowed are interface, vlan/],
    ["source", "interface Gi1/0/9-4", /runs backwards/],
    ["source", "interface", /name is missing/],
    [
      "source",
      "interface Gi1/0/1 ingress",
      /"ingress" is not understood; after the name may follow rx, tx, both/,
    ],
    ["source", "interface Gi1/0/1 rxx", /"rxx" is not understood/],
    ["source", "vlan 10-5", /no VLAN range/],
    ["source", "vlan 5000", /from 1 to 4094/],
    ["source", "cpu rp queue", /"queue" is not understood/],
    ["destination", "address 10.1.0.256", /neither an address nor a prefix/],
    ["destination", "address 10.1.0.0/33", /neither an address nor a prefix/],
    ["destination", "address 10.1.0.1 vrf", /a value is missing after vrf/],
    ["destination", "address 10.1.0.1 erspan-id x", /takes a number/],
    ["destination", 'file "open', /quotes/],
    ["destination", "", /unknown kind/],
  ] as const) {
    const read = readEnd(phrase, side);
    assert.ok("problem" in read, phrase);
    assert.match(read.problem, problem);
  }
});
