// The fleet diff: 10,000 devices with 4 sessions each against 100,000 and 1,000,000 approvals in SQLite.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Approval } from "../src/model/approval.ts";
import type { MirrorSession } from "../src/model/session.ts";
import type { SnapshotRecord } from "../src/model/snapshot.ts";
import { compareFleet } from "../src/store/fleet.ts";
import { openStore } from "../src/store/sqlitestore.ts";
import { markdown, median, milliseconds } from "./statistic.ts";

const devices = 10_000;
const sessionsEach = 4;
const now = "2026-11-24T00:00:00.000Z";

/** One device in ten has a session that exceeds its approval, one in twenty has one that nobody approved. */
export function benchFleetDiff(): void {
  const rows = [100_000, 1_000_000].map(measure);
  const head = [
    "approvals",
    "database MB",
    "diff ms",
    "floor ms (40,000 look-ups)",
    "diff / floor",
    "verdicts",
  ];
  console.log(
    `\n## Fleet diff, ${devices.toLocaleString("en")} devices x ${sessionsEach} sessions\n\n${markdown(head, rows)}`,
  );
}

function measure(approvals: number): string[] {
  const folder = mkdtempSync(join(tmpdir(), "mirrorwatch-bench-"));
  const file = join(folder, "store.sqlite");
  try {
    fill(file, approvals);
    const floor = median([1, 2, 3, 4, 5].map(() => floorTime(file)));
    const { time, verdicts } = diffTime(file);
    if (verdicts !== devices / 10 + devices / 20) throw new Error(`the diff gave ${verdicts} verdicts`);
    return [
      approvals.toLocaleString("en"),
      (statSync(file).size / 1e6).toFixed(0),
      milliseconds(time),
      milliseconds(floor),
      (time / floor).toFixed(1),
      String(verdicts),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function fill(file: string, count: number): void {
  const store = openStore(file);
  for (let start = 0; start < count; start += 50_000) {
    store.approve(
      Array.from({ length: 50_000 }, (_, index) => approval(start + index)),
      "bench",
      now,
    );
  }
  store.close();
}

function approval(index: number): Approval {
  const session = String((index % sessionsEach) + 1);
  return {
    id: `a-${index.toString(16).padStart(12, "0")}`,
    device: `sw${Math.floor(index / sessionsEach)}`,
    session,
    mechanism: "span",
    sources: [{ kind: "interface", value: `GigabitEthernet1/0/${session}-9`, direction: "rx" }],
    destinations: [{ kind: "interface", value: "GigabitEthernet1/0/24" }],
    filters: [],
    required: index % sessionsEach === 0,
    owner: "bench",
    ticket: `CHG-${index}`,
    reason: "bench",
  };
}

/** What any program must pay: the same look-ups, nothing parsed or compared. */
function floorTime(file: string): number {
  const database = new Database(file, { readonly: true });
  const look = database.prepare("SELECT body FROM approval WHERE device = ? AND session IN (?, '*')").pluck();
  const start = performance.now();
  database.transaction(() => {
    for (let device = 0; device < devices; device += 1) {
      for (let session = 1; session <= sessionsEach; session += 1) look.all(`sw${device}`, String(session));
    }
  })();
  const time = performance.now() - start;
  database.close();
  return time;
}

function diffTime(file: string): { time: number; verdicts: number } {
  const store = openStore(file);
  const fleet = Array.from({ length: devices }, (_, index) => snapshot(index));
  const times: number[] = [];
  let verdicts = 0;
  for (let run = 0; run < 7; run += 1) {
    const start = performance.now();
    verdicts = compareFleet(store, fleet, now).verdicts.length;
    times.push(performance.now() - start);
  }
  store.close();
  return { time: median(times), verdicts };
}

function snapshot(device: number): SnapshotRecord {
  const sessions = Array.from({ length: sessionsEach }, (_, index) => session(device, index + 1));
  return {
    device: `sw${device}`,
    os: "cisco-ios",
    complete: true,
    completeness: "",
    sessions,
    unread: [],
    indicators: [],
  };
}

function session(device: number, number: number): MirrorSession {
  const wide = number === 2 && device % 10 === 0;
  const unknown = number === 3 && device % 20 === 1;
  const direction = wide ? "both" : "rx";
  return {
    name: unknown ? "66" : String(number),
    mechanism: "span",
    reach: "port",
    state: "active",
    sources: [number, number + 1].map((port) => ({
      kind: "interface",
      name: `GigabitEthernet1/0/${port}`,
      direction,
    })),
    destinations: [{ kind: "interface", name: "GigabitEthernet1/0/24" }],
    filters: [],
    lines: [10 + number],
    fingerprint: `${device}-${number}-${direction}`,
  };
}
