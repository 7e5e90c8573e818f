import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { eos, flatten, ios, iosxr, nxos } from "./support.ts";

const scripts: readonly (readonly [Parameters<typeof flatten>[0], string])[] = [
  [ios, "event manager policy tap.tcl type user\n"],
  [ios, "event manager directory user policy flash:/eem\n"],
  [iosxr, "event manager policy tap.tcl username u persist-time 3600 type user\n"],
  [nxos, "event manager applet A\n  action 1 cli python bootflash:tap.py\n"],
  [nxos, "event manager applet A\n  action 1 cli bash /tmp/tap.sh\n"],
  [eos, "daemon tap\n   exec /mnt/flash/tap.py\n   no shutdown\n"],
  [eos, "event-handler H\n   action bash /mnt/flash/tap.sh\n"],
];

describe("a script that the config does not show", () => {
  for (const [profile, text] of scripts)
    it(`is told on ${profile.os}: ${text.trim().replaceAll("\n", " / ")}`, () => {
      const { indicators, lines, unread } = flatten(profile, text);
      assert.deepEqual([indicators.map(({ kind }) => kind), lines, unread], [["automation"], [], []]);
    });

  it("is not what the vendor ships, or an applet that only logs", () => {
    const daemon = "daemon TerminAttr\n   exec /usr/bin/TerminAttr -cvaddr=192.0.2.9:9910\n   no shutdown\n";
    assert.deepEqual(flatten(eos, daemon).indicators, []);
    const applet = "event manager applet A\n  event syslog pattern x\n  action 1 syslog msg bash\n";
    assert.deepEqual(flatten(nxos, applet).indicators, []);
  });
});
