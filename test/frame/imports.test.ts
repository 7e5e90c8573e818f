import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";

const source = new URL("../../src/", import.meta.url).pathname;

/** The pipeline, left to right: a file may import from its own rank and from those before it. */
const ranks: readonly (readonly string[])[] = [
  ["model"],
  ["settings"],
  ["source", "parse"],
  ["normalise"],
  ["compare"],
  ["store"],
  ["report"],
  ["deliver"],
  ["pipeline.ts", "syslogparser.ts"],
  ["commands"],
  ["main.ts"],
];
/** What a pure stage may use of Node: nothing that reads, listens, waits or writes. */
const pure = ["normalise", "compare"];

interface Import {
  readonly file: string;
  /** Erased before anything runs. */
  readonly typeOnly: boolean;
  readonly from: string;
}

function files(): readonly string[] {
  return readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
}

function imports(file: string): readonly Import[] {
  const text = readFileSync(join(source, file), "utf8");
  return [...text.matchAll(/^(?:import|export)\b[^;]*?from\s+"([^"]+)"/gm)].map((found) => ({
    file,
    typeOnly: /^import type\b/.test(found[0]),
    from: found[1]!,
  }));
}

function part(file: string): string {
  return file.split("/")[0]!;
}

function rank(name: string): number {
  return ranks.findIndex((names) => names.includes(name));
}

const all = files().flatMap(imports);
const own = all
  .filter(({ from }) => from.startsWith("."))
  .map(({ file, typeOnly, from }) => ({
    file,
    typeOnly,
    target: relative(source, join(source, dirname(file), from)),
  }));

test("every part of src/ has its place in the pipeline", () => {
  const unplaced = files().filter((file) => rank(part(file)) < 0);
  assert.deepEqual(unplaced, []);
});

test("imports run left to right along the pipeline", () => {
  const backwards = own.filter(({ file, target }) => rank(part(file)) < rank(part(target)));
  assert.deepEqual(
    backwards.map(({ file, target }) => `${file} imports ${target}`),
    [],
  );
});

test("the model imports nothing but itself", () => {
  const foreign = all.filter(({ file, from }) => part(file) === "model" && !from.startsWith("./"));
  assert.deepEqual(foreign, []);
});

test("normalise and compare are pure: no file, no network, no process, no clock", () => {
  const used = all.filter(
    ({ file, from }) => pure.includes(part(file)) && /^node:(?!crypto|net$)/.test(from),
  );
  assert.deepEqual(used, []);
  for (const file of files().filter((one) => pure.includes(part(one)))) {
    const text = readFileSync(join(source, file), "utf8");
    assert.ok(!/\bDate\.now\(|new Date\(\)|(?<![.\w])process\.\w|Math\.random\(/.test(text), file);
  }
});

test("no two files import each other in a circle", () => {
  const targets = Map.groupBy(
    own.filter(({ typeOnly }) => !typeOnly),
    ({ file }) => file,
  );
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    assert.ok(!path.includes(file), `${[...path, file].join(" -> ")}`);
    if (done.has(file)) return;
    for (const { target } of targets.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of files()) visit(file, []);
});

test("files are named by a noun and stay short", () => {
  for (const file of files()) {
    const name = file.split("/").at(-1)!;
    assert.match(name, /^[a-z0-9]+\.ts$/, file);
    assert.doesNotMatch(name, /^(?:utils?|helpers?|common|misc|index)\.ts$/, file);
    assert.ok(
      readFileSync(join(source, file), "utf8").split("\n").length <= 300,
      `${file} is over 300 lines`,
    );
  }
});

test("no vendor is decided on under src/", () => {
  for (const file of files()) {
    const text = readFileSync(join(source, file), "utf8");
    assert.ok(!/[!=]==? ?["'](?:cisco|juniper|arista)/.test(text), file);
  }
});
