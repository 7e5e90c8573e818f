import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { eos, flatten, ios, iosxr, nxos } from "./indent/support.ts";

const iosText = `Building configuration...

Current configuration : 120 bytes
!
version 15.2
hostname sw1
!
interface GigabitEthernet1/0/1
 switchport mode access
!
monitor session 1 source vlan 7
!
end
`;
const nxosText = `!Command: show running-config
!Time: Mon Mar  2 10:00:00 2026

version 9.3(5)
hostname n9k
interface Ethernet1/1
  no shutdown
line vty
`;

/** `complete`, or why not. */
function verdict(profile: Parameters<typeof flatten>[0], text: string): string {
  const { complete, completeness } = flatten(profile, text);
  return complete ? "complete" : completeness;
}

describe("completeness of a config", () => {
  it("is told by the end marker where the OS prints one", () => {
    assert.equal(verdict(ios, iosText), "complete");
    assert.equal(verdict(iosxr, "!! IOS XR Configuration 7.9.2\n!\nend\n"), "complete");
    assert.equal(
      verdict(eos, "! device: sw1 (vEOS, EOS-4.30)\n!\ninterface Ethernet1\n!\nend\n"),
      "complete",
    );
    assert.match(verdict(ios, iosText.replace("\nend\n", "\n")), /does not end with `end`/);
    assert.match(verdict(iosxr, "hostname r1\nmonitor-session 1 ethernet\n"), /does not end with `end`/);
  });

  it("bears a prompt, comments and further commands behind the end marker", () => {
    for (const tail of [
      "sw1#",
      "sw1#exit\n",
      "! kept by Oxidized\n",
      "\n\n",
      "sw1#show version\nCisco IOS\n",
    ])
      assert.equal(verdict(ios, iosText + tail), "complete", tail);
  });

  it("is not given by an end marker in the middle", () => {
    assert.match(verdict(ios, `${iosText}interface Gi1\n shutdown\n`), /does not end with/);
  });

  it("is told by the opening signs and a whole last line where the OS prints no end marker, and says so", () => {
    const { complete, completeness } = flatten(nxos, nxosText);
    assert.equal(complete, true);
    assert.match(completeness, /no end marker/);
    assert.match(verdict(nxos, nxosText.trimEnd()), /last line is cut/);
    assert.equal(verdict(nxos, `${nxosText}n9k# `), "complete");
    assert.match(verdict(nxos, "monitor session 1\n  source vlan 3\n"), /no line begins with `version`/);
    assert.match(verdict(nxos, "version 9.3(5)\nmonitor session 1\n"), /no line begins with `interface`/);
  });

  it("is refused to a text of another size than the device announced", () => {
    assert.match(verdict(ios, iosText.replace("120 bytes", "48211 bytes")), /announced 48211 bytes/);
  });

  it("is refused to the output of a command that shows a part", () => {
    for (const command of [
      "show running-config | section monitor",
      "sh run | inc mon",
      "show run partition snmp",
    ]) {
      assert.match(verdict(ios, `sw1#${command}\n${iosText}`), /shows a part/, command);
      assert.match(verdict(ios, `${command}\n${iosText}`), /shows a part/, command);
      const version = "Cisco IOS Software\n".repeat(200);
      assert.match(verdict(ios, `${version}sw1#${command}\n${iosText}`), /shows a part/, command);
    }
    const part = nxosText.replace("running-config", "running-config monitor");
    assert.match(verdict(nxos, part), /shows a part/);
    assert.match(
      verdict(iosxr, `RP/0/RSP0/CPU0:r1#show running-config interface\n!! IOS XR\nend\n`),
      /a part/,
    );
  });

  it("is not refused to a whole config whose command was echoed", () => {
    for (const command of [
      "show running-config",
      "sh run",
      "show run | no-more",
      "write term",
      "show startup-config",
    ])
      assert.equal(verdict(ios, `sw1#${command}\n${iosText}`), "complete", command);
  });

  it("is refused when the device refused a command", () => {
    const marker = "       ^\n% Invalid input detected at '^' marker.\n\n";
    assert.match(verdict(ios, `sw1#terminal lenght 0\n${marker}${iosText}`), /refused a command/);
    assert.match(verdict(ios, `Command authorization failed.\n${iosText}`), /refused a command/);
  });

  it("is refused to what a limited user may see", () => {
    const little =
      "Building configuration...\n\nCurrent configuration : 40 bytes\n!\n!\n!\n!\n!\n!\n!\nend\n";
    assert.match(verdict(ios, little), /no line begins with `hostname`/);
  });

  it("is refused to nothing", () => {
    for (const text of ["", "\n\n", "!\n"]) assert.equal(verdict(ios, text), "the text is empty");
    assert.match(verdict(ios, "sw1#show run\nBuilding configuration...\n\nsw1#"), /nothing follows/);
  });

  it("is refused to commands typed at a prompt", () => {
    assert.match(verdict(ios, "R1(config)# hostname R1\nend\n"), /typed at a prompt/);
  });
});
