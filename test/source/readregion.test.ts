import assert from "node:assert/strict";
import { test } from "node:test";
import { canReadInto, ReadRegion } from "../../src/source/readregion.ts";
import { startReceiving, tcpClient, until } from "../support/receiving.ts";

test("accepted sockets can read into memory that is made once, and the thread that tries it ends", async () => {
  assert.equal(await canReadInto(), true);
});

test("a chunk larger than the area comes in pieces that are the chunk", () => {
  const region = new ReadRegion(100);
  const chunk = Buffer.from(Array.from({ length: 200_001 }, (_, at) => at & 255));
  const pieces = [...region.copies(chunk)].map((piece) => piece.length);
  assert.equal(
    pieces.reduce((sum, length) => sum + length, 0),
    chunk.length,
  );
  const whole = Buffer.concat([...region.copies(chunk)].map((piece) => Buffer.from(piece)));
  assert.deepEqual(whole, chunk);
});

test("connections that are read in turns never see each other's bytes", async (t) => {
  const { receiver, tcp, finish } = await startReceiving(t, { udp: [], anchors: ["number"] });
  const clients = await Promise.all(Array.from({ length: 20 }, () => tcpClient(tcp)));
  const text = (client: number, at: number) =>
    `<13>number ${client} ${at} x${"x".repeat((client * 37 + at * 11) % 900)}`;
  const streams = clients.map((_, client) =>
    Array.from({ length: 40 }, (_, at) =>
      at % 2 === 0 ? `${text(client, at)}\n` : `${text(client, at).length} ${text(client, at)}`,
    ).join(""),
  );
  for (let at = 0; streams.some((stream) => at < stream.length); at += 701)
    for (const [client, stream] of streams.entries()) clients[client]!.write(stream.slice(at, at + 701));
  for (const client of clients) client.end();
  await until(() => receiver.counters().candidates === 800);
  const expected = clients.flatMap((_, client) => Array.from({ length: 40 }, (_, at) => text(client, at)));
  assert.deepEqual((await finish()).map((one) => one.text).sort(), expected.sort());
  assert.equal(receiver.counters().framingErrors, 0);
});
