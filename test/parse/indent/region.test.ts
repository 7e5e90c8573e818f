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

const sessionLines =
  "!\nmonitor session 1 source interface Gi1/0/1\nmonitor session 1 destination interface Gi1/0/2\n!\n";
const lineModes = "!\nline con 0\nline vty 0 4\n";

/** An IOS config whose banner somebody wrote to hide the session that follows. */
function hiding(body: string, after = "alias exec x show clock #\n"): string {
  return `version 15.2\nhostname sw1\nbanner motd ^C\n${body}^C\n${lineModes}${sessionLines}${after}!\nend\n`;
}

describe("a banner that holds its own delimiter", () => {
  const attempts: Readonly<Record<string, readonly [body: string, after: string]>> = {
    "a banner with a delimiter of its author's choice": ["hello ^C\nbanner exec #\n", "description end #\n"],
    "the same behind lines that look like a config": [
      "hello ^C\n!\nline con 0\nbanner exec #\n",
      "description end #\n",
    ],
    "a macro": ["hello ^C\nmacro name Z\n", "@\n"],
    "a certificate": ["hello ^C\n certificate ca 01\n", "quit\n"],
    "a key": ["hello ^C\n!\n key-string\n", "quit\n"],
    "another banner, opened by the true end": ["hello ^C\nbanner exec ", "description end ^C\n"],
    "a menu": ["hello ^C\nmenu m title #\n", "description end #\n"],
    "the banner of a proxy": ["hello ^C\nip admission auth-proxy-banner http #\n", "description end #\n"],
  };
  for (const [name, [body, after]] of Object.entries(attempts))
    it(`does not hide what follows in ${name}`, () => {
      const text = hiding(body, after);
      const { lines, hostname } = flatten(ios, text);
      assert.deepEqual(
        lines.map((line) => line.text),
        sessionLines.split("\n").filter((line) => line.startsWith("monitor")),
      );
      assert.equal(hostname, "sw1");
    });

  it("forges nothing and names no device", () => {
    const text = hiding("hello ^C\nmonitor session 9 source vlan 9\nhostname other\nno monitor session 1\n");
    const { lines, hostname } = flatten(ios, text);
    assert.deepEqual([lines.length, hostname], [2, "sw1"]);
  });

  it("is told where it pretends that the config goes on", () => {
    const { indicators, hostname } = flatten(ios, hiding("hello ^C\n!\ninterface Gi9\nhostname other\n"));
    assert.equal(hostname, "sw1");
    assert.deepEqual(
      indicators.map(({ kind, text }) => `${kind} ${text}`),
      ["blind hostname other", "blind ^C"],
    );
  });

  it("is told line by line where a text runs over the config", () => {
    const text = `hostname a\nbanner motd ^C\n${lineModes}${sessionLines}alias exec x y ^C\n!\nend\n`;
    const { lines, indicators } = flatten(ios, text);
    assert.equal(lines.length, 0);
    assert.deepEqual(
      indicators.map(({ kind, line }) => `${kind} ${line}`),
      ["blind 7", "blind 8"],
    );
  });
});

describe("an honest text", () => {
  it("of two banners in a row, with text before their delimiters, raises no doubt", () => {
    const text = `hostname a\nbanner exec ^C\nhello ^C\nbanner login ^Cno ${session} ^C\nbanner motd ^C\nrouter of the interface team, end of line\ninterface work tonight\nend\n${session}\n^C\n${lineModes}!\nend\n`;
    const { lines, unread, indicators } = flatten(ios, text);
    assert.deepEqual([lines, unread, indicators], [[], [], []]);
  });

  it("of the web and proxy pages is free text, and one that is kept in a file is none", () => {
    for (const open of [
      "ip admission auth-proxy-banner http ^C",
      "parameter-map type webauth global\n banner title ^C",
      "parameter-map type webauth global\n banner text ^C",
      "menu m title ^C",
      "aaa authentication banner ^C",
    ])
      assert.deepEqual(fate(ios, `${open}\n${session}\n^C\nend\n`), { claimed: [], unread: [] }, open);
    for (const file of ["ip admission auth-proxy-banner http file flash:x", " banner file flash:x"])
      assert.deepEqual(fate(ios, `${file}\n${session}\nend\n`), { claimed: [2], unread: [] }, file);
  });
});

describe("a text that is still open at its end", () => {
  it("makes a config incomplete whose end mark may be a part of it", () => {
    const policy = "!! IOS XR\nhostname x\nroute-policy P\n  pass\nend";
    assert.equal(flatten(iosxr, policy).complete, false);
    assert.equal(flatten(iosxr, `${policy}\n`).complete, false);
    assert.equal(flatten(iosxr, `${policy}-policy\n!\nend\n`).complete, true);
    const banner = "hostname x\ninterface Et1\nbanner motd\nhello\nend";
    assert.equal(flatten(eos, banner).complete, false);
    assert.equal(flatten(eos, `${banner}\nEOF\n!\nend\n`).complete, true);
  });

  it("takes no indented line for the end mark", () => {
    assert.equal(flatten(ios, "hostname x\n!\nip x\n end\n").complete, false);
  });
});

describe("a text with the configs of two devices", () => {
  it("is named after the first and incomplete", () => {
    const { hostname, complete, indicators } = flatten(ios, "hostname a\n!\nend\nhostname b\n!\nend\n");
    assert.deepEqual([hostname, complete, indicators.length], ["a", false, 1]);
  });
});
