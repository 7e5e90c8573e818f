import assert from "node:assert/strict";
import { test } from "node:test";
import { gatherBlocks } from "../../src/normalise/indicatorblock.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { inspect } from "../../src/pipeline.ts";

const catalog = loadCatalog();
const indicators = (os: string, text: string) =>
  inspect(Buffer.from(text), { name: "x", os, catalog }).indicators.map(({ line, text }) => [line, text]);

test("an applet is one indicator, and two applets are two", () => {
  const applet = (name: string, session: number) =>
    `event manager applet ${name}\n action 1 cli command "conf t"\n action 2 cli command "monitor session ${session} source vlan 5"\n action 3 cli command "monitor session ${session} destination interface Gi1/0/9"\n`;
  assert.deepEqual(
    indicators("cisco-ios", `hostname r\n${applet("A", 1)}${applet("B", 2)}end\n`).map(([line]) => line),
    [4, 8],
  );
});

test("a scheduled job is one indicator whose text tells all its lines", () => {
  const text =
    "hostname n\nscheduler job name J\nconfigure terminal\nmonitor session 1\n source interface Ethernet1/1\nno monitor session 2\nend-job\n";
  assert.deepEqual(indicators("cisco-nxos", text), [[4, "monitor session 1 / no monitor session 2"]]);
});

test("lines that stand alone, such as aliases, stay apart", () => {
  const text =
    "hostname r\nalias exec a monitor session 1 source vlan 5\nalias exec b monitor session 2 source vlan 5\nend\n";
  assert.equal(indicators("cisco-ios", text).length, 2);
});

test("different kinds in one block stay apart, and reasons are told once", () => {
  const line = (kind: "automation" | "blind", at: number, why: string) =>
    ({ kind, line: at, text: `t${at}`, why, block: "b" }) as const;
  assert.deepEqual(
    gatherBlocks([line("automation", 1, "one"), line("blind", 2, "two"), line("automation", 3, "one")]),
    [
      { kind: "automation", line: 1, text: "t1 / t3", why: "one" },
      { kind: "blind", line: 2, text: "t2", why: "two" },
    ],
  );
});
