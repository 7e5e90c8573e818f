import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { inspect } from "../../src/pipeline.ts";

const catalog = loadCatalog();

function read(text: string, os: string) {
  return inspect(Buffer.from(text), { name: "x", os, catalog });
}

/** Everything that is shown of a line, or of where a copy goes. */
function told(text: string, os: string): { readonly shown: string; readonly count: number } {
  const { unread, indicators, sessions } = read(text, os);
  return {
    shown: JSON.stringify([unread, indicators, sessions]),
    count: unread.length + indicators.length + sessions.length,
  };
}

const marked = "SECRETPW6";
const lines: readonly (readonly [os: string, text: string])[] = [
  ["cisco-ios", `monitor capture X export ftp://u:${marked}@h/x.pcap\n`],
  ["cisco-ios", `monitor capture X export ftp://u:${marked}@${marked}/9@h/x.pcap\n`],
  ["cisco-ios", `monitor capture Y file location ftp://u:${marked}@h/\n`],
  ["cisco-ios", `monitor capture Z interface Gi1 badword ftp://u:${marked}@h/\n`],
  [
    "cisco-ios",
    `event manager applet A\n action 1 cli command "username x password ${marked} ; monitor session 1"\n`,
  ],
  ["cisco-ios", `alias exec t monitor capture X export ftp://u:${marked}@h/x\n`],
  ["cisco-ios", `macro name M\nmonitor session 3 key ${marked}\n@\n`],
  ["cisco-ios", `banner motd ${marked} monitor session\n`],
  ["cisco-ios", `monitor session 1 password 7 ${marked}\n`],
  ["arista-eos", `monitor session bogus what is this password 7 ${marked}\n`],
  [
    "arista-eos",
    `event-handler H\n   action bash FastCli -c "conf\\nusername x secret ${marked}\\nmonitor session A"\n`,
  ],
  ["cisco-nxos", `scheduler job name J\nmonitor session 1 ; snmp-server community ${marked} rw\nend-job\n`],
  ["cisco-iosxr", `monitor-session 1 ethernet password=${marked}\n`],
  ["juniper-junos", `set forwarding-options analyzer A authentication-key ${marked}\n`],
  [
    "juniper-junos",
    `set event-options policy P then change-configuration commands "set forwarding-options analyzer A; set system root-authentication plain-text-password-value ${marked}"\n`,
  ],
];

describe("what is told of a config", () => {
  for (const [os, text] of lines)
    it(`holds no secret of ${text.trim().replaceAll("\n", " / ")}`, () => {
      const { shown, count } = told(text, os);
      assert.ok(count > 0, "something must be told");
      assert.ok(!shown.includes(marked), shown);
    });

  it("keeps the host and the user of a file on a server", () => {
    const { sessions } = read(
      "monitor capture X interface Gi1 both\nmonitor capture X export ftp://u:pw@h/x.pcap\n",
      "cisco-ios",
    );
    assert.equal(sessions[0]!.destinations[0]!.name, "ftp://u:<secret>@h/x.pcap");
  });

  it("keeps the name of a session that is called like a secret", () => {
    for (const name of ["password", "secret", "key", "token"]) {
      const { sessions, unread } = read(
        `monitor session ${name} source Ethernet5\nmonitor session ${name} sorce Ethernet5\n`,
        "arista-eos",
      );
      assert.deepEqual([sessions[0]!.name, sessions[0]!.sources[0]!.name], [name, "Ethernet5"]);
      assert.match(unread[0]!.text, new RegExp(`^monitor session ${name} `));
      const { indicators } = read(`alias t monitor session ${name} source Ethernet5\n`, "arista-eos");
      assert.equal(indicators[0]!.text, `alias t monitor session ${name} source Ethernet5`);
    }
  });

  it("never holds what follows a word for a secret", () => {
    const keyword = fc.constantFrom(
      "password",
      "secret",
      "key",
      "token",
      "community",
      "passphrase",
      "authentication-key",
      "encrypted-password",
      "pre-shared-key",
      "md5",
    );
    const type = fc.constantFrom("", "0 ", "7 ", "5 ", "level 15 ", "clear ");
    const before = fc.constantFrom(
      "monitor session 1 what ",
      "monitor session bogus ",
      "monitor session ",
      "alias t monitor session 1 ",
      'alias t "monitor session 1\\n',
      "schedule t monitor session 1 --",
    );
    const quote = fc.constantFrom("", '"', "'");
    const secret = fc.stringMatching(/^[A-Z0-9]{8,20}$/);
    fc.assert(
      fc.property(before, keyword, type, quote, secret, (start, word, kind, mark, value) => {
        const { shown, count } = told(
          `${start}${word} ${kind}${mark}${value}${mark} and more\n`,
          "arista-eos",
        );
        assert.ok(count > 0);
        assert.ok(!shown.includes(value), shown);
      }),
    );
  });
});
