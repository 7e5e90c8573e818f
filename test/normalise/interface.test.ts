import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalInterface, expandInterfaces } from "../../src/normalise/interface.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";

const catalog = loadCatalog();
const types = (os: string) => catalog.profile(os).words.interfaces ?? {};

/** os, as written, as the OS prints it in full. */
const names: readonly (readonly [string, string, string])[] = [
  ["cisco-ios", "Gi1/0/1", "GigabitEthernet1/0/1"],
  ["cisco-ios", "gi 1/0/11", "GigabitEthernet1/0/11"],
  ["cisco-ios", "Gig0/24", "GigabitEthernet0/24"],
  ["cisco-ios", "fa0/12", "FastEthernet0/12"],
  ["cisco-ios", "Te1/1/1", "TenGigabitEthernet1/1/1"],
  ["cisco-ios", "Tw1/0/1", "TwoGigabitEthernet1/0/1"],
  ["cisco-ios", "Twe2/0/3", "TwentyFiveGigE2/0/3"],
  ["cisco-ios", "Fo1/1/1", "FortyGigabitEthernet1/1/1"],
  ["cisco-ios", "Fou1/1/1", "FourHundredGigE1/1/1"],
  ["cisco-ios", "Po10", "Port-channel10"],
  ["cisco-ios", "Se0/1/0:0", "Serial0/1/0:0"],
  ["cisco-ios", "GIGABITETHERNET2/2/0.100", "GigabitEthernet2/2/0.100"],
  ["cisco-iosxr", "Te0/0/0/1", "TenGigE0/0/0/1"],
  ["cisco-iosxr", "Gi0/0/0/4.2399", "GigabitEthernet0/0/0/4.2399"],
  ["cisco-iosxr", "BE10", "Bundle-Ether10"],
  ["cisco-iosxr", "FH0/0/0/1", "FourHundredGigE0/0/0/1"],
  ["cisco-iosxr", "Hu0/0/1/0", "HundredGigE0/0/1/0"],
  ["cisco-iosxr", "ti7", "tunnel-ip7"],
  ["cisco-iosxr", "tunnel-te12", "tunnel-te12"],
  ["cisco-nxos", "Eth9/2", "Ethernet9/2"],
  ["cisco-nxos", "Po10", "port-channel10"],
  ["cisco-nxos", "sup-eth 0", "sup-eth0"],
  ["cisco-nxos", "vfc3", "vfc3"],
  ["arista-eos", "Et1", "Ethernet1"],
  ["arista-eos", "Po44", "Port-Channel44"],
  ["arista-eos", "Management1", "Management1"],
  ["cisco-ios", "Wormhole1/0", "Wormhole1/0"],
];

for (const [os, written, full] of names)
  test(`${os} prints ${written} in full as ${full}`, () => {
    assert.equal(canonicalInterface(written, types(os)), full);
  });

test("a range ends at the last number of its right side, and a list inherits the type", () => {
  const expand = (list: string) => expandInterfaces(list, types("cisco-ios"));
  assert.deepEqual(expand("Gi1/0/1 - 3 , Te1/1/1"), [
    "GigabitEthernet1/0/1",
    "GigabitEthernet1/0/2",
    "GigabitEthernet1/0/3",
    "TenGigabitEthernet1/1/1",
  ]);
  assert.deepEqual(expand("fa 5/15 , 7/3"), ["FastEthernet5/15", "FastEthernet7/3"]);
  assert.deepEqual(expand("Gi1/0/1-Gi1/0/2"), ["GigabitEthernet1/0/1", "GigabitEthernet1/0/2"]);
  assert.deepEqual(expand("Gi0/0/0.100-101"), ["GigabitEthernet0/0/0.100", "GigabitEthernet0/0/0.101"]);
});

test("a range that no device has is kept as it was written, so that it cannot fill the memory", () => {
  const { length } = expandInterfaces(`Gi1/0/1-999999999`, types("cisco-ios"));
  assert.equal(length, 1);
  const many = Array.from({ length: 200 }, (_, at) => `Gi${at}/0/1-1000`).join(",");
  assert.ok(expandInterfaces(many, types("cisco-ios")).length < 20_000);
});
