import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { createSender } from "../../src/deliver/sender.ts";
import { dialTcp } from "../../src/deliver/tcp.ts";
import { formatLeef } from "../../src/report/leef.ts";
import { startReceiver } from "../../src/source/receiver.ts";
import { readLeef } from "../support/leefreader.ts";
import { MemoryOutbox } from "../support/outbox.ts";
import { findRsyslog, freePort, startRsyslog } from "../support/rsyslog.ts";

const rsyslog = findRsyslog();
const skip = rsyslog ? false : "no rsyslogd on this machine";

function temporary(): string {
  return mkdtempSync(join(tmpdir(), "mirrorwatch-rsyslog-"));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(20);
}

test("rsyslog as receiver, killed twice in mid-stream, has every event whole", { skip }, async (t) => {
  t.diagnostic(`peer: ${rsyslog!.version}`);
  const folder = temporary();
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const config = [
    'module(load="imtcp")',
    'template(name="raw" type="string" string="%rawmsg%\\n")',
    `input(type="imtcp" port="${port}" address="127.0.0.1" ruleset="keep")`,
    `ruleset(name="keep") { action(type="omfile" file="${folder}/events" template="raw" flushOnTXEnd="on") }`,
  ].join("\n");
  const outbox = new MemoryOutbox();
  outbox.add(1500);
  const sender = createSender({
    store: outbox,
    dial: dialTcp({ host: "127.0.0.1", port }),
    format: (event) => formatLeef(event, { host: "mirrorwatch-01", version: "1.0.0" }),
    pace: { rate: 1500, burst: 50, batch: 10, poll: 20, settle: 700, window: 2000, backoff: [20, 100] },
  });
  let peer = await startRsyslog(folder, config, port);
  t.after(() => peer.kill("SIGKILL"));
  sender.start();
  const lines = () => peer.read("events").split("\n").slice(0, -1);
  for (const seen of [300, 800]) {
    await until(() => lines().length >= seen);
    await peer.kill("SIGKILL");
    peer = await startRsyslog(folder, config, port);
  }
  await until(() => outbox.sentUpTo === 1500);
  assert.equal(await sender.stop(5000), true);
  await until(() => new Set(lines()).size >= 1500);
  const uuids = lines().map((line) => readLeef(line).attributes.get("uuid"));
  assert.deepEqual(
    [...new Set(uuids)],
    Array.from({ length: 1500 }, (_, at) => `event-${at + 1}`),
  );
  t.diagnostic(`${uuids.length - 1500} events arrived twice`);
});

test("rsyslog as a relay is heard with both framings", { skip }, async (t) => {
  const receiver = await startReceiver({
    udp: [{ host: "127.0.0.1", port: 0 }],
    tcp: [{ host: "127.0.0.1", port: 0 }],
    anchors: ["monitor session"],
  });
  const [udp, tcp] = receiver.bound().map(({ port }) => port);
  const folder = temporary();
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const forward = (more: string) => `action(type="omfwd" target="127.0.0.1" ${more})`;
  const config = [
    'module(load="imtcp")',
    `input(type="imtcp" port="${port}" address="127.0.0.1" ruleset="relay")`,
    'ruleset(name="relay") {',
    forward(`port="${tcp}" protocol="tcp"`),
    forward(
      `port="${tcp}" protocol="tcp" TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format"`,
    ),
    forward(`port="${udp}" protocol="udp"`),
    "}",
  ].join("\n");
  const peer = await startRsyslog(folder, config, port);
  t.after(() => peer.kill("SIGKILL"));
  const outbox = new MemoryOutbox();
  outbox.add(200);
  const device = createSender({
    store: outbox,
    dial: dialTcp({ host: "127.0.0.1", port }),
    format: ({ uuid }) => `<189>Mar  1 10:00:00 sw1 app: ${uuid} monitor session 1`,
    pace: { rate: 1e6, burst: 1e6 },
  });
  device.start();
  await device.stop(5000);
  const texts: string[] = [];
  for await (const batch of receiver.batches()) {
    texts.push(...batch.map(({ text }) => text));
    if (texts.length >= 600) void receiver.stop();
  }
  const times = new Map<string, number>();
  for (const text of texts) {
    const id = /event-\d+ /.exec(text)![0];
    times.set(id, (times.get(id) ?? 0) + 1);
  }
  assert.equal(times.size, 200);
  assert.deepEqual([...new Set(times.values())], [3]);
  assert.equal(receiver.counters().framingErrors, 0);
});
