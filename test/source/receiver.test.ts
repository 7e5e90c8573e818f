import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { Fault } from "../../src/model/fault.ts";
import { dropsInTable } from "../../src/source/kerneldrops.ts";
import { startReceiver } from "../../src/source/receiver.ts";
import { command, loopback, sendUdp, startReceiving, tcpClient, until } from "../support/receiving.ts";

test("only messages that hold an anchor are handed over, and every message is counted", async (t) => {
  const { receiver, udp, tcp, finish } = await startReceiving(t);
  await sendUdp(udp, ["<13>nothing of interest", command, `${command}\r\n\0`, ""]);
  const client = await tcpClient(tcp);
  client.end(`<13>nothing\n${command}\n${command.length} ${command}`);
  await until(() => receiver.counters().tcpMessages === 3 && receiver.counters().udpMessages === 4);
  const taken = await finish();
  assert.deepEqual(
    taken.map(({ text }) => text),
    [command, command, command, command],
  );
  assert.deepEqual(new Set(taken.map(({ peer }) => peer)), new Set(["127.0.0.1"]));
  const { candidates, connectionsOpened, connectionsOpen, framingErrors } = receiver.counters();
  assert.deepEqual(
    { candidates, connectionsOpened, connectionsOpen, framingErrors },
    {
      candidates: 4,
      connectionsOpened: 1,
      connectionsOpen: 0,
      framingErrors: 0,
    },
  );
});

test("an IPv6 listener hears IPv4 senders too and names them by their IPv4 address", async (t) => {
  const { receiver, udp, tcp, finish } = await startReceiving(t, {
    udp: [{ host: "::", port: 0 }],
    tcp: [{ host: "::", port: 0 }],
  });
  await sendUdp(udp, [command]);
  await sendUdp(udp, [command], "::1");
  (await tcpClient(tcp)).end(`${command}\n`);
  await until(() => receiver.counters().candidates === 3);
  assert.deepEqual((await finish()).map(({ peer }) => peer).sort(), ["127.0.0.1", "127.0.0.1", "::1"]);
});

test("text that is not UTF-8 is read as Latin-1, byte for byte", async (t) => {
  const { receiver, udp, finish } = await startReceiving(t);
  await sendUdp(udp, ["<13>monitor session \xe9", Buffer.from("<13>monitor session é").toString("latin1")]);
  await until(() => receiver.counters().candidates === 2);
  assert.deepEqual(
    (await finish()).map(({ text }) => text),
    ["<13>monitor session é", "<13>monitor session é"],
  );
});

test("what the kernel has taken before the stop is still handed over", async (t) => {
  const { udp, tcp, finish } = await startReceiving(t);
  const client = await tcpClient(tcp);
  await new Promise((resolve) => client.write(`${command}\n`.repeat(5000), resolve));
  await sendUdp(
    udp,
    Array.from({ length: 50 }, () => command),
  );
  assert.equal((await finish()).length, 5050);
  client.destroy();
});

test("a stream that is no syslog is closed; peer and reason are told and counted", async (t) => {
  const { receiver, tcp, incidents } = await startReceiving(t, {
    limits: { messageBytes: 1000, frameBytes: 2000 },
  });
  const long = await tcpClient(tcp);
  long.write("x".repeat(5000));
  await once(long, "close");
  const counted = await tcpClient(tcp);
  counted.write("99999 <13>x");
  await once(counted, "close");
  await until(() => receiver.counters().framingErrors === 2 && incidents.length >= 2);
  assert.deepEqual(
    incidents.filter(({ what }) => /closed/.test(what)),
    [
      { what: "connection closed: no end of message within 2000 bytes", peer: "127.0.0.1" },
      { what: "connection closed: message length 99999 is above 2000", peer: "127.0.0.1" },
    ],
  );
});

test("a message above the limit is cut, counted and still searched", async (t) => {
  const { receiver, udp, tcp, finish } = await startReceiving(t, { limits: { messageBytes: 600 } });
  await sendUdp(udp, [command + "x".repeat(2000)]);
  (await tcpClient(tcp)).end(`${command}${"x".repeat(2000)}\n${command}\n`);
  await until(() => receiver.counters().candidates === 3);
  const lengths = (await finish()).map(({ text, cut }) => [text.length, cut]);
  assert.deepEqual(
    lengths.sort(),
    [
      [command.length, false],
      [600, true],
      [600, true],
    ].sort(),
  );
  assert.equal(receiver.counters().cut, 2);
});

test("connections beyond the limits are refused and counted; the others go on", async (t) => {
  const { receiver, tcp, finish } = await startReceiving(t, {
    limits: { connections: 3, connectionsPerAddress: 2 },
  });
  const first = await tcpClient(tcp);
  const second = await tcpClient(tcp);
  await until(() => receiver.counters().connectionsOpen === 2);
  const third = await tcpClient(tcp);
  await once(third, "close");
  first.end(`${command}\n`);
  second.end(`${command}\n`);
  await until(() => receiver.counters().candidates === 2);
  assert.equal((await finish()).length, 2);
  assert.equal(receiver.counters().refusedAddress, 1);
});

test("a silent connection is closed and what it held is handed over", async (t) => {
  const { receiver, tcp, finish } = await startReceiving(t, { limits: { idleSeconds: 0.1 } });
  const client = await tcpClient(tcp);
  client.write(command);
  await once(client, "close");
  await until(() => receiver.counters().candidates === 1);
  assert.equal(receiver.counters().idleClosed, 1);
  assert.equal((await finish())[0]!.text, command);
});

test("many half-open connections and a flood do not stop the others", async (t) => {
  const { receiver, udp, tcp, finish } = await startReceiving(t, { limits: { connectionsPerAddress: 1000 } });
  const lingering = await Promise.all(Array.from({ length: 400 }, () => tcpClient(tcp)));
  for (const one of lingering) one.write("57 <13>slow");
  const flood = await tcpClient(tcp);
  flood.write("<13>noise of no interest\n".repeat(100_000));
  await sendUdp(udp, [command]);
  const late = await tcpClient(tcp);
  late.end(`${command}\n`);
  await until(() => receiver.counters().candidates === 2 && receiver.counters().tcpMessages === 100_001);
  await until(() => receiver.counters().connectionsOpen === 401);
  for (const one of [...lingering, flood]) one.destroy();
  await until(() => receiver.counters().connectionsOpen === 0);
  assert.equal((await finish()).length, 2);
  assert.equal(receiver.counters().framingErrors, 400);
});

test("a full queue makes TCP senders wait and sheds UDP, with a count", async () => {
  const receiver = await startReceiver({
    udp: [loopback],
    tcp: [loopback],
    anchors: ["x"],
    limits: { queue: 10 },
  });
  const [udp, tcp] = receiver.bound().map(({ port }) => port);
  const client = await tcpClient(tcp!);
  client.write("<13>x\n".repeat(2000));
  await until(() => receiver.counters().pauses === 1);
  await sendUdp(udp!, ["<13>x", "<13>x"]);
  await until(() => receiver.counters().shed === 2);
  client.end("<13>x\n".repeat(2000));
  let taken = 0;
  for await (const batch of receiver.batches()) {
    taken += batch.length;
    if (taken === 4000) void receiver.stop();
  }
  assert.equal(taken, 4000);
});

test("a port in use and a foreign address are faults that say what to do, and nothing keeps listening", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as { port: number };
  const free = createSocket("udp4");
  free.bind(0, "127.0.0.1");
  await once(free, "listening");
  const udp = { host: "127.0.0.1", port: free.address().port };
  free.close();
  await assert.rejects(
    startReceiver({ udp: [udp], tcp: [{ host: "127.0.0.1", port }], anchors: [] }),
    (error) => {
      assert.ok(error instanceof Fault);
      assert.equal(error.code, "port-in-use");
      assert.equal(error.where, `tcp 127.0.0.1:${port}`);
      return true;
    },
  );
  taken.close();
  const again = await startReceiver({ udp: [udp], tcp: [], anchors: [] });
  await again.stop();
  await assert.rejects(startReceiver({ udp: [{ host: "192.0.2.1", port: 0 }], tcp: [], anchors: [] }), {
    code: "address-unavailable",
  });
});

test("a receive buffer that the kernel does not grant is told with the setting that would", async (t) => {
  const { incidents } = await startReceiving(t, {
    limits: { receiveBuffer: 1_000_000_000 },
    datagrams: "single",
  });
  await until(() => incidents.length > 0);
  assert.match(incidents[0]!.what, /receive buffer of \d+ bytes instead of 1000000000/);
  assert.match(incidents[0]!.remedy!, /net\.core\.rmem_max=1000000000/);
});

test("kernel drops are summed over the rows of the port", () => {
  const table = [
    "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops",
    "  464: 0100007F:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1234 2 00000000abcd 17",
    "  465: 0100007F:158B 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1235 2 00000000abce 5",
    "",
  ].join("\n");
  assert.equal(dropsInTable(table, new Set([0x158a])), 17);
  assert.equal(dropsInTable(table, new Set([0x158a, 0x158b])), 22);
});

const hasLogger = spawnSync("logger", ["--version"]).status === 0;
test("logger of util-linux is heard over UDP, TCP with LF and TCP with octet counting", {
  skip: !hasLogger,
}, async (t) => {
  t.diagnostic(`peer: ${spawnSync("logger", ["--version"]).stdout.toString().trim()}`);
  const { receiver, udp, tcp, finish } = await startReceiving(t);
  const log = (...args: readonly string[]) => {
    const { status, stderr } = spawnSync("logger", ["-n", "127.0.0.1", ...args, "typed: monitor session 9"]);
    assert.equal(status, 0, stderr.toString());
  };
  log("-d", "-P", String(udp), "--rfc3164");
  log("-d", "-P", String(udp), "--rfc5424");
  log("-T", "-P", String(tcp), "--rfc5424");
  log("-T", "-P", String(tcp), "--octet-count");
  await until(() => receiver.counters().candidates === 4);
  for (const { text } of await finish()) assert.match(text, /^<\d+>.*typed: monitor session 9$/);
  assert.equal(receiver.counters().framingErrors, 0);
});

test("a queue of large messages is full by its bytes", async () => {
  const receiver = await startReceiver({
    udp: [],
    tcp: [loopback],
    anchors: ["x"],
    limits: { queueBytes: 100_000 },
  });
  const client = await tcpClient(receiver.bound()[0]!.port);
  client.end(`<13>x${"y".repeat(10_000)}\n`.repeat(200));
  await until(() => receiver.counters().pauses === 1);
  assert.ok(receiver.counters().candidates < 200);
  let taken = 0;
  for await (const batch of receiver.batches()) {
    taken += batch.length;
    if (taken === 200) void receiver.stop();
  }
  assert.equal(taken, 200);
});

test("noise on every transport neither stops the receiver nor hides a command", async (t) => {
  const { receiver, udp, tcp, finish } = await startReceiving(t, {
    limits: { messageBytes: 2_000, frameBytes: 4_000 },
  });
  let seed = 1;
  const noise = (length: number) =>
    Buffer.from(
      Array.from({ length }, () => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed % 7 === 0 ? 0x3c : seed % 5 === 0 ? 0x31 : seed % 11 === 0 ? 0x0a : seed & 0xff;
      }),
    );
  const clients = await Promise.all(Array.from({ length: 40 }, () => tcpClient(tcp)));
  for (let round = 0; round < 25; round++) {
    for (const client of clients) if (!client.destroyed) client.write(noise(500));
    await sendUdp(
      udp,
      Array.from({ length: 10 }, () => noise(300).toString("latin1")),
    );
  }
  for (const client of clients) client.destroy();
  await sendUdp(udp, [command]);
  (await tcpClient(tcp)).end(`${command}\n`);
  await until(() => receiver.counters().candidates === 2);
  assert.equal((await finish()).length, 2);
});
