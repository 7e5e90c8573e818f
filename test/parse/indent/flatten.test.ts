import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { claimed, eos, flatten, ios, iosxr, nxos } from "./support.ts";

describe("flattening an indented config", () => {
  it("gives a one-line session and every line of a block its absolute path and line number", () => {
    const text = `hostname sw1
!
monitor session 1 source interface Gi1/0/1 - 4 , Te1/1/1 rx
monitor session 2 type erspan-source
 no shutdown
 source interface Gi1/0/5
 destination
  erspan-id 100
  ip address 10.1.0.2
 description second  one
!
end
`;
    assert.deepEqual(claimed(ios, text), [
      "3 monitor session 1 source interface Gi1/0/1 - 4 , Te1/1/1 rx",
      "4 monitor session 2 type erspan-source",
      "5 monitor session 2 type erspan-source > no shutdown",
      "6 monitor session 2 type erspan-source > source interface Gi1/0/5",
      "7 monitor session 2 type erspan-source > destination",
      "8 monitor session 2 type erspan-source > destination > erspan-id 100",
      "9 monitor session 2 type erspan-source > destination > ip address 10.1.0.2",
      "10 monitor session 2 type erspan-source > description second one",
    ]);
  });

  it("gives a line inside an interface its ancestors and leaves the rest of the interface alone", () => {
    const text = `interface TenGigE0/0/0/0
 description monitor-session 9 ethernet
 monitor-session 1 ethernet direction rx-only
  acl
 !
 l2transport
  monitor-session 2 ethernet
 !
!
monitor-session 1 ethernet
 destination interface tunnel-ip1
!
interface tunnel-ip1
 tunnel destination 70.1.1.2
!
end
`;
    assert.deepEqual(claimed(iosxr, text), [
      "3 interface TenGigE0/0/0/0 > monitor-session 1 ethernet direction rx-only",
      "4 interface TenGigE0/0/0/0 > monitor-session 1 ethernet direction rx-only > acl",
      "7 interface TenGigE0/0/0/0 > l2transport > monitor-session 2 ethernet",
      "10 monitor-session 1 ethernet",
      "11 monitor-session 1 ethernet > destination interface tunnel-ip1",
      "14 interface tunnel-ip1 > tunnel destination 70.1.1.2",
    ]);
  });

  it("ends a block at the next line with less indentation where the OS prints no `!`", () => {
    const text = `version 9.3(5)
interface Ethernet1/1
  switchport monitor
interface Ethernet1/2
monitor session 1
  source interface Ethernet1/3 both
  no shut
  description
vlan 1,10
  name monitor
`;
    assert.deepEqual(claimed(nxos, text), [
      "3 interface Ethernet1/1 > switchport monitor",
      "5 monitor session 1",
      "6 monitor session 1 > source interface Ethernet1/3 both",
      "7 monitor session 1 > no shut",
      "8 monitor session 1 > description",
    ]);
  });

  it("claims nothing that only looks alike", () => {
    const text = `vdc N7K id 1
  limit-resource monitor-session minimum 0 maximum 2
  limit-resource monitor-session-erspan-dst minimum 0 maximum 23
flow monitor M
  record R
interface Ethernet1/1
  description monitor session 1 source interface Ethernet1/1
`;
    assert.deepEqual(claimed(nxos, text), []);
    assert.deepEqual(claimed(iosxr, "mirror location 0/RSP0/CPU0 disk0:disk1:\nflow monitor-map M\n"), []);
    assert.deepEqual(claimed(ios, "no monitor-interface\nflow monitor X\nmonitoring x\n"), []);
  });

  it("reads abbreviated, capital and negated heads", () => {
    assert.deepEqual(
      claimed(ios, "mon ses 1 so int gi1/0/1\nMONITOR SESSION 2 source vlan 10\nno mon s 3\n"),
      ["1 mon ses 1 so int gi1/0/1", "2 MONITOR SESSION 2 source vlan 10", "3 no mon s 3"],
    );
  });

  it("claims the first and the last line of a text without a line end", () => {
    assert.deepEqual(
      claimed(eos, "monitor session A source Ethernet1\nmonitor session A destination Ethernet2"),
      ["1 monitor session A source Ethernet1", "2 monitor session A destination Ethernet2"],
    );
  });

  it("numbers lines alike with LF, CR LF and lone CR", () => {
    const text = "hostname a\n\nmonitor session 1 source vlan 3\n!\nmonitor session 2 source vlan 4\nend\n";
    const expected = ["3 monitor session 1 source vlan 3", "5 monitor session 2 source vlan 4"];
    for (const ending of ["\n", "\r\n", "\r"])
      assert.deepEqual(claimed(ios, text.replaceAll("\n", ending)), expected, JSON.stringify(ending));
  });

  it("keeps a helper that only matters beside a session out when there is none beside it", () => {
    const p2p = (name: string, rest: string) =>
      `  p2p ${name}\n   neighbor ipv4 10.0.0.1 pw-id 1\n${rest}  !\n`;
    const text = `l2vpn\n xconnect group G\n${p2p("a", "")}${p2p("b", "   monitor-session M\n")} !\n!\nend\n`;
    assert.deepEqual(claimed(iosxr, text), [
      "7 l2vpn > xconnect group G > p2p b > neighbor ipv4 10.0.0.1 pw-id 1",
      "8 l2vpn > xconnect group G > p2p b > monitor-session M",
    ]);
  });

  it("tells the configs of virtual devices in one text apart", () => {
    const vdc = (head: string) => `${head}\nversion 8\nmonitor session 1\n  source vlan 3\n`;
    const text = `${vdc("!Running config for default vdc: a")}${vdc("!Running config for vdc: b")}switchto vdc c\nmonitor session 2\n`;
    assert.deepEqual(
      flatten(nxos, text).lines.map(({ line, context }) => [line, context]),
      [
        [3, undefined],
        [4, undefined],
        [7, "b"],
        [8, "b"],
        [10, "c"],
      ],
    );
  });

  it("finds the host name that the text states", () => {
    assert.equal(flatten(ios, "!\nhostname core-1.example\n!\nend\n").hostname, "core-1.example");
    assert.equal(flatten(nxos, "version 7\nswitchname n7k\n").hostname, "n7k");
    assert.equal(flatten(ios, "interface Gi1\n hostname no\n").hostname, null);
  });
});

describe("text whose indentation was lost", () => {
  it("hides no line of a block behind lines that nobody reads", () => {
    for (const count of [9, 150]) {
      const junk = Array.from({ length: count }, (_, at) => `junk ${at}`);
      const text = [
        "monitor session 1 type erspan-source",
        ...junk,
        "source interface Gi1/0/1",
        "!",
        "end",
        "",
      ];
      const lines = claimed(ios, text.join("\n"));
      assert.equal(lines.length, count + 2);
      assert.match(lines.at(-1)!, /type erspan-source > source interface Gi1\/0\/1$/);
    }
  });

  it("ends a block at its `!`, and tells nothing of what only follows it", () => {
    const junk = Array.from({ length: 20 }, (_, at) => `ntp server 10.0.0.${at}`).join("\n");
    assert.equal(claimed(ios, `monitor session 1 source vlan 5\n${junk}\n!\nend\n`).length, 1);
  });

  it("puts each line under the deepest parent that reads it", () => {
    const text = `R1(config)# monitor session 1 type erspan-source
R1(config-mon-erspan-src)# source interface gig1/1 rx
R1(config-mon-erspan-src)# destination
R1(config-mon-erspan-src-dst)# erspan-id 101
R1(config-mon-erspan-src-dst)# ip address 10.1.1.1
R1(config-mon-erspan-src-dst)# exit
R1(config-mon-erspan-src)# no shutdown
R1(config-mon-erspan-src)# exit
R1(config)# monitor session 2 source vlan 5
R1(config)# end
`;
    const bare = text.replaceAll(/^\S+# /gm, "");
    const expected = [
      "1 monitor session 1 type erspan-source",
      "2 monitor session 1 type erspan-source > source interface gig1/1 rx",
      "3 monitor session 1 type erspan-source > destination",
      "4 monitor session 1 type erspan-source > destination > erspan-id 101",
      "5 monitor session 1 type erspan-source > destination > ip address 10.1.1.1",
      "7 monitor session 1 type erspan-source > no shutdown",
      "9 monitor session 2 source vlan 5",
    ];
    assert.deepEqual(claimed(ios, text), expected);
    assert.deepEqual(claimed(ios, text.replaceAll("R1(", "r1(").replaceAll("# ", "#")), expected);
    assert.deepEqual(claimed(ios, bare), expected);
  });

  it("finds the interface and the modes around a line", () => {
    const text = `monitor-session radware ethernet destination pseudowire
!
l2vpn
 xconnect group defensepro-remote
 p2p dp1
 monitor-session radware
 neighbor ipv4 100.0.0.1 pw-id 1
!
 interface TenGigE0/0/2/3
 description "Transit"
 monitor-session radware ethernet port-level
!
interface TenGigE0/0/2/4
monitor-session radware ethernet
!
end
`;
    assert.deepEqual(claimed(iosxr, text), [
      "1 monitor-session radware ethernet destination pseudowire",
      "6 l2vpn > xconnect group defensepro-remote > p2p dp1 > monitor-session radware",
      "7 l2vpn > xconnect group defensepro-remote > p2p dp1 > neighbor ipv4 100.0.0.1 pw-id 1",
      "11 interface TenGigE0/0/2/3 > monitor-session radware ethernet port-level",
      "14 interface TenGigE0/0/2/4 > monitor-session radware ethernet",
    ]);
  });

  it("tells the output interface of a traffic export profile from an interface block", () => {
    const text = `ip traffic-export profile P
interface FastEthernet0/0
bidirectional
exit
interface Serial0/0
ip traffic-export apply P
`;
    const expected = [
      "1 ip traffic-export profile P",
      "2 ip traffic-export profile P > interface FastEthernet0/0",
      "3 ip traffic-export profile P > bidirectional",
      "5 interface Serial0/0",
    ].slice(0, 3);
    expected.push("6 interface Serial0/0 > ip traffic-export apply P");
    assert.deepEqual(claimed(ios, text), expected);
    assert.deepEqual(
      claimed(ios, text.replace("exit\n", "")),
      expected.map((line) => line.replace(/^6/, "5")),
    );
  });

  it("takes an interface with children for an interface, not for a leaf of an empty profile", () => {
    const text = "ip traffic-export profile P\ninterface Serial0/0\n ip traffic-export apply P\n!\nend\n";
    assert.deepEqual(claimed(ios, text), [
      "1 ip traffic-export profile P",
      "3 interface Serial0/0 > ip traffic-export apply P",
    ]);
  });

  it("keeps a line that is misspelt between lines of its block", () => {
    const text = "monitor session 1 type erspan-source\nsorce vlan 3\nno shutdown\n";
    assert.deepEqual(claimed(ios, text), [
      "1 monitor session 1 type erspan-source",
      "2 monitor session 1 type erspan-source > sorce vlan 3",
      "3 monitor session 1 type erspan-source > no shutdown",
    ]);
  });

  it("does not claim what follows a session that has no children", () => {
    const text = "interface Ethernet1/1\nmonitor session 1\nvlan 10\nshutdown\n!\n";
    assert.deepEqual(claimed(nxos, text), ["2 monitor session 1"]);
  });
});
