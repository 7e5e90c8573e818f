import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { inspect } from "../../src/pipeline.ts";

const catalog = loadCatalog();

/** Blocks of a config that a device, or a tool that sorts, may print in any order; and a header for each os. */
const configs = {
  "cisco-iosxr": {
    header: "!! IOS XR Configuration 7.5.2\nhostname pe1\n",
    blocks: [
      "interface TenGigE0/0/0/0\n monitor-session IDS ethernet direction rx-only port-level\n  acl ipv4 TAP\n !\n!\n",
      "interface TenGigE0/0/0/1\n monitor-session IDS ethernet\n !\n monitor-session PW ethernet direction tx-only\n !\n!\n",
      "interface tunnel-ip7\n tunnel source 10.255.1.21\n tunnel destination 198.51.100.77\n!\n",
      "monitor-session IDS ethernet\n destination interface tunnel-ip7\n!\n",
      "monitor-session PW ethernet\n destination pseudowire\n!\n",
      "l2vpn\n xconnect group S\n  p2p far\n   monitor-session PW\n   neighbor ipv4 192.0.2.1 pw-id 1\n   !\n  !\n !\n!\n",
    ],
  },
  "cisco-nxos": {
    header: "version 9.3(10)\nhostname leaf1\n",
    blocks: [
      "interface Ethernet1/8\n  switchport monitor ingress\n",
      "monitor session 1\n  source interface Ethernet1/1-3 rx\n  source vlan 10,20-30 both\n  destination interface Ethernet1/8\n  no shut\n",
      "monitor session 2 type erspan-source\n  erspan-id 22\n  vrf default\n  destination ip 10.30.0.6\n  source interface port-channel10 rx\n",
      "monitor erspan origin ip-address 10.255.1.41 global\n",
      "ip access-list TAP\n  capture session 5\n",
      "monitor session 5 type acl-capture\n  destination interface Ethernet1/7\n  no shut\n",
    ],
  },
  "arista-eos": {
    header: "! device: sw1 (DCS-7050SX3, EOS-4.31.2F)\nhostname sw1\n",
    blocks: [
      "monitor session TAP source Ethernet1, Ethernet3 rx\n",
      "monitor session TAP source Ethernet3 tx ip access-group WEB priority 10\n",
      "monitor session TAP destination Ethernet8\n",
      "monitor session TAP truncate size 160\n",
      "monitor session FAR destination tunnel mode gre source 192.0.2.1 destination 198.51.100.9\n",
      "monitor session FAR source Port-Channel5\n",
    ],
  },
} as const;

for (const [os, { header, blocks }] of Object.entries(configs)) {
  const read = (text: string) => inspect(Buffer.from(text), { name: "device", os, catalog });
  const prints = (text: string) =>
    read(text).sessions.map(({ name, fingerprint }) => `${name} ${fingerprint}`);

  test(`${os}: the order of blocks says nothing`, () => {
    const expected = prints(`${header}${blocks.join("")}end\n`);
    assert.ok(expected.length > 1);
    const anyOrder = fc.shuffledSubarray([...blocks], { minLength: blocks.length });
    fc.assert(
      fc.property(anyOrder, fc.constantFrom("\n", "\r\n"), (order, newline) => {
        const text = `${header}${order.join("")}end\n`.replaceAll("\n", newline);
        assert.deepEqual(prints(text), expected);
      }),
      { numRuns: 60 },
    );
  });

  test(`${os}: a block that is gone changes a session or leaves it out`, () => {
    const whole = new Set(prints(`${header}${blocks.join("")}end\n`));
    for (const gone of blocks) {
      const left = prints(`${header}${blocks.filter((block) => block !== gone).join("")}end\n`);
      assert.ok(left.length < whole.size || left.some((print) => !whole.has(print)), gone);
    }
  });
}
