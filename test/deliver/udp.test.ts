import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { createSender } from "../../src/deliver/sender.ts";
import { dialUdp } from "../../src/deliver/udp.ts";
import { MemoryOutbox } from "../support/outbox.ts";

const pace = {
  rate: 1e6,
  burst: 1e6,
  batch: 10,
  poll: 20,
  settle: 100,
  window: 500,
  backoff: [10, 40] as const,
};

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(5);
}

async function listener(type: "udp4" | "udp6", port = 0) {
  const socket = createSocket(type);
  const lines: string[] = [];
  socket.on("message", (bytes) => lines.push(bytes.toString()));
  socket.bind(port, type === "udp4" ? "127.0.0.1" : "::1");
  await once(socket, "listening");
  return {
    lines,
    port: socket.address().port,
    close: () => new Promise<void>((resolve) => socket.close(resolve)),
  };
}

for (const [type, host] of [
  ["udp4", "127.0.0.1"],
  ["udp6", "::1"],
] as const)
  test(`each event is one datagram over ${type}`, async () => {
    const siem = await listener(type);
    const outbox = new MemoryOutbox();
    outbox.add(30);
    const sender = createSender({
      store: outbox,
      dial: dialUdp({ host, port: siem.port }),
      format: ({ uuid }) => uuid,
      pace,
    });
    sender.start();
    await until(() => siem.lines.length === 30);
    assert.equal(await sender.stop(1000), true);
    assert.deepEqual(
      siem.lines,
      Array.from({ length: 30 }, (_, at) => `event-${at + 1}`),
    );
    await siem.close();
  });

test("a closed port is noticed, and what went there is sent again", async () => {
  const gone = await listener("udp4");
  await gone.close();
  const outbox = new MemoryOutbox();
  outbox.add(5);
  const sender = createSender({
    store: outbox,
    dial: dialUdp({ host: "127.0.0.1", port: gone.port }),
    format: ({ uuid }) => uuid,
    pace: { ...pace, settle: 2000 },
  });
  sender.start();
  await until(() => sender.counters().broken > 0);
  const back = await listener("udp4", gone.port);
  await until(() => new Set(back.lines).size === 5);
  await sender.stop(1000);
  await back.close();
});
