import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect as connectTcp } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import type { ReceiverPlan } from "../../src/source/receiver.ts";
import type { TlsManners } from "../../src/source/tls.ts";
import { Authority, type Issued } from "../support/authority.ts";
import { command, loopback, startReceiving, tcpClient, until } from "../support/receiving.ts";
import { temporaryFolder } from "../support/temporary.ts";

const authority = new Authority();
const server = authority.issue({ dns: ["mw1.example.net"] });
const relay = authority.issue({ dns: ["relay1.example.net"] });

function manners(more: Partial<TlsManners> = {}, issued = server): TlsManners {
  return { pair: { ...issued, until: 0 }, clientCa: null, clients: [], ...more };
}

function plan(more: Partial<TlsManners> = {}): ReceiverPlan {
  return { udp: [], tcp: [], tls: [loopback], manners: manners(more), anchors: ["monitor session"] };
}

/** Resolves to the connection, or to what ended it. */
function dial(port: number, own?: Issued, more: ConnectionOptions = {}): Promise<TLSSocket | Error> {
  const shown = own ? { cert: own.certificate, key: own.key } : {};
  const socket = connect({
    port,
    host: "127.0.0.1",
    ca: authority.certificate,
    servername: "mw1.example.net",
    ...shown,
    ...more,
  });
  return new Promise((resolve) => {
    socket.on("error", (error) => resolve(error)).once("secureConnect", () => resolve(socket));
  });
}

/** Sends over a connection of its own and waits for its end. */
async function send(port: number, text: string, own?: Issued): Promise<void> {
  const socket = (await dial(port, own)) as TLSSocket;
  socket.end(text).resume();
  await once(socket, "close");
}

test("TLS is heard with counted messages and with lines, and counted apart", async (t) => {
  const { receiver, tls, finish } = await startReceiving(t, plan());
  await send(tls, `${command.length} ${command}13 <13>of no use`);
  await send(tls, `${command}\n`);
  await until(() => receiver.counters().tlsMessages === 3 && receiver.counters().connectionsOpen === 0);
  const taken = await finish();
  assert.deepEqual(
    taken.map(({ text, peer, transport }) => [text, peer, transport]),
    [1, 2].map(() => [command, "127.0.0.1", "tls"]),
  );
  assert.equal(receiver.counters().tcpMessages, 0);
});

test("TLS 1.1, old ciphers and plain text are refused, counted and told", async (t) => {
  const { receiver, tls, incidents } = await startReceiving(t, plan());
  const old = { maxVersion: "TLSv1.1", minVersion: "TLSv1.1", ciphers: "DEFAULT:@SECLEVEL=0" } as const;
  assert.ok((await dial(tls, undefined, old)) instanceof Error);
  assert.ok((await dial(tls, undefined, { maxVersion: "TLSv1.2", ciphers: "AES128-SHA" })) instanceof Error);
  const modern = await dial(tls, undefined, { maxVersion: "TLSv1.2" });
  assert.ok(!(modern instanceof Error));
  modern.destroy();
  const plain = await tcpClient(tls);
  plain.write("<13>plain text, and enough of it to be read as a TLS record\n");
  await until(() => receiver.counters().handshakeErrors === 3);
  assert.equal(receiver.counters().tlsMessages, 0);
  assert.match(incidents.map(({ what }) => what).join(), /no TLS connection: unsupported protocol/);
});

test("only senders of the list are heard, and a refusal says who and why", async (t) => {
  const clients = [
    "relay1.example.net",
    `sha256:${new X509Certificate(new Authority("x").certificate).fingerprint256}`,
  ];
  const { receiver, tls, incidents, finish } = await startReceiving(
    t,
    plan({ clientCa: authority.certificate, clients }),
  );
  await send(tls, `${command}\n`, relay);
  const strangers = [
    undefined,
    authority.issue({ dns: ["desk.example.net"] }),
    new Authority("other").issue({ dns: ["relay1.example.net"] }),
  ];
  for (const stranger of strangers) {
    const socket = await dial(tls, stranger);
    if (!(socket instanceof Error)) socket.write(`${command}\n`);
    await until(() => receiver.counters().refusedCertificate > strangers.indexOf(stranger));
  }
  await until(() => incidents.length >= 3);
  assert.deepEqual(
    incidents.map(({ what }) => /\(.*|showed.*/.exec(what)![0].slice(0, 20)),
    ["showed no certificat", "(desk.example.net)", "(UNABLE_TO_VERIFY_LE"],
  );
  assert.equal((await finish()).length, 1);
});

test("a connection that never shakes hands keeps its place only as long as it may", async (t) => {
  const { receiver, tls } = await startReceiving(t, { ...plan(), limits: { connections: 1 } });
  const silent = await tcpClient(tls);
  await until(() => receiver.counters().connectionsOpen === 1);
  assert.ok((await dial(tls)) instanceof Error);
  await until(() => receiver.counters().refusedTotal === 1);
  silent.destroy();
  await until(() => receiver.counters().connectionsOpen === 0);
  await send(tls, `${command}\n`);
  await until(() => receiver.counters().candidates === 1);
});

test("a reload changes certificate and list for new connections; open ones go on and lose nothing", async (t) => {
  const { receiver, tls, finish } = await startReceiving(t, plan());
  const before = (await dial(tls)) as TLSSocket;
  before.write(`${command}\n${command.slice(0, 20)}`);
  await until(() => receiver.counters().candidates === 1);
  const renewed = authority.issue({ dns: ["mw1.example.net", "renewed"] });
  const next = manners({ clientCa: authority.certificate, clients: ["relay1.example.net"] }, renewed);
  await receiver.reload({ ...plan(), manners: next });
  assert.equal(receiver.bound()[0]!.port, tls);
  const after = (await dial(tls, relay)) as TLSSocket;
  assert.match(after.getPeerCertificate().subjectaltname!, /renewed/);
  const stranger = (await dial(tls)) as TLSSocket;
  await until(() => receiver.counters().refusedCertificate === 1);
  before.end(`${command.slice(20)}\n`);
  after.end(`${command}\n`);
  await until(() => receiver.counters().candidates === 3);
  for (const socket of [before, after, stranger]) socket.destroy();
  assert.equal((await finish()).length, 3);
  assert.equal(receiver.counters().connectionErrors, 0);
});

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
test("openssl s_client is heard, with a client certificate", {
  skip: !hasOpenssl,
}, async (t: TestContext) => {
  t.diagnostic(`peer: ${spawnSync("openssl", ["version"]).stdout.toString().trim()}`);
  const { receiver, tls } = await startReceiving(
    t,
    plan({ clientCa: authority.certificate, clients: ["*.example.net"] }),
  );
  const folder = temporaryFolder(t);
  const files = { ca: authority.certificate, cert: relay.certificate, key: relay.key };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const args = ["s_client", "-quiet", "-verify_return_error", "-connect", `127.0.0.1:${tls}`];
  const shown = ["-CAfile", "ca", "-cert", "cert", "-key", "key", "-servername", "mw1.example.net"];
  const child = spawn("openssl", [...args, ...shown], { cwd: folder, stdio: ["pipe", "ignore", "ignore"] });
  t.after(() => child.kill());
  child.stdin!.write(`${command.length} ${command}${command}\n`);
  await until(() => receiver.counters().candidates === 2);
});

test("a peer that sends half a handshake and goes is no error of this side", async (t) => {
  const { receiver, tls } = await startReceiving(t, plan());
  for (const bytes of [Buffer.from([0x16, 3, 1, 0, 200, 1]), Buffer.alloc(0)]) {
    const socket = connectTcp(tls, "127.0.0.1");
    await once(socket, "connect");
    socket.write(bytes);
    socket.resetAndDestroy();
  }
  await send(tls, `${command}\n`);
  await until(() => receiver.counters().candidates === 1 && receiver.counters().connectionsOpen === 0);
});
