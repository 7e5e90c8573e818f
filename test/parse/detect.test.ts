import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { detectOs } from "../../src/parse/detect.ts";
import { loadProfiles } from "../../src/parse/profile.ts";

const profiles = loadProfiles(new URL("../../devices/", import.meta.url).pathname);
const detect = (text: string) => detectOs(Buffer.from(text), profiles);

const texts: Readonly<Record<string, readonly string[]>> = {
  "cisco-ios": [
    "!RANCID-CONTENT-TYPE: cisco\n!\n!Chassis type: WS-C3750\nhostname sw1\nend\n",
    "! Cisco IOS Software, C3750E Software\nversion 15.2\n",
    "version 17.9\nservice timestamps debug datetime msec\nhostname r1\ninterface GigabitEthernet1\n ip address 10.0.0.1 255.255.255.0\nend\n",
    "hostname r1\ninterface FastEthernet0/1\n switchport mode access\n!\nmonitor session 1 source interface Fa0/1\nmonitor session 1 destination interface Fa0/2\n",
    "SW1(config)# monitor session 1 source interface fa0/12\nSW1(config)# monitor session 1 destination interface fa0/24\n",
    "mon ses 1 type erspan-source\nR1(config-mon-erspan-src)# no shut\n",
  ],
  "cisco-iosxr": [
    "!RANCID-CONTENT-TYPE: cisco-xr\nhostname r1\nend\n",
    "Wed Jan 25 18:29:10.632 UTC\nBuilding configuration...\n!! IOS XR Configuration 6.0.0\nhostname r1\nend\n",
    "hostname r1\ninterface TenGigE0/0/0/0\n ipv4 address 10.0.0.1 255.255.255.0\n monitor-session 1 ethernet\n!\nend\n",
    "monitor-session 1 ethernet\n destination interface TenGigE0/0/0/1\n!\n",
  ],
  "cisco-nxos": [
    "!RANCID-CONTENT-TYPE: cisco-nx\nhostname n\n",
    "!Command: show running-config\n!Time: Mon\nversion 9.3(5)\n",
    "hostname n9k\nfeature bgp\nvrf context management\ninterface Ethernet1/1\n  no shutdown\nmonitor session 1\n  no shut\n",
    "monitor session 1 type erspan-source\n  source interface Ethernet1/1 both\n  destination ip 10.0.0.1\n  no shut\n",
  ],
  "arista-eos": [
    "! Command: show running-config\n! device: leaf1 (DCS-7050, EOS-4.24.0F)\nhostname leaf1\nend\n",
    "hostname leaf1\nvlan internal order ascending range 1006 1199\ninterface Ethernet1\n   description x\n   switchport mode trunk\nmonitor session A source Ethernet1\nend\n",
    "interface Management1\n   ip address 10.0.0.1/24\nmonitor session A source Ethernet1 rx\nmonitor session A destination Ethernet2\n",
  ],
  "juniper-junos": [
    "## Last commit: 2018-07-18 11:21:58 PDT by echen\nversion 18.1R3;\nsystem {\n    host-name mx1;\n}\n",
    "set version 18.1R3\nset system host-name mx1\nset interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24\n",
    "system {\n    host-name ex1;\n}\ninterfaces {\n    ge-0/0/0 {\n        unit 0 {\n            family inet;\n        }\n    }\n}\n",
  ],
};

describe("detection of the operating system", () => {
  for (const [os, list] of Object.entries(texts))
    list.forEach((text, index) => {
      it(`knows ${os} by text ${index + 1}, with LF and with CR LF`, () => {
        assert.equal(detect(text).os, os, detect(text).why);
        assert.equal(detect(text.replaceAll("\n", "\r\n")).os, os);
      });
    });

  it("reads neither ASA nor SLX nor VRP text as IOS, and says what it looks like", () => {
    const asa =
      ": Saved\n:\nASA Version 9.8(2)\nhostname fw\ninterface GigabitEthernet0/0\n nameif outside\n security-level 0\n ip address 10.0.0.1 255.255.255.0\nbanner motd monitor session 1 source interface Gi0/1\n";
    const slx =
      "hostname slx\ninterface Ethernet 0/1\n no shutdown\n!\nmonitor session 1\n source ethernet 0/1 destination port-channel 1024 direction both\n!\n";
    const vrp =
      "sysname h\ninterface GigabitEthernet0/0/1\n ip address 10.0.0.1 255.255.255.0\nip http server\n";
    for (const [text, name] of [
      [asa, /ASA/],
      [slx, /SLX/],
      [vrp, /VRP/],
    ] as const) {
      assert.equal(detect(text).os, null);
      assert.match(detect(text).why, name);
    }
  });

  it("decides nothing for a text of no known system", () => {
    for (const text of ["", "hello\n", "\u0000\u0001\u0002", "[section]\nkey = value\n", "<xml/>\n"]) {
      assert.equal(detect(text).os, null);
      assert.match(detect(text).why, /--os/);
    }
  });

  it("takes a text with statements of two systems for that of which there are more, in either order", () => {
    const span =
      "monitor session 1 type erspan-source\n shutdown\n source interface Gi1/2\n destination\n  erspan-id 1\n  ip address 192.0.2.4\n!\n";
    const xr = "monitor-session TAP ethernet\n destination pseudowire\n!\n";
    const attached = `interface TenGigE0/0/0/1\n monitor-session TAP ethernet direction rx-only\n!\n${xr}`;
    assert.equal(detect(`hostname r\n!\n${span}${xr}`).os, "cisco-ios");
    assert.equal(detect(`hostname r\n!\n${xr}${span}`).os, "cisco-ios");
    assert.equal(
      detect(`hostname r\n!\n${attached}monitor session 1 source interface Gi1/2\n`).os,
      "cisco-iosxr",
    );
    assert.equal(detect(`!! IOS XR Configuration 7.9.1\nhostname r\n${xr}${span}`).os, "cisco-iosxr");
  });

  it("counts no statement of a comment as one of a system", () => {
    const commented = "! monitor session 1 source interface Gi1/0/1\n".repeat(9);
    assert.equal(
      detect(`hostname r\n${commented}monitor-session TAP ethernet\n destination pseudowire\n!\n`).os,
      "cisco-iosxr",
    );
  });
});
