import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { connect as connectTls } from "node:tls";
import fc from "fast-check";
import { readProxyHeader } from "../../src/source/proxyheader.ts";
import { Authority } from "../support/authority.ts";
import { command, loopback, startReceiving, tcpClient, until } from "../support/receiving.ts";

const signature = Buffer.from("\r\n\r\n\0\r\nQUIT\n", "latin1");

/** A header of version 2: command and family as the numbers of the specification. */
function binary(word: number, family: number, body: Uint8Array): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length);
  return Buffer.concat([signature, Buffer.from([word, family]), length, body]);
}

const four = Buffer.from([192, 0, 2, 7, 10, 0, 0, 1, 0x30, 0x39, 0x19, 0x72]);
const six = Buffer.concat([
  Buffer.from("20010db8000000000000000000000007", "hex"),
  Buffer.from("20010db8000000000000000000000001", "hex"),
  Buffer.from([0x30, 0x39, 0x19, 0x72]),
]);

test("both versions tell the sender's address, and where the header ends", () => {
  const cases: readonly (readonly [Buffer, string | undefined])[] = [
    [Buffer.from("PROXY TCP4 192.0.2.7 10.0.0.1 12345 6514\r\n"), "192.0.2.7"],
    [Buffer.from("PROXY TCP6 2001:db8::7 2001:db8::1 12345 6514\r\n"), "2001:db8::7"],
    [Buffer.from("PROXY UNKNOWN\r\n"), undefined],
    [Buffer.from("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n"), undefined],
    [binary(0x21, 0x11, four), "192.0.2.7"],
    [binary(0x21, 0x21, six), "2001:db8::7"],
    [binary(0x21, 0x11, Buffer.concat([four, Buffer.from([4, 0, 1, 0])])), "192.0.2.7"],
    [binary(0x21, 0x31, Buffer.alloc(216)), undefined],
    [binary(0x20, 0x00, Buffer.alloc(0)), undefined],
  ];
  for (const [header, source] of cases) {
    const expected = { kind: "header", length: header.length, source };
    assert.deepEqual(readProxyHeader(Buffer.concat([header, Buffer.from(command)])), expected);
    for (let cut = 0; cut < header.length; cut++)
      assert.equal(readProxyHeader(header.subarray(0, cut)).kind, "unfinished", String(cut));
  }
});

test("what is no header, or a broken one, says so and is never waited for without an end", () => {
  for (const text of [
    command,
    "PROXY TCP4 2001:db8::7 10.0.0.1 1 2\r\n",
    "PROXY TCP4 192.0.2.7 10.0.0.1 1\r\n",
    "PROXY TCP5 192.0.2.7 10.0.0.1 1 2\r\n",
    `PROXY ${"x".repeat(200)}`,
  ])
    assert.equal(readProxyHeader(Buffer.from(text)).kind, "none", text);
  for (const header of [
    binary(0x11, 0x11, four),
    binary(0x21, 0x11, four.subarray(0, 8)),
    binary(0x22, 0x11, four),
  ])
    assert.equal(readProxyHeader(header).kind, "none");
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 2_064, maxLength: 2_100 }), fc.boolean(), (noise, signed) => {
      const bytes = signed ? Buffer.concat([signature, noise]) : noise;
      assert.notEqual(readProxyHeader(bytes).kind, "unfinished");
    }),
  );
});

test("behind a proxy the source of its header is the peer, and the host in the message stays as it is", async (t) => {
  const { receiver, tcp, finish } = await startReceiving(t, { proxies: ["127.0.0.0/8"] });
  const whole = await tcpClient(tcp);
  whole.end(`PROXY TCP4 192.0.2.7 10.0.0.1 12345 514\r\n${command}\n`);
  const torn = await tcpClient(tcp);
  const bytes = Buffer.concat([binary(0x21, 0x21, six), Buffer.from(`${command.length} ${command}`)]);
  for (const byte of bytes) await new Promise((resolve) => torn.write(Buffer.from([byte]), resolve));
  torn.end();
  const own = await tcpClient(tcp);
  own.end(Buffer.concat([binary(0x20, 0, Buffer.alloc(0)), Buffer.from(`${command}\n`)]));
  await until(() => receiver.counters().candidates === 3);
  const taken = await finish();
  assert.deepEqual(taken.map(({ peer }) => peer).sort(), ["127.0.0.1", "192.0.2.7", "2001:db8::7"]);
  assert.ok(taken.every(({ text }) => text === command));
});

test("a proxy without a header and a header from anybody else are framing errors", async (t) => {
  const behind = await startReceiving(t, { proxies: ["127.0.0.1"] });
  const silent = await tcpClient(behind.tcp);
  silent.write(`${command}\n`);
  await once(silent.resume(), "close");
  await until(() => behind.receiver.counters().framingErrors === 1);
  const plain = await startReceiving(t, { proxies: ["192.0.2.0/24", "2001:db8::/32"] });
  for (const header of [binary(0x21, 0x11, four), Buffer.from("PROXY TCP4 192.0.2.7 10.0.0.1 1 2\r\n")]) {
    const liar = await tcpClient(plain.tcp);
    liar.write(Buffer.concat([header, Buffer.from(`${command}\n`)]));
    await once(liar.resume(), "close");
  }
  await until(() => plain.receiver.counters().framingErrors === 2 && plain.incidents.length >= 2);
  assert.match(
    plain.incidents.map(({ what }) => what).join(),
    /a PROXY header from a peer that watch\.proxies does not name/,
  );
  assert.equal((await plain.finish()).length + (await behind.finish()).length, 0);
});

test("the limit of connections from one address counts sources, not their proxy", async (t) => {
  const { receiver, tcp } = await startReceiving(t, {
    proxies: ["127.0.0.1"],
    limits: { connectionsPerAddress: 1 },
  });
  const open = async (source: string) => {
    const socket = await tcpClient(tcp);
    socket.write(`PROXY TCP4 ${source} 10.0.0.1 1 2\r\n${command}\n`);
    return socket;
  };
  await open("192.0.2.1");
  await open("192.0.2.2");
  await until(() => receiver.counters().candidates === 2);
  await once((await open("192.0.2.1")).resume(), "close");
  await until(() => receiver.counters().refusedAddress === 1);
});

test("TLS behind a proxy: the header comes before the handshake", async (t) => {
  const authority = new Authority();
  const manners = { pair: { ...authority.issue({ dns: ["mw1"] }), until: 0 }, clientCa: null, clients: [] };
  const plan = { udp: [], tcp: [], tls: [loopback], manners, proxies: ["127.0.0.1"] };
  const { receiver, tls, finish } = await startReceiving(t, plan);
  const raw = await tcpClient(tls);
  raw.write("PROXY TCP4 192.0.2.7 10.0.0.1 12345 6514\r\n");
  const socket = connectTls({ socket: raw, servername: "mw1", ca: authority.certificate });
  await once(socket, "secureConnect");
  socket.end(`${command}\n`);
  await until(() => receiver.counters().candidates === 1);
  assert.equal((await finish())[0]!.peer, "192.0.2.7");
});
