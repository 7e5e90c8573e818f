// The receiver against floors in the same run: plain Node that only counts, and rsyslog and syslog-ng where $RSYSLOGD
// ($RSYSLOG_MODULES) and $SYSLOGNG name them. CPU time is the receiving process's own, from /proc/PID/stat.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { kernelDrops } from "../src/source/kerneldrops.ts";
import { Authority, writePair } from "../test/support/authority.ts";
import { nodeReceiver, peersHere, type Receiving } from "./receiverpeer.ts";
import { markdown, median } from "./statistic.ts";
import { plantedIn } from "./sysloglines.ts";

const transports = ["udp", "lf", "lf x 100", "octet", "tls"] as const;
type Transport = (typeof transports)[number];

/** Messages of one run, and runs of which the median counts. */
const messages: Readonly<Record<Transport, number>> = {
  udp: 200_000,
  lf: 1_000_000,
  "lf x 100": 1_000_000,
  octet: 1_000_000,
  tls: 600_000,
};
const runs = 3;
const paced = 40_000;

interface Measured {
  /** Microseconds of CPU time for one message. */
  readonly cpu: number;
  readonly perSecond: number;
  readonly lost: number;
  readonly hits: number | undefined;
  readonly rss: number;
}

export async function benchReceiver(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "mirrorwatch-bench-"));
  const pair = writePair(folder, "mw", new Authority().issue({ dns: ["mw1"], addresses: ["127.0.0.1"] }));
  try {
    const rows: string[][] = [];
    const starts = [
      nodeReceiver("mirrorwatch", pair),
      nodeReceiver("single", pair),
      nodeReceiver("floor", pair),
      ...peersHere(folder, pair),
    ];
    for (const transport of transports)
      for (const start of starts) {
        if (!takesPart(start.kind, transport)) continue;
        const measured: Measured[] = [];
        for (let run = 0; run < runs; run++) measured.push(await measure(start.start, transport));
        rows.push(row(transport, start.title, measured));
        console.error(rows.at(-1)!.join("  "));
      }
    const head = ["transport", "receiver", "CPU µs a message", "(min-max)", "messages/s", "lost %", "RSS MB"];
    console.log(
      `\n## Receiver\n\nUDP at ${paced.toLocaleString("en")} messages a second, the others as fast as one connection, or a hundred, go.\n\n${markdown(head, rows)}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Without koffi only UDP differs; a hundred connections are there to show the memory that they take. */
function takesPart(kind: string, transport: Transport): boolean {
  if (kind === "single") return transport === "udp";
  return transport !== "lf x 100" || kind === "mirrorwatch" || kind === "floor";
}

function row(transport: Transport, title: string, measured: readonly Measured[]): string[] {
  const of = (key: "cpu" | "perSecond" | "lost" | "rss") => measured.map((one) => one[key]);
  const cpu = of("cpu");
  return [
    transport,
    title,
    median(cpu).toFixed(2),
    `${Math.min(...cpu).toFixed(2)}-${Math.max(...cpu).toFixed(2)}`,
    Math.round(median(of("perSecond"))).toLocaleString("en"),
    (100 * median(of("lost"))).toFixed(1),
    median(of("rss")).toFixed(0),
  ];
}

async function measure(start: () => Promise<Receiving>, transport: Transport): Promise<Measured> {
  const receiving = await start();
  try {
    const count = messages[transport];
    const port = receiving.ports[{ udp: 0, lf: 1, "lf x 100": 1, octet: 2, tls: 3 }[transport]]!;
    const before = receiving.cpu();
    const dropped = kernelDrops(new Set([port])) ?? 0;
    const began = performance.now();
    await send(transport, port, count);
    const ended = await quiet(receiving, count, began);
    const lost = transport === "udp" ? ((kernelDrops(new Set([port])) ?? 0) - dropped) / count : 0;
    const hits = (await receiving.counted?.())?.hits;
    // A wrong answer has no speed.
    if (receiving.searches && lost === 0 && hits !== plantedIn(10_000) * (count / 10_000))
      throw new Error(`${transport}: ${hits} of the planted messages were found`);
    return {
      cpu: ((receiving.cpu() - before) * 1e6) / (count * (1 - lost)),
      perSecond: (count * (1 - lost)) / ((ended - began) / 1000),
      lost,
      hits,
      rss: receiving.rss(),
    };
  } finally {
    await receiving.stop();
  }
}

async function send(transport: Transport, port: number, count: number): Promise<void> {
  const script = new URL("./syslogsender.ts", import.meta.url).pathname;
  const [kind = "", , connections = "1"] = transport.split(" ");
  const more = kind === "udp" ? String(paced) : connections;
  await promisify(execFile)(process.execPath, [script, kind, String(port), String(count), more]);
}

/** Waits until nothing more is done; returns when the last was. */
async function quiet(receiving: Receiving, count: number, began: number): Promise<number> {
  let last = performance.now();
  let before = -1;
  while (performance.now() - last < 600 && performance.now() - began < 120_000) {
    const counted = await receiving.counted?.();
    const now = counted?.messages ? counted.messages : (counted?.bytes ?? receiving.cpu());
    if (now !== before) last = performance.now();
    before = now;
    if (counted?.messages === count) return performance.now();
    await pause(20);
  }
  return last;
}
