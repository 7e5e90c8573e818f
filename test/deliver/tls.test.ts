import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { createServer, type Server, type TlsOptions } from "node:tls";
import { createSender } from "../../src/deliver/sender.ts";
import { dialTls } from "../../src/deliver/tls.ts";
import type { DeliverTls } from "../../src/settings/settings.ts";
import { Authority, type Issued, writePair } from "../support/authority.ts";
import { MemoryOutbox } from "../support/outbox.ts";
import { temporaryFolder } from "../support/temporary.ts";

const signal = new AbortController().signal;
const authority = new Authority();
const siem = authority.issue({ dns: ["qradar.example.net"], addresses: ["127.0.0.1"] });
const nothing: DeliverTls = { ca: null, fingerprint: null, serverName: null, certificate: null, key: null };

interface Peer {
  readonly target: { readonly host: string; readonly port: number };
  readonly lines: string[];
  readonly server: Server;
}

async function peer(t: TestContext, shown: Issued, more: TlsOptions = {}): Promise<Peer> {
  const lines: string[] = [];
  const server = createServer({ cert: shown.certificate, key: shown.key, ...more }, (socket) => {
    let rest = "";
    socket
      .on("error", () => {})
      .on("data", (chunk) => {
        const parts = (rest + chunk).split("\n");
        rest = parts.pop()!;
        lines.push(...parts);
      });
  });
  server.on("tlsClientError", () => {}).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return { target: { host: "127.0.0.1", port: (server.address() as { port: number }).port }, lines, server };
}

function caFile(t: TestContext): string {
  const file = join(temporaryFolder(t), "ca.pem");
  writeFileSync(file, authority.certificate);
  return file;
}

test("events reach a receiver whose authority and name are right, by name, address or another name", async (t) => {
  const { target, lines } = await peer(t, siem);
  const ca = caFile(t);
  for (const serverName of [null, "qradar.example.net"]) {
    const connection = await dialTls(target, { ...nothing, ca, serverName })(signal);
    await connection.send(["one", "two"]);
    assert.deepEqual(await connection.end(), { orderly: true, reason: "ended" });
  }
  assert.deepEqual(lines, ["one", "two", "one", "two"]);
});

test("a receiver of another authority, another name or an old certificate gets nothing", async (t) => {
  const { target, lines } = await peer(t, siem);
  const ca = caFile(t);
  await assert.rejects(dialTls(target)(signal), /unable to verify|self-signed/);
  await assert.rejects(
    dialTls(target, { ...nothing, ca, serverName: "other.example.net" })(signal),
    /altnames/,
  );
  const old = await peer(
    t,
    authority.issue({ addresses: ["127.0.0.1"], until: new Date(Date.now() - 60_000) }),
  );
  await assert.rejects(dialTls(old.target, { ...nothing, ca })(signal), /expired/);
  assert.deepEqual(lines, []);
});

test("a fingerprint stands for authority and name, and no other certificate passes", async (t) => {
  const { target } = await peer(t, siem);
  const fingerprint = new X509Certificate(siem.certificate).fingerprint256;
  for (const spelt of [fingerprint, fingerprint.replaceAll(":", "").toLowerCase()])
    (await dialTls(target, { ...nothing, fingerprint: spelt })(signal)).destroy();
  const other = new X509Certificate(authority.certificate).fingerprint256;
  await assert.rejects(
    dialTls(target, { ...nothing, fingerprint: other })(signal),
    /not that of deliver\.fingerprint/,
  );
});

test("a receiver that wants a certificate is shown one; a key that does not fit is said", async (t) => {
  const { target, lines } = await peer(t, siem, { requestCert: true, ca: authority.certificate });
  const folder = temporaryFolder(t);
  const own = writePair(folder, "own", authority.issue({ common: "mirrorwatch" }));
  const foreign = writePair(folder, "foreign", authority.issue({}));
  const settings = { ...nothing, ca: caFile(t), ...own };
  const connection = await dialTls(target, settings)(signal);
  await connection.send(["shown"]);
  await connection.end();
  assert.deepEqual(lines, ["shown"]);
  await assert.rejects(dialTls(target, { ...settings, key: foreign.key })(signal), { code: "key-mismatch" });
  const bare = dialTls(target, { ...settings, certificate: null, key: null });
  await assert.rejects(bare(signal), /certificate required|closed the connection after the handshake/);
});

test("what was written before a TLS connection broke is written again", async (t) => {
  const { target, lines, server } = await peer(t, siem);
  const outbox = new MemoryOutbox();
  outbox.add(60);
  const broken = new Promise<void>((resolve) => {
    server.once("secureConnection", (socket) => socket.once("data", () => resolve(void socket.destroy())));
  });
  const sender = createSender({
    store: outbox,
    dial: dialTls(target, { ...nothing, ca: caFile(t) }),
    format: ({ uuid }) => uuid,
    pace: { rate: 1e6, burst: 1e6, batch: 10, poll: 20, settle: 50, window: 500, backoff: [5, 40] },
  });
  sender.start();
  t.after(() => sender.stop(0));
  await broken;
  while (outbox.sentUpTo < 60) await pause(5);
  assert.equal(await sender.stop(3000), true);
  assert.deepEqual(
    [...new Set(lines)],
    Array.from({ length: 60 }, (_, at) => `event-${at + 1}`),
  );
  assert.ok(sender.counters().connected >= 2);
});
