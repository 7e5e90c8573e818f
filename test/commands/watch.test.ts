import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { watchCommand } from "../../src/commands/watch.ts";
import type { Approval } from "../../src/model/approval.ts";
import { openStore } from "../../src/store/sqlitestore.ts";
import { runCommand } from "../support/context.ts";
import { sendLines, startDaemon } from "../support/daemon.ts";
import { readLeef } from "../support/leefreader.ts";
import { SyslogPeer } from "../support/syslogpeer.ts";
import { temporaryFolder } from "../support/temporary.ts";

const demo = (name: string) =>
  readFileSync(new URL(`../../data/demo/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n");

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(10);
}

test("typed sessions of Cisco and Junos become findings, and their events reach the receiver", async (t) => {
  const siem = await new SyslogPeer().listen();
  t.after(() => siem.die());
  const folder = temporaryFolder(t);
  const daemon = await startDaemon(t, folder, ["--deliver", `tcp://127.0.0.1:${siem.port}`, "--json"]);
  await sendLines(daemon.tcp, demo("cisco-erspan.log"));
  await sendLines(daemon.tcp, demo("junos-analyzer.log"));
  await until(() =>
    ["cam-core1", "dc-acc5"].every((device) => siem.lines.some((line) => line.includes(device))),
  );
  daemon.child.kill("SIGTERM");
  assert.equal(await daemon.exit(), 0);
  const events = siem.lines.map(readLeef);
  const cisco = events.filter(({ attributes }) => attributes.get("device") === "cam-core1");
  assert.equal(cisco[0]!.eventId, "MIRROR_COMMAND_UNAPPROVED_OPENED");
  const last = cisco.at(-1)!.attributes;
  assert.equal(last.get("cat"), "ERSPAN");
  assert.equal(last.get("usrName"), "svc-backup");
  assert.equal(last.get("session"), "9");
  assert.equal(last.get("dst"), "198.51.100.23");
  const junos = events.findLast(({ attributes }) => attributes.get("device") === "dc-acc5")!.attributes;
  assert.equal(junos.get("cat"), "ANALYZER");
  assert.equal(junos.get("session"), "DBG");
  assert.equal(junos.get("usrName"), "jroe");
  assert.doesNotMatch(junos.get("why")!, /not committed/, "the commit is an event of its own");
  const summary = JSON.parse(daemon.out());
  assert.equal(summary.received.tcpMessages, 13);
  assert.equal(summary.steps, events.length);
  assert.equal(summary.waiting, 0);
  const store = openStore(join(folder, "mirrorwatch.sqlite"));
  t.after(() => store.close());
  assert.deepEqual(new Set(store.findings().map(({ device }) => device)), new Set(["cam-core1", "dc-acc5"]));
});

test("what was received before kill -9 is in the database, and its events leave after the restart", async (t) => {
  const folder = temporaryFolder(t);
  const typed = Array.from(
    { length: 60 },
    (_, at) =>
      `<189>${at}: sw${at}: Nov 24 02:14:07.212: %PARSER-5-CFGLOG_LOGGEDCMD: User:jdoe  logged command:monitor session 1 source interface Gi1/0/1`,
  );
  const first = await startDaemon(t, folder, ["--no-deliver"]);
  await sendLines(first.tcp, typed);
  await until(() => first.log.filter(({ msg }) => msg === "finding opened").length >= 30);
  first.child.kill("SIGKILL");
  await first.exit();
  const told = first.log.filter(({ msg }) => msg === "finding opened").map(({ device }) => device);
  const siem = await new SyslogPeer().listen();
  t.after(() => siem.die());
  const second = await startDaemon(t, folder, ["--deliver", `tcp://127.0.0.1:${siem.port}`, "--for", "600"]);
  await until(() => siem.lines.length >= told.length);
  second.child.kill("SIGINT");
  assert.equal(await second.exit(), 0);
  const delivered = siem.lines.map((line) => readLeef(line).attributes.get("device"));
  for (const device of told) assert.ok(delivered.includes(device as string), `${device} is lost`);
  assert.equal(new Set(delivered).size, delivered.length);
});

test("a command that an approval covers is no finding; one that exceeds it is", async (t) => {
  const folder = temporaryFolder(t);
  const store = openStore(join(folder, "mirrorwatch.sqlite"));
  t.after(() => store.close());
  const approval: Approval = {
    id: "a-1",
    device: "sw1",
    session: "1",
    sources: [{ kind: "interface", value: "GigabitEthernet1/0/1-4" }],
    destinations: [{ kind: "interface", value: "GigabitEthernet1/0/24" }],
    filters: [],
    required: false,
    owner: "net",
    ticket: "CHG1",
    reason: "IDS",
  };
  store.approve([approval], "tester", "2026-11-24T00:00:00.000Z");
  const daemon = await startDaemon(t, folder, ["--no-deliver"]);
  const line = (command: string) =>
    `<189>12: sw1: Nov 24 02:14:07.212: %PARSER-5-CFGLOG_LOGGEDCMD: User:jdoe  logged command:${command}`;
  await sendLines(daemon.tcp, [
    line("monitor session 1 source interface Gi1/0/2 rx"),
    line("mon sess 1 sou int gi1/0/9"),
  ]);
  await daemon.logged(/^finding opened/);
  daemon.child.kill("SIGTERM");
  await daemon.exit();
  const findings = store.findings();
  assert.equal(findings.length, 1);
  assert.match(findings[0]!.why, /mon(itor)? sess(ion)? 1 source interface .*1\/0\/9|gi1\/0\/9/i);
});

test("it ends by itself after the messages or the time that it was given", async (t) => {
  const folder = temporaryFolder(t);
  const run = runCommand(watchCommand, ["--udp", "127.0.0.1:0", "--for", "0.2"], {
    cwd: folder,
    options: { json: true },
  });
  assert.equal((await run).code, 0);
  assert.equal(JSON.parse((await run).out).received.udpMessages, 0);
  const daemon = await startDaemon(t, folder, ["--until-messages", "3"]);
  await sendLines(daemon.tcp, ["<13>a", "<13>b", "<13>c"]);
  assert.equal(await daemon.exit(), 0);
  assert.match((await daemon.logged(/^ending/)).msg, /3 messages have been received/);
});

test("wrong addresses, a port in use and nothing to listen on are said before anything starts", async (t) => {
  const cwd = temporaryFolder(t);
  const run = (...args: readonly string[]) => runCommand(watchCommand, args, { cwd });
  for (const args of [
    ["--udp", "514"],
    ["--deliver", "http://x"],
    ["--for", "soon"],
    ["--until-messages", "0"],
  ])
    assert.equal((await run(...args)).code, 2, args.join(" "));
  writeFileSync(join(cwd, "mirrorwatch.yaml"), "watch: { udp: [], tcp: [] }\n");
  const nothing = await run();
  assert.equal(nothing.fault?.code, "settings-invalid");
  assert.match(nothing.fault!.message, /mirrorwatch\.yaml: neither watch\.udp nor watch\.tcp nor watch\.tls/);
  const siem = await new SyslogPeer().listen();
  t.after(() => siem.die());
  const taken = await run("--tcp", `127.0.0.1:${siem.port}`);
  assert.equal(taken.fault?.code, "port-in-use");
  assert.match(taken.fault!.message, new RegExp(`tcp 127.0.0.1:${siem.port}.*another program.*ss -lnptu`));
});
