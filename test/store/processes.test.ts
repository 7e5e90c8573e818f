import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import Database from "better-sqlite3";
import { openStore } from "../../src/store/sqlitestore.ts";
import { temporaryFolder } from "../support/temporary.ts";

const writer = new URL("../support/storewriter.ts", import.meta.url).pathname;

interface Writer {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly errors: () => string;
  /** Exit code, when it has ended. */
  readonly ended: Promise<number | null>;
}

function start(file: string, name: string, count: number): Writer {
  const child = spawn(process.execPath, [writer, file, name, String(count)]);
  const written = { out: "", errors: "" };
  child.stdout.on("data", (data) => {
    written.out += data;
  });
  child.stderr.on("data", (data) => {
    written.errors += data;
  });
  return {
    child,
    out: () => written.out,
    errors: () => written.errors,
    ended: once(child, "close").then(([code]) => code),
  };
}

test("processes that open a new file at once and write to it lose nothing, wait for each other and double no event", async (t) => {
  const file = join(temporaryFolder(t), "shared.db");
  const turns = 25;
  const names = ["cron", "daemon", "desk"];
  const writers = names.map((name) => start(file, name, turns));
  for (const { ended, errors } of writers) assert.equal(await ended, 0, errors());
  const store = openStore(file);
  t.after(() => store.close());
  const events = store.outbox(10_000).flatMap(({ event }) => ("finding" in event ? [event] : []));
  for (const name of names) {
    const [finding] = store.findings({ device: name });
    const steps = store.findingHistory(finding!.id).map(({ step }) => step);
    const expected = Array.from({ length: turns }, (_, turn) =>
      turn === 0 ? "opened" : turn % 2 === 0 ? "reopened" : "resolved",
    );
    assert.deepEqual(steps, expected);
    assert.deepEqual(
      events.filter((event) => event.finding.device === name).map(({ step }) => step),
      expected,
    );
  }
  assert.deepEqual(
    events.filter((event) => event.finding.device === "shared").map(({ step }) => step),
    ["opened"],
  );
  assert.equal(new Set(events.map(({ uuid }) => uuid)).size, events.length);
  assert.equal(events.length, names.length * turns + 1);
});

test("kill -9 in the middle of writing loses nothing that was committed and leaves no half of a step", async (t) => {
  const file = join(temporaryFolder(t), "killed.db");
  for (let round = 1; round <= 2; round += 1) {
    const { child, out, ended } = start(file, `victim${round}`, 100_000);
    await new Promise<void>((resolve) => {
      child.stdout!.on("data", () => {
        if (out().split("\n").length > 10 * round) resolve();
      });
    });
    child.kill("SIGKILL");
    await ended;
    const committed = Number(out().trim().split("\n").at(-1));
    const database = new Database(file);
    assert.equal(database.pragma("integrity_check", { simple: true }), "ok");
    const count = (sql: string) => database.prepare<[], number>(sql).pluck().get()!;
    assert.equal(count("SELECT count(*) FROM finding_step"), count("SELECT count(*) FROM outbox"));
    assert.equal(count("SELECT count(*) FROM finding_step WHERE event NOT IN (SELECT uuid FROM outbox)"), 0);
    const steps = count(
      `SELECT count(*) FROM finding_step JOIN finding ON finding.id = finding WHERE device = 'victim${round}'`,
    );
    assert.ok(steps >= committed + 1, `${steps} steps stored, ${committed + 1} were reported`);
    assert.ok(steps <= committed + 2, "no step beyond the one that was under way");
    database.close();
  }
});
