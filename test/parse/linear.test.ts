import assert from "node:assert/strict";
import { test } from "node:test";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { inspect, inspectComments, inspectShow } from "../../src/pipeline.ts";

const catalog = loadCatalog();
const lines = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join("");

/** Texts that a hostile or broken device can send, by the number of their lines. */
const texts: Readonly<Record<string, (count: number) => string>> = {
  "one session a line": (count) => lines(count, (at) => `monitor session ${at} source interface Gi1/0/1\n`),
  "one session a line, of which each half states a VLAN": (count) =>
    lines(count, (at) => `monitor session ${at >> 1} source vlan ${at % 4094} ${at % 2 ? "rx" : "tx"}\n`),
  "a session with all lines": (count) => lines(count, (at) => `monitor session 1 source vlan ${at} rx\n`),
  "lines that are refused": (count) =>
    lines(count, (at) => `monitor session ${at} sorce interface Gi1/0/1\n`),
  "the widest ranges": (count) => lines(count, () => "monitor session 1 source interface Gi1/0/1 - 9999\n"),
  "ranges as wide as a line card": (count) =>
    lines(count, (at) => `monitor session ${at} source interface Gi1/0/1 - 900\n`),
  "removals of ranges": (count) =>
    lines(count, () => "no monitor session 1 source interface Gi1/0/1 - 900\n"),
  applets: (count) =>
    lines(
      count,
      (at) => `event manager applet A${at}\n action 1 cli command "monitor session 1 source vlan 1"\n`,
    ),
};

/** Least processor time of some runs, in microseconds: what else the machine does counts little. */
function work(run: () => void): number {
  const runs = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...runs);
}

/** Four times the text may cost ten times the work, where a quadratic reading would cost sixteen times. */
function staysLinear(run: (count: number) => void, count = 800): void {
  run(count);
  const ratio =
    work(() => run(4 * count)) /
    Math.max(
      1,
      work(() => run(count)),
    );
  assert.ok(ratio < 10, `four times the text costs ${ratio.toFixed(1)} times the work`);
}

for (const [name, text] of Object.entries(texts))
  test(`reading takes time linear in the text: ${name}`, () => {
    staysLinear((count) => {
      inspect(Buffer.from(text(count)), { name: "x", os: "cisco-ios", catalog });
    });
  });

test("a text stands for a bounded number of ports, and a range beyond that is kept as it was written", () => {
  const { sessions } = inspect(Buffer.from(texts["ranges as wide as a line card"]!(3000)), {
    name: "x",
    os: "cisco-ios",
    catalog,
  });
  const sources = sessions.flatMap((session) => session.sources);
  assert.ok(sources.length < 70_000, String(sources.length));
  assert.equal(sessions.length, 3000);
  assert.ok(sessions.every((session) => session.sources.length > 0));
  assert.ok(sources.some(({ name }) => name === "GigabitEthernet1/0/1-900"));
});

test("reading output takes time linear in the text", () => {
  const block = (at: number) =>
    `Session ${at}\n---------\nType : Local Session\nSource Ports :\n    Both : Gi1/0/1\nDestination Ports : Gi1/0/2\n`;
  staysLinear((count) => {
    inspectShow(Buffer.from(lines(count, block)), { name: "x", catalog });
  }, 300);
  const one = (count: number) =>
    `Session 1\nType : Local Session\nSource Ports :\n${lines(count, (at) => `    Both : Gi1/0/${at}\n`)}`;
  staysLinear((count) => {
    inspectShow(Buffer.from(one(count)), { name: "x", catalog });
  });
  const log = ` idx   sess           user@line      Logged command\n`;
  staysLinear((count) => {
    inspectShow(Buffer.from(log + lines(count, (at) => ` ${at} 1 a@vty0 |monitor session 1\n`)), {
      name: "x",
      catalog,
    });
  });
  staysLinear((count) => {
    inspectShow(Buffer.from(lines(count, (at) => `<analyzer-name>A${at}</analyzer-name><`)), {
      name: "x",
      catalog,
    });
  });
});

test("looking for output in the comments of a config takes time linear in the text", () => {
  staysLinear((count) => {
    const config = Buffer.from(lines(count, (at) => `! Session ${at}\nsession ${at} #show\n`));
    const snapshot = inspect(config, { name: "x", os: "cisco-ios", catalog });
    inspectComments(config, snapshot, catalog);
  });
});
