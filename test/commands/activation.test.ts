import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { inheritedSockets } from "../../src/source/activation.ts";
import { Authority, writePair } from "../support/authority.ts";
import { followDaemon, sendLines } from "../support/daemon.ts";
import { temporaryFolder } from "../support/temporary.ts";

const bin = new URL("../../bin/mirrorwatch.js", import.meta.url).pathname;
const skip = process.platform === "linux" ? false : "systemd runs on Linux only";

/** The descriptor below a listening server or a bound socket. */
function descriptorOf(socket: object): number {
  const parts = Object.getOwnPropertySymbols(socket).map(
    (one) => (socket as Record<symbol, { handle?: { fd: number } }>)[one],
  );
  const found = parts.find((one) => typeof one?.handle?.fd === "number")?.handle;
  return (found ?? (socket as { _handle: { fd: number } })._handle).fd;
}

test("sockets that systemd opened are listened on, in place of what the settings name", {
  skip,
}, async (t) => {
  const folder = temporaryFolder(t);
  const pair = writePair(folder, "mw", new Authority().issue({ dns: ["mw1"] }));
  writeFileSync(
    join(folder, "mirrorwatch.yaml"),
    `watch:\n  udp: 192.0.2.1:5514\n  tls: { certificate: ${pair.certificate}, key: ${pair.key} }\n`,
  );
  const udp = createSocket("udp4").bind(0, "127.0.0.1");
  const tcp = createServer().listen(0, "127.0.0.1");
  const tls = createServer().listen(0, "::1");
  await Promise.all([udp, tcp, tls].map((one) => once(one, "listening")));
  const port = (socket: { address(): unknown }) => (socket.address() as { port: number }).port;
  const ports = [port(udp), port(tcp), port(tls)] as const;
  // The process id that systemd names is that of the daemon itself, which the shell becomes.
  const script = `LISTEN_PID=$$ exec ${process.execPath} ${bin} watch --json --no-deliver`;
  const child = spawn("sh", ["-c", script], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe", descriptorOf(udp), descriptorOf(tcp), descriptorOf(tls)],
    env: { ...process.env, LISTEN_FDS: "3", LISTEN_FDNAMES: "syslog:syslog:tls" },
  });
  udp.close();
  tcp.close();
  tls.close();
  const daemon = await followDaemon(t, child);
  const listening = await daemon.logged(/^listening/);
  assert.deepEqual(
    [listening.udp, listening.tcp, listening.tls],
    [[`127.0.0.1:${ports[0]}`], [`127.0.0.1:${ports[1]}`], [`[::1]:${ports[2]}`]],
  );
  child.kill("SIGHUP");
  await daemon.logged(/^settings reloaded/);
  const sender = createSocket("udp4");
  sender.send("<13>one", ports[0], "127.0.0.1");
  await sendLines(ports[1], ["<13>two", "<13>three"]);
  await pause(300);
  sender.close();
  child.kill("SIGTERM");
  assert.equal(await daemon.exit(), 0);
  const { received } = JSON.parse(daemon.out());
  assert.deepEqual([received.udpMessages, received.tcpMessages], [1, 2]);
});

test("the environment of another process counts nothing, and what is no socket is a fault", () => {
  const env = { LISTEN_PID: "1", LISTEN_FDS: "1" };
  assert.equal(inheritedSockets(env, 2), undefined);
  assert.equal(inheritedSockets({}, 1), undefined);
  assert.throws(() => inheritedSockets({ ...env, LISTEN_FDS: "900" }, 1), { code: "activation-invalid" });
});
