import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { takeTurn } from "../../src/deliver/turn.ts";
import type { Verdict } from "../../src/model/finding.ts";
import { openStore } from "../../src/store/sqlitestore.ts";
import { readLeef } from "../support/leefreader.ts";
import { SyslogPeer } from "../support/syslogpeer.ts";

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "mirrorwatch-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A database with this many events in its outbox; returns their ids in order. */
function fill(file: string, count: number): readonly string[] {
  const store = openStore(file);
  const at = "2026-11-24T02:20:00.000Z";
  for (let one = 0; one < count; one++) {
    const verdict: Verdict = {
      kind: "command",
      device: `sw${one}`,
      os: "cisco-ios",
      session: "4",
      key: `command/sw${one}/4`,
      severity: 7,
      why: "typed",
      differences: [],
      lines: [],
    };
    const { device, os } = verdict;
    const commands = ["monitor session 4"];
    store.recordObservation(
      { vantage: "syslog", device, os, at, commands, outcome: "applied", effect: "add" },
      [verdict],
      at,
    );
  }
  const uuids = store.outbox(count).map(({ event }) => event.uuid);
  store.close();
  assert.equal(uuids.length, count);
  return uuids;
}

const script = new URL("../support/senderprocess.ts", import.meta.url).pathname;

async function startProcess(t: TestContext, file: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, file, String(port)], { stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => child.kill("SIGKILL"));
  await once(child.stdout!, "data");
  return child;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(2);
}

const uuidOf = (line: string) => readLeef(line).attributes.get("uuid");

test("kill -9 in mid-delivery, three times, loses no event and tears none", async (t) => {
  const file = join(folder(t), "mirrorwatch.sqlite");
  const uuids = fill(file, 400);
  const siem = await new SyslogPeer().listen();
  t.after(() => siem.die());
  siem.onData = (socket) => {
    socket.pause();
    setTimeout(() => socket.resume(), 2);
  };
  for (const seen of [40, 120, 220]) {
    const child = await startProcess(t, file, siem.port);
    await until(() => siem.lines.length >= seen);
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  const last = await startProcess(t, file, siem.port);
  await until(() => new Set(siem.lines).size >= uuids.length);
  last.kill("SIGTERM");
  const [code] = await once(last, "exit");
  assert.equal(code, 0);
  assert.deepEqual([...new Set(siem.lines.map(uuidOf))], uuids);
  const store = openStore(file);
  t.after(() => store.close());
  assert.equal(store.outboxDepth().pending, 0);
});

test("two processes on one database deliver each event once, and the second goes on when the first is killed", async (t) => {
  const file = join(folder(t), "mirrorwatch.sqlite");
  const uuids = fill(file, 30);
  const siem = await new SyslogPeer().listen();
  t.after(() => siem.die());
  const first = await startProcess(t, file, siem.port);
  await until(() => siem.lines.length >= 30);
  await startProcess(t, file, siem.port);
  await until(() => openedDepth(file) === 0);
  assert.equal(siem.connections, 1);
  assert.deepEqual(siem.lines.map(uuidOf), uuids);
  first.kill("SIGKILL");
  await until(() => siem.connections === 2);
});

function openedDepth(file: string): number {
  const store = openStore(file);
  const { pending } = store.outboxDepth();
  store.close();
  return pending;
}

test("the turn is given to one holder at a time", (t) => {
  const file = join(folder(t), "mirrorwatch.sqlite");
  const release = takeTurn(file);
  assert.ok(release);
  assert.equal(takeTurn(file), undefined);
  release();
  takeTurn(file)!();
  assert.throws(() => takeTurn("/nonexistent/mirrorwatch.sqlite"), { code: "delivery-lock" });
});
