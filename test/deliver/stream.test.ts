import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { type TestContext, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { deliverySender } from "../../src/deliver/delivery.ts";
import { dialTcp } from "../../src/deliver/tcp.ts";
import { anErspanSession, anEvent } from "../support/mirrorevent.ts";
import { readLeef } from "../support/leefreader.ts";
import { MemoryOutbox } from "../support/outbox.ts";

const signal = new AbortController().signal;

async function serve(t: TestContext, host: string, attend: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    sockets.add(socket.on("error", () => {}));
    attend(socket);
  });
  server.listen(0, host);
  await once(server, "listening");
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as { port: number }).port;
}

for (const host of ["127.0.0.1", "::1"])
  test(`what the far end's kernel has not taken is known (${host})`, async (t) => {
    if (process.platform !== "linux") return t.skip("no /proc/net/tcp");
    let far: Socket | undefined;
    const port = await serve(t, host, (socket) => {
      far = socket;
    });
    const connection = await dialTcp({ host, port })(signal);
    assert.equal(connection.unacknowledged(), 0);
    const sending = connection.send(["x".repeat(20_000_000)]);
    while (connection.unacknowledged() === 0) await pause(5);
    far!.resume();
    await sending;
    while (connection.unacknowledged() !== 0) await pause(5);
    far!.end();
    assert.deepEqual(await connection.end(), { orderly: true, reason: "ended" });
  });

test("a far end that closes with unread bytes has not taken everything", async (t) => {
  const port = await serve(t, "127.0.0.1", (socket) => {
    setTimeout(() => socket.destroy(), 100);
  });
  const connection = await dialTcp({ host: "127.0.0.1", port })(signal);
  await connection.send(["one", "two"]);
  const { orderly } = await connection.over;
  assert.equal(orderly, false);
});

test("a far end that refuses, and one that never answers, are told as such", async (t) => {
  const port = await serve(t, "127.0.0.1", () => {});
  const ending = new AbortController();
  const connection = await dialTcp({ host: "127.0.0.1", port })(ending.signal);
  ending.abort();
  assert.equal((await connection.over).orderly, false);
  await assert.rejects(dialTcp({ host: "127.0.0.1", port: 1 })(signal), /ECONNREFUSED/);
});

test("events for a UDP target keep to 1,024 bytes; without a target there is no sender", async (t) => {
  const siem = createSocket("udp4").bind(0, "127.0.0.1");
  await once(siem, "listening");
  t.after(() => siem.close());
  const sources = Array.from({ length: 300 }, (_, at) => ({
    kind: "interface" as const,
    name: `Ethernet1/${at}`,
    direction: "both" as const,
  }));
  const event = anEvent({ finding: { observed: anErspanSession({ sources }) } });
  const outbox = Object.assign(new MemoryOutbox(), { file: ":memory:" });
  outbox.rows.push({ seq: 1, event });
  const options = { store: outbox, version: "1.0.0" };
  const to = { protocol: "udp" as const, host: "127.0.0.1", port: siem.address().port };
  const sender = deliverySender({ to, host: "mirrorwatch-01", format: "leef-2.0" }, options)!;
  const received = once(siem, "message");
  sender.start();
  const [bytes] = (await received) as [Buffer];
  assert.ok(bytes.length <= 1024);
  const { version, attributes } = readLeef(bytes.toString());
  assert.equal(version, "2.0");
  assert.equal(attributes.get("truncated"), "true");
  assert.equal(await sender.stop(1000), true);
  assert.equal(deliverySender({ to: null, host: "x", format: "leef-1.0" }, options), undefined);
});
