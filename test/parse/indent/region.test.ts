import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { claimed, eos, flatten, ios, iosxr, nxos } from "./support.ts";

const session = "monitor session 1 source vlan 7";

/** The lines that were claimed, and those that were found unread. */
function fate(
  profile: Parameters<typeof flatten>[0],
  text: string,
): { claimed: readonly number[]; unread: readonly number[] } {
  const { lines, unread } = flatten(profile, text);
  return { claimed: lines.map(({ line }) => line), unread: unread.map(({ line }) => line) };
}

describe("free text", () => {
  for (const [name, open, close] of [
    ["^C as two characters", "^C", "^C"],
    ["ETX", "\u0003", "\u0003"],
    ["^C before a text that begins with C", "^CC", "^C"],
    ["a number sign", "#", "#"],
    ["a letter", "x", "x"],
    ["a caret", "^ ", "^"],
  ] as const)
    it(`of a banner with ${name} forges no statement`, () => {
      const text = `banner motd ${open}\n${session}\n no \n${close}\n${session}\nend\n`;
      assert.deepEqual(fate(ios, text), { claimed: [5], unread: [] });
    });

  it("of a banner on one line ends on that line", () => {
    assert.deepEqual(fate(iosxr, "banner motd #no entry#\nmonitor-session 1 ethernet\nend\n").claimed, [2]);
  });

  it("of a banner without its end is unread and hides nothing", () => {
    for (const open of ["^C", "#", "\u0003", "^CC", ""])
      assert.deepEqual(fate(ios, `banner login ${open}\ntext\n${session}\nend\n`), {
        claimed: [3],
        unread: [1],
      });
  });

  it("of a banner that runs into the next banner is unread and read on", () => {
    const text = `banner login ^C\ntext\n${session}\nbanner motd ^C\n${session}\n^C\n${session}\nend\n`;
    assert.deepEqual(fate(ios, text), { claimed: [3, 7], unread: [1] });
  });

  it("does not take a delimiter in the middle of a later line for its end", () => {
    const text = `banner motd #\ntext\n${session}\ninterface Gi1\n description uplink #1 west\n!\nend\n`;
    assert.deepEqual(fate(ios, text), { claimed: [3], unread: [1] });
  });

  it("of a certificate ends at quit, and a certificate kept in a file has none", () => {
    const pki = (rest: string) => `crypto pki certificate chain T\n certificate self-signed 01${rest}`;
    const whole = `${pki("\n  3082032E 30820216\n  ")}${session}\n  \tquit\n${session}\nend\n`;
    assert.deepEqual(fate(ios, whole), { claimed: [6], unread: [] });
    assert.deepEqual(fate(ios, `${pki(" nvram:x.cer")}\n${session}\nend\n`), { claimed: [3], unread: [] });
    assert.deepEqual(fate(ios, `${pki("\n  3082032E")}\n${session}\nend\n`), { claimed: [4], unread: [2] });
  });

  it("of a macro ends at its @", () => {
    const text = `macro name tap\nswitchport mode access\n${session}\n@\n${session}\nend\n`;
    assert.deepEqual(fate(ios, text), { claimed: [5], unread: [] });
    assert.deepEqual(fate(ios, text.replace("@\n", "")), { claimed: [3, 4], unread: [1] });
  });

  it("of a route policy or a set ends at its own end", () => {
    const text = `route-policy P\nmonitor-session 1 ethernet\nend-policy\n!\nprefix-set S\n 10.0.0.0/8\nend-set\n!\nmonitor-session 2 ethernet\nend\n`;
    assert.deepEqual(fate(iosxr, text), { claimed: [9], unread: [] });
    assert.deepEqual(fate(iosxr, text.replace("end-policy", "endpolicy")), { claimed: [2, 9], unread: [1] });
  });

  it("of an EOS banner ends at EOF", () => {
    const text = `banner motd\nmonitor session A source Ethernet1\nEOF\nmonitor session A destination Ethernet2\nend\n`;
    assert.deepEqual(fate(eos, text), { claimed: [4], unread: [] });
    assert.deepEqual(fate(eos, text.replace("EOF", "EoF")), { claimed: [2, 4], unread: [1] });
  });

  it("of an NX-OS banner may use any delimiter", () => {
    assert.deepEqual(fate(nxos, "banner motd @\nmonitor session 1\n@\nmonitor session 2\n").claimed, [4]);
  });

  it("of a banner may follow its head at once, be abbreviated, and use a letter beyond ASCII", () => {
    const group = `crypto isakmp client configuration group G\n banner ^C\n${session}\n^C\n!\n${session}\nend\n`;
    assert.deepEqual(fate(ios, group), { claimed: [6], unread: [] });
    assert.deepEqual(fate(ios, `ban mot §\n${session}\n§\n${session}\nend\n`), { claimed: [4], unread: [] });
  });

  it("of a public key ends at quit, and a key on one line has no text", () => {
    const text = `crypto key pubkey-chain rsa\n key-string\n  30820122\n${session}\n  quit\n!\nkey chain K\n key 1\n  key-string 7 0822\n!\n${session}\nend\n`;
    assert.deepEqual(fate(ios, text), { claimed: [11], unread: [] });
  });

  it("is not opened by a line that only applies it", () => {
    const text = `router bgp 1\n neighbor 10.0.0.1\n  address-family ipv4 unicast\n   route-policy PASS in\n  !\n !\n!\nmonitor-session 1 ethernet\nend\n`;
    assert.deepEqual(fate(iosxr, text), { claimed: [8], unread: [] });
    assert.deepEqual(fate(ios, `macro auto execute E builtin CISCO_AP\n${session}\nend\n`), {
      claimed: [2],
      unread: [],
    });
  });

  it("of one set that runs into another is unread and read on", () => {
    const text =
      "prefix-set A\n 10.0.0.0/8\nmonitor-session 1 ethernet\ncommunity-set B\n 1:1\nend-set\nend\n";
    assert.deepEqual(fate(iosxr, text), { claimed: [3], unread: [1] });
  });

  it("in descriptions, remarks and comments is never claimed", () => {
    const text = `interface Gi1\n description ${session}\n!\n! ${session}\nip access-list extended A\n remark ${session}\n!\n`;
    assert.deepEqual(claimed(ios, text), []);
  });
});

describe("automation that holds mirror commands", () => {
  const found = (profile: Parameters<typeof flatten>[0], text: string) =>
    flatten(profile, text).indicators.map(({ kind, line }) => `${kind} ${line}`);

  it("is an indicator and no session", () => {
    const text = `event manager applet HIDE
 event cli pattern "show run.*" sync yes
 action 1.0 cli command "enable"
 action 2.0 cli command "mon ses 1 so int gi0/1"
 action 3.0 cli command "show running-config | exclude monitor session"
 action 4.0 syslog msg "show monitor session"
kron policy-list P
 cli monitor session 2 source interface Gi0/2
!
alias exec tap monitor session 3 source vlan 5
alias exec smon show monitor session all
macro name tap
switchport mode access
monitor session 4 source vlan 5
@
end
`;
    const { lines, unread } = flatten(ios, text);
    assert.deepEqual([lines, unread], [[], []]);
    assert.deepEqual(
      found(ios, text),
      [2, 4, 5, 8, 10, 14].map((line) => `automation ${line}`),
    );
  });

  it("is looked for without touching the text", () => {
    const bytes = Buffer.from('event manager applet A\n action 1 cli command "monitor session 1"\n!\nend\n');
    const before = bytes.toString();
    flatten(ios, bytes);
    assert.equal(bytes.toString(), before);
  });

  it("is not an applet that only logs what is typed", () => {
    const text = `event manager applet CLIaccounting
 event cli pattern ".*" sync no skip no
 action 1.0 syslog msg "$_cli_msg"
!
end
`;
    assert.deepEqual(found(ios, text), []);
  });

  it("is read in scheduler jobs, event handlers and schedules", () => {
    assert.deepEqual(
      found(nxos, "scheduler job name J\nmonitor session 1\n no shut\nend-job\nmonitor session 2\n"),
      ["automation 2"],
    );
    assert.deepEqual(
      found(eos, 'event-handler H\n   action bash FastCli -p 15 -c "conf\\nmonitor session A source Et1"\n'),
      ["automation 2"],
    );
    assert.deepEqual(
      found(eos, "schedule T interval 60 max-log-files 1 command monitor session A source Et1\n"),
      ["automation 1"],
    );
  });
});
