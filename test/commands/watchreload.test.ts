import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { Authority, writePair } from "../support/authority.ts";
import { type Daemon, startDaemon } from "../support/daemon.ts";
import { readLeef } from "../support/leefreader.ts";
import { SyslogPeer } from "../support/syslogpeer.ts";
import { temporaryFolder } from "../support/temporary.ts";

const command = (device: string) =>
  `<189>12: ${device}: Nov 24 02:14:07.212: %PARSER-5-CFGLOG_LOGGEDCMD: User:jdoe  logged command:monitor session 1 source interface Gi1/0/1`;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(10);
}

async function reload(daemon: Daemon, answer: RegExp): Promise<string> {
  const before = daemon.log.length;
  daemon.child.kill("SIGHUP");
  await until(() => daemon.log.slice(before).some(({ msg }) => answer.test(msg)));
  return daemon.log.slice(before).find(({ msg }) => answer.test(msg))!.msg;
}

function settings(folder: string, lines: readonly string[]): void {
  writeFileSync(join(folder, "mirrorwatch.yaml"), `${lines.join("\n")}\n`);
}

async function client(t: TestContext, port: number) {
  const socket = connect(port, "127.0.0.1");
  t.after(() => socket.destroy());
  await once(socket, "connect");
  return socket;
}

test("SIGHUP brings new settings into force without touching a connection; wrong ones change nothing", async (t) => {
  const siem = await new SyslogPeer().listen();
  t.after(() => siem.die());
  const folder = temporaryFolder(t);
  const listen = ["watch:", "  udp: 127.0.0.1:0", "  tcp: 127.0.0.1:0"];
  settings(folder, listen);
  const daemon = await startDaemon(t, folder, ["--json"], []);
  const socket = await client(t, daemon.tcp);
  const text = `${command("SW1")}\n`;
  socket.write(text.slice(0, 50));
  settings(folder, [
    ...listen,
    "inventory:",
    "  sw1: cisco-ios",
    "deliver:",
    `  to: tcp://127.0.0.1:${siem.port}`,
  ]);
  await reload(daemon, /^settings reloaded/);
  socket.write(text.slice(50));
  await until(() => siem.lines.length === 1);
  assert.equal(readLeef(siem.lines[0]!).attributes.get("os"), "cisco-ios");
  for (const [wrong, said] of [
    [["watch:", "  tpc: 127.0.0.1:0"], /not reloaded.*did you mean tcp/],
    [["watch:", `  tcp: 127.0.0.1:${siem.port}`], /not reloaded.*another program/],
    [["watch:", "  tls: { certificate: absent, key: absent }"], /not reloaded.*absent/],
  ] as const) {
    settings(folder, wrong);
    assert.match(await reload(daemon, /not reloaded/), said);
  }
  socket.write(`${command("sw2")}\n`);
  await until(() => siem.lines.length === 2);
  daemon.child.kill("SIGTERM");
  assert.equal(await daemon.exit(), 0);
  assert.equal(JSON.parse(daemon.out()).received.connectionsOpened, 1);
});

test("no message is lost while listeners come and go and settings are read again and again", async (t) => {
  const folder = temporaryFolder(t);
  const listen = (more: string) => settings(folder, ["watch:", "  udp: []", `  tcp: [127.0.0.1:0${more}]`]);
  listen("");
  const daemon = await startDaemon(t, folder, ["--json", "--no-deliver"], []);
  const socket = await client(t, daemon.tcp);
  let sent = 0;
  let sending = true;
  const stream = (async () => {
    for (; sending; sent += 100, await pause(2))
      if (!socket.write("<13>nothing of interest\n".repeat(100))) await once(socket, "drain");
  })();
  for (const more of [', "[::1]:0"', "", ', "[::1]:0"']) {
    listen(more);
    await reload(daemon, /^settings reloaded/);
  }
  sending = false;
  await stream;
  socket.end();
  await once(socket.resume(), "close");
  daemon.child.kill("SIGTERM");
  assert.equal(await daemon.exit(), 0);
  const { received } = JSON.parse(daemon.out());
  assert.equal(received.tcpMessages, sent);
  assert.equal(received.connectionErrors + received.framingErrors, 0);
});

test("SIGHUP takes a renewed certificate", async (t) => {
  const folder = temporaryFolder(t);
  const authority = new Authority();
  writePair(folder, "mw", authority.issue({ dns: ["first"] }));
  settings(folder, [
    "watch:",
    "  tls: { listen: 127.0.0.1:0, certificate: mw.pem, key: mw.key }",
    "  udp: []",
    "  tcp: []",
  ]);
  const daemon = await startDaemon(t, folder, [], []);
  const port = Number(
    ((await daemon.logged(/^listening/)) as unknown as { tls: string[] }).tls[0]!.split(":").at(-1),
  );
  const shown = async () => {
    const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false });
    t.after(() => socket.destroy());
    await once(socket, "secureConnect");
    return socket.getPeerCertificate().subjectaltname;
  };
  assert.equal(await shown(), "DNS:first");
  writePair(folder, "mw", authority.issue({ dns: ["second"] }));
  await reload(daemon, /^settings reloaded/);
  assert.equal(await shown(), "DNS:second");
});
