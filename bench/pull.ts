import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { recordEngine } from "../src/commands/pull/threadengine.ts";
import { loadCatalog } from "../src/parse/catalog.ts";
import type { PullSettings } from "../src/settings/pullsettings.ts";
import type { PullTarget } from "../src/source/pull/target.ts";
import { markdown, milliseconds } from "./statistic.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Case {
  readonly pulls: number;
  readonly sessions: number;
  /** Milliseconds before a device prints its config. */
  readonly latency: number;
}

const cases: readonly Case[] = [
  { pulls: 300, sessions: 50, latency: 0 },
  { pulls: 600, sessions: 150, latency: 3_000 },
];
/** About 100 KB of config. */
const interfaces = 1_000;
const fleet = 10_000;

/** `npm run bench -- pull`: what a pull costs this process; the fake devices live in another. */
export async function benchPull(): Promise<void> {
  console.log("\n## Pull\n");
  const rows: string[][] = [];
  for (const one of cases) rows.push(await measured(one));
  const head = [
    "sessions",
    "device latency",
    "pulls/s",
    "CPU/pull",
    "memory/session",
    "loop delay p99",
    `${fleet} devices`,
  ];
  console.log(markdown(head, rows));
  console.log(
    "\nWith devices that answer at once one core is the limit; with slow ones it is latency divided by sessions. " +
      "The fake devices share the machine's cores, so that pulls/s are a lower bound; CPU is this process's own.",
  );
}

async function measured({ pulls, sessions, latency }: Case): Promise<string[]> {
  const devices = await startDevices(Math.max(sessions, 16), latency);
  try {
    const { cpu, seconds, memory, delay } = await run(devices.ports, pulls, sessions);
    const rate = pulls / seconds;
    return [
      String(sessions),
      `${latency / 1000} s`,
      rate.toFixed(0),
      `${milliseconds(cpu / pulls)} ms`,
      `${(memory / sessions / 2 ** 20).toFixed(2)} MiB`,
      `${delay.toFixed(0)} ms`,
      `${(fleet / rate / 60).toFixed(1)} min`,
    ];
  } finally {
    devices.child.kill();
  }
}

async function startDevices(
  count: number,
  latency: number,
): Promise<{ child: ChildProcess; ports: number[] }> {
  const script = new URL("./pulldevices.ts", import.meta.url).pathname;
  const args = [script, String(interfaces), String(count), String(latency)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(createInterface(child.stdout!), "line")) as [string];
  return { child, ports: JSON.parse(line) as number[] };
}

interface Figures {
  /** Milliseconds. */
  readonly cpu: number;
  readonly seconds: number;
  /** Bytes above the beginning, at the peak. */
  readonly memory: number;
  /** p99 of the loop's delay, milliseconds. */
  readonly delay: number;
}

async function run(ports: readonly number[], pulls: number, sessions: number): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), "mirrorwatch-bench-"));
  const engine = engineFor(folder, sessions);
  const targets = Array.from({ length: pulls }, (_, at) => target(at, ports[at % ports.length]!));
  // The first pull learns keys and compiles what is compiled once.
  const results = engine.results();
  engine.add([{ target: target(-1, ports[0]!), bytes: null }]);
  await results.next();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const [before, began] = [process.cpuUsage(), performance.now()];
  const base = process.memoryUsage().rss;
  let peak = base;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
  engine.add(targets.map((one) => ({ target: one, bytes: null })));
  engine.close();
  for await (const record of results)
    if (!record.snapshot.complete) throw new Error(`a pull failed: ${record.snapshot.completeness}`);
  clearInterval(watch);
  const { user, system } = process.cpuUsage(before);
  rmSync(folder, { recursive: true });
  const seconds = (performance.now() - began) / 1000;
  return { cpu: (user + system) / 1000, seconds, memory: peak - base, delay: delay.percentile(99) / 1e6 };
}

function engineFor(folder: string, sessions: number) {
  const settings: PullSettings = {
    credentials: "lab",
    jump: null,
    algorithms: "modern",
    hostKeys: "accept-new",
    knownHosts: [join(folder, "known_hosts")],
    onChange: { quietSeconds: 0, mostSeconds: 0, floorSeconds: 0 },
    limits: {
      sessions,
      perJump: sessions,
      startsPerSecond: 1_000,
      connectSeconds: 30,
      loginSeconds: 60,
      idleSeconds: 60,
      totalSeconds: 300,
      runMinutes: 60,
      outputBytes: 2 ** 26,
    },
  };
  const secret = { env: "BENCH_PASSWORD" };
  const set = { user: "puller", password: secret, key: null, passphrase: null, agent: false, enable: null };
  const task = { settings, credentials: new Map([["lab", set]]), jumps: new Map(), folders: [] };
  return recordEngine(task, loadCatalog(), { env: { BENCH_PASSWORD: "s3cret-Password" } });
}

function target(at: number, port: number): PullTarget {
  const host = "127.0.0.1";
  const how = { credentials: "lab", jump: null, algorithms: "modern" as const, fingerprint: null };
  return { name: `r${at}`, os: "cisco-ios", host, port, ...how };
}
