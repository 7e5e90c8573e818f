import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import type { Dial } from "../../src/deliver/connection.ts";
import type { Pace } from "../../src/deliver/pace.ts";
import { createSender, type Sender, type SenderOptions } from "../../src/deliver/sender.ts";
import { dialTcp, streamDefaults } from "../../src/deliver/tcp.ts";
import { Fault } from "../../src/model/fault.ts";
import { MemoryOutbox } from "../support/outbox.ts";
import { SyslogPeer } from "../support/syslogpeer.ts";

const quick: Pace = {
  rate: 1_000_000,
  burst: 1_000_000,
  batch: 10,
  poll: 20,
  settle: 50,
  window: 500,
  backoff: [5, 40],
};

function begin(t: TestContext, outbox: MemoryOutbox, dial: Dial, more: Partial<SenderOptions> = {}): Sender {
  const sender = createSender({ store: outbox, dial, format: ({ uuid }) => uuid, pace: quick, ...more });
  sender.start();
  t.after(() => sender.stop(0));
  return sender;
}

async function peer(t: TestContext, port = 0): Promise<SyslogPeer> {
  const one = await new SyslogPeer().listen(port);
  t.after(() => one.die());
  return one;
}

const to = (port: number, options = streamDefaults) => dialTcp({ host: "127.0.0.1", port }, options);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(5);
}

const expected = (count: number) => Array.from({ length: count }, (_, at) => `event-${at + 1}`);

/** Every event there at least once, first appearances in order, nothing torn. */
function assertAllInOrder(lines: readonly string[], count: number): void {
  assert.deepEqual([...new Set(lines)], expected(count));
}

test("events leave in order, are marked as sent, and a stop drains the rest", async (t) => {
  const siem = await peer(t);
  const outbox = new MemoryOutbox();
  outbox.add(25);
  const sender = begin(t, outbox, to(siem.port));
  await until(() => outbox.sentUpTo === 25);
  outbox.add(30);
  assert.equal(await sender.stop(5000), true);
  assert.deepEqual(siem.lines, expected(55));
  assert.equal(outbox.sentUpTo, 55);
  assert.deepEqual(sender.counters(), {
    written: 55,
    resent: 0,
    settled: 55,
    connected: 1,
    failed: 0,
    broken: 0,
  });
});

test("nothing happens before the start, and a sender that never started stops at once", async (t) => {
  const siem = await peer(t);
  const outbox = new MemoryOutbox();
  outbox.add(1);
  const sender = createSender({ store: outbox, dial: to(siem.port), format: ({ uuid }) => uuid });
  await pause(30);
  assert.equal(siem.connections, 0);
  assert.equal(await sender.stop(0), false);
});

test("an event that is put in later leaves when the bell rings", async (t) => {
  const siem = await peer(t);
  const outbox = new MemoryOutbox();
  const sender = begin(t, outbox, to(siem.port), { pace: { ...quick, poll: 600_000 } });
  await until(() => siem.connections === 1);
  outbox.add(1);
  sender.wake();
  await until(() => siem.lines.length === 1);
});

test("two outages in a row lose nothing, keep the order, and repeat only with the same id", async (t) => {
  const siem = await peer(t);
  const outbox = new MemoryOutbox();
  outbox.add(100);
  const sender = begin(t, outbox, to(siem.port));
  await until(() => siem.lines.length >= 100);
  for (const total of [200, 300]) {
    await siem.die();
    outbox.add(100);
    const failed = sender.counters().failed;
    await until(() => sender.counters().failed > failed);
    await siem.listen(siem.port);
    await until(() => outbox.sentUpTo === total);
  }
  assertAllInOrder(siem.lines, 300);
});

test("a receiver that dies again and again in mid-stream gets every event", async (t) => {
  const siem = await peer(t);
  const outbox = new MemoryOutbox();
  outbox.add(200);
  let chunks = 0;
  siem.onData = (socket) => {
    if (siem.connections > 8 || ++chunks % 2 === 0) return;
    if (siem.connections % 3 === 0) socket.destroy();
    else socket.resetAndDestroy();
  };
  const padding = "x".repeat(3_000);
  const sender = begin(t, outbox, to(siem.port), {
    format: ({ uuid }) => `${uuid} ${padding}`,
    pace: { ...quick, settle: 500 },
  });
  await until(() => outbox.sentUpTo === 200);
  await sender.stop(1000);
  assert.ok(sender.counters().broken > 0);
  const whole = siem.lines.filter((line) => line.endsWith(padding));
  assert.equal(whole.length, siem.lines.length, "a line is torn");
  assertAllInOrder(
    whole.map((line) => line.split(" ")[0]!),
    200,
  );
});

test("what was written just before a reset is written again, and nothing that had settled", async (t) => {
  const siem = await peer(t);
  const outbox = new MemoryOutbox();
  outbox.add(10);
  const sender = begin(t, outbox, to(siem.port), { pace: { ...quick, settle: 200 } });
  await until(() => outbox.sentUpTo === 10);
  outbox.add(5);
  await until(() => siem.lines.length === 15);
  for (const socket of siem.sockets) socket.resetAndDestroy();
  await until(() => outbox.sentUpTo === 15);
  assert.deepEqual(siem.lines, [...expected(15), ...expected(15).slice(10)]);
  assert.equal(sender.counters().resent, 5);
});

test("a receiver that closes in an orderly way has everything: nothing is repeated", async (t) => {
  const siem = await peer(t);
  const outbox = new MemoryOutbox();
  outbox.add(5);
  const sender = begin(t, outbox, to(siem.port), { pace: { ...quick, settle: 600_000 } });
  await until(() => siem.lines.length === 5);
  for (const socket of siem.sockets) socket.end();
  await until(() => outbox.sentUpTo === 5);
  outbox.add(5);
  await until(() => siem.lines.length === 10);
  assert.deepEqual(siem.lines, expected(10));
  assert.equal(sender.counters().broken, 0);
});

test("a slow reader makes the sender wait, and gets everything once", async (t) => {
  const siem = await peer(t);
  siem.onData = (socket) => {
    socket.pause();
    setTimeout(() => socket.resume(), 2);
  };
  const outbox = new MemoryOutbox();
  outbox.add(600);
  const padding = "x".repeat(20_000);
  begin(t, outbox, to(siem.port), { format: ({ uuid }) => `${uuid} ${padding}` });
  await until(() => siem.lines.length >= 600 && outbox.sentUpTo === 600);
  assert.deepEqual(
    siem.lines.map((line) => line.split(" ")[0]),
    expected(600),
  );
});

test("a receiver that takes nothing is left after the write timeout, and the next one gets everything", async (t) => {
  const siem = await peer(t);
  siem.onConnection = (socket) => {
    if (siem.connections === 1) socket.pause();
  };
  const outbox = new MemoryOutbox();
  outbox.add(200);
  const padding = "x".repeat(100_000);
  const told: string[] = [];
  begin(t, outbox, to(siem.port, { ...streamDefaults, writeTimeout: 200 }), {
    format: ({ uuid }) => `${uuid} ${padding}`,
    pace: { ...quick, settle: 800 },
    incident: (what) => told.push(what),
  });
  await until(() => outbox.sentUpTo === 200);
  assert.match(told[0]!, /the far end took nothing for 0\.2 seconds/);
  assertAllInOrder(
    siem.lines.map((line) => line.split(" ")[0]!),
    200,
  );
});

test("a stop while the receiver is away ends within its limit and leaves everything in the outbox", async (t) => {
  const siem = await peer(t);
  await siem.die();
  const outbox = new MemoryOutbox();
  outbox.add(3);
  const sender = begin(t, outbox, to(siem.port), { pace: { ...quick, backoff: [600_000, 600_000] } });
  await until(() => sender.counters().failed === 1);
  assert.equal(await sender.stop(30), false);
  assert.equal(outbox.sentUpTo, 0);
  assert.ok(sender.counters().failed >= 2, "the stop gives the receiver a last chance");
});

test("a store in trouble is waited for", async (t) => {
  const siem = await peer(t);
  const outbox = new MemoryOutbox();
  const told: string[] = [];
  begin(t, outbox, to(siem.port), { incident: (what) => told.push(what) });
  await until(() => siem.connections === 1);
  outbox.trouble = new Fault({ code: "database-busy", where: "x.sqlite", what: "busy", remedy: "wait" });
  outbox.add(4);
  await until(() => told.length > 0);
  outbox.trouble = undefined;
  await until(() => outbox.sentUpTo === 4);
  assertAllInOrder(siem.lines, 4);
});

test("a bug in the format ends the sender loudly", async (t) => {
  const siem = await peer(t);
  const outbox = new MemoryOutbox();
  outbox.add(1);
  const sender = createSender({
    store: outbox,
    dial: to(siem.port),
    format: () => {
      throw new TypeError("no such property");
    },
  });
  sender.start();
  await assert.rejects(sender.failure, /no such property/);
});

test("a backlog is drained at the pace that is set", async (t) => {
  const siem = await peer(t);
  const outbox = new MemoryOutbox();
  outbox.add(100);
  let clock = 0;
  const sender = begin(t, outbox, to(siem.port), {
    pace: { ...quick, rate: 10, burst: 30 },
    now: () => clock,
  });
  await until(() => siem.lines.length === 30);
  for (const seconds of [1, 2]) {
    clock += 1000;
    sender.wake();
    await until(() => siem.lines.length === 30 + 10 * seconds);
  }
  assert.equal(sender.counters().written, 50);
});
