import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { claimed, ios, iosxr } from "./support.ts";

const block = [
  "monitor session 1 type erspan-source",
  " source interface Gi1/0/1",
  " destination",
  "  erspan-id 100",
  "  ip address 10.1.0.2",
  "!",
  "monitor session 2 source vlan 5",
  "!",
  "end",
  "",
];
const paths = [
  "monitor session 1 type erspan-source",
  "monitor session 1 type erspan-source > source interface Gi1/0/1",
  "monitor session 1 type erspan-source > destination",
  "monitor session 1 type erspan-source > destination > erspan-id 100",
  "monitor session 1 type erspan-source > destination > ip address 10.1.0.2",
  "monitor session 2 source vlan 5",
];

/** The claimed paths, without their line numbers. */
function read(text: string): readonly string[] {
  return claimed(ios, text).map((line) => line.slice(line.indexOf(" ") + 1));
}

describe("what a terminal adds to a config", () => {
  for (const [name, noise] of [
    ["a log line", "*Mar  1 00:01:02.123: %SYS-5-CONFIG_I: Configured from console by console\n"],
    [
      "a log line behind a node name",
      "RP/0/7/CPU0:Sep 12 18:21:05.964 : config[65840]: %MGBL-CONFIG-6-DB_COMMIT : x\n",
    ],
    [
      "a log line behind a prompt",
      "R1#Sep 12 18:21:05: %LINEPROTO-5-UPDOWN: Line protocol on Interface Gi0/1, changed\n",
    ],
    ["a debug line", "*Mar  1 00:01:02.123: ISAKMP: received ke message\n"],
    ["the time of an exec command", "Wed Jan 25 18:29:10.632 UTC\n"],
    ["a numbered log line", "000019: %SYS-5-CONFIG_I: Configured from console\n"],
    ["a pager's mark on a line of its own", " --More-- \n"],
    ["a pager's mark erased by backspaces", " --More-- \b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b"],
    ["a pager's mark erased by a return", " --More-- \r          \r"],
    ["a pager's mark in reverse video", "\u001b[7m--More--\u001b[27m\r\u001b[K"],
    ["a blank line", "   \n"],
    ["a comment", "! password <removed>\n"],
  ] as const)
    it(`${name} breaks no block`, () => {
      for (let at = 1; at < 7; at++) {
        const text = block.map((line, index) => (index === at ? noise + line : line)).join("\n");
        assert.deepEqual(read(text), paths, JSON.stringify(text));
      }
    });

  it("trailing blanks change nothing", () => {
    assert.deepEqual(read(block.map((line) => `${line}  \t`).join("\n")), paths);
  });

  it("NUL bytes change nothing that was claimed", () => {
    assert.deepEqual(read(block.map((line) => `${line}\0`).join("\n")), paths);
  });

  it("tabs in place of spaces are indentation", () => {
    assert.deepEqual(read(block.join("\n").replaceAll("\n  ", "\n\t\t").replaceAll("\n ", "\n\t")), paths);
  });

  it("backspaces do not reach over a line end", () => {
    assert.deepEqual(claimed(ios, "hostname a\n\b\b\bmonitor session 2 source vlan 5\n"), [
      "2 monitor session 2 source vlan 5",
    ]);
  });
});

describe("lines of unusual size", () => {
  it("a claimed line that is too long for any device is unread, cut to 500 characters", async () => {
    const { flatten } = await import("./support.ts");
    const long = `monitor session 1 source interface ${"Gi1/0/1 , ".repeat(500_000)}`;
    const { lines, unread } = flatten(ios, `${long}\nmonitor session 2 source vlan 5\n`);
    assert.equal(unread.length, 1);
    assert.equal(unread[0]!.line, 1);
    assert.equal(unread[0]!.text.length, 500);
    assert.deepEqual(
      lines.map(({ line }) => line),
      [2],
    );
  });

  it("an unclaimed line of five megabytes is passed over", () => {
    assert.deepEqual(claimed(iosxr, `${"x ".repeat(2_500_000)}\nmonitor-session 1 ethernet\n`), [
      "2 monitor-session 1 ethernet",
    ]);
  });

  it("nesting deeper than any device loses no claimed line", () => {
    const deep = Array.from({ length: 200 }, (_, level) => `${" ".repeat(level)}x${level}`).join("\n");
    assert.equal(claimed(ios, `${deep}\n${" ".repeat(200)}monitor session 1 source vlan 2\n`).length, 1);
  });
});
