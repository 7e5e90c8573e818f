// Config parsing against the floor: `grep -c` over the same bytes, in the same run.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { iosConfig } from "./iosfile.ts";
import { junosBrace, junosSet } from "./junosfile.ts";
import { markdown, median, milliseconds } from "./statistic.ts";
import type { GeneratedConfig } from "./truth.ts";

interface Case {
  readonly label: string;
  readonly os: string;
  readonly anchor: string;
  readonly generate: (lines: number) => GeneratedConfig;
}

const cases: readonly Case[] = [
  { label: "IOS", os: "cisco-ios", anchor: "monitor session", generate: iosConfig },
  { label: "Junos brace", os: "juniper-junos", anchor: "analyzer", generate: junosBrace },
  { label: "Junos set", os: "juniper-junos", anchor: "analyzer", generate: junosSet },
];

/** Prints one row for each form and size; a wrong answer stops the bench. */
export function benchConfigParse(): void {
  const folder = mkdtempSync(join(tmpdir(), "mirrorwatch-bench-"));
  try {
    const rows = cases.flatMap((one) => [5_000, 50_000, 500_000].map((lines) => measure(folder, one, lines)));
    const head = [
      "config",
      "lines",
      "MB",
      "first call ms",
      "warm ms",
      "grep -c ms",
      "warm / grep",
      "RSS above idle MB",
    ];
    console.log(`\n## Config parse\n\n${markdown(head, rows)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measure(folder: string, one: Case, lines: number): string[] {
  const { text, sessions } = one.generate(lines);
  const file = join(folder, "config.txt");
  const truth = join(folder, "truth.json");
  writeFileSync(file, text);
  writeFileSync(truth, JSON.stringify(sessions));
  const fresh = [1, 2, 3].map(() => parseOnce(file, one.os, lines > 100_000 ? 7 : 21, truth));
  if (!fresh.every((run) => run.correct))
    throw new Error(`${one.label}, ${lines} lines: the answer is wrong`);
  const warm = median(fresh.flatMap((run) => run.warm));
  const grep = median(Array.from({ length: 7 }, () => grepTime(one.anchor, file)));
  return [
    one.label,
    lines.toLocaleString("en"),
    (text.length / 1e6).toFixed(1),
    milliseconds(median(fresh.map((run) => run.first))),
    milliseconds(warm),
    milliseconds(grep),
    (warm / grep).toFixed(1),
    ((median(fresh.map((run) => run.maxRssKb)) - idleRssKb()) / 1024).toFixed(0),
  ];
}

interface Run {
  readonly first: number;
  readonly warm: readonly number[];
  readonly maxRssKb: number;
  readonly correct: boolean;
}

function parseOnce(file: string, os: string, runs: number, truth: string): Run {
  const script = new URL("./parseonce.ts", import.meta.url).pathname;
  return JSON.parse(
    execFileSync(process.execPath, [script, file, os, String(runs), truth], { encoding: "utf8" }),
  );
}

/** The output is read, not sent to /dev/null, where grep would stop at its first match. */
function grepTime(anchor: string, file: string): number {
  const start = performance.now();
  spawnSync("grep", ["-c", anchor, file], { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
  return performance.now() - start;
}

function idleRssKb(): number {
  const script = "console.log(process.resourceUsage().maxRSS)";
  return Number(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }));
}
