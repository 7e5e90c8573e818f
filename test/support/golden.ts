import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One device's config with the record it must give: test/fixtures/<os>/<case>/. */
export interface Fixture {
  readonly os: string;
  readonly name: string;
  readonly config: string;
  readonly expected: string;
}

const root = join(import.meta.dirname, "..", "fixtures");

/** Every folder that holds a `config.txt`, found by listing. */
export function configFixtures(): Fixture[] {
  return fixtures("config.txt");
}

/** Every folder that holds a `show.txt`: output of a device in place of its config. */
export function showFixtures(): Fixture[] {
  return fixtures("show.txt");
}

function fixtures(file: string): Fixture[] {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name: os }) =>
    readdirSync(join(root, os))
      .sort()
      .map((name) => ({
        os,
        name,
        config: join(root, os, name, file),
        expected: join(root, os, name, "expected.json"),
      }))
      .filter(({ config }) => existsSync(config)),
  );
}

/**
 * Compares a record with the one on file. UPDATE_GOLDEN=1 writes the file instead, for a person to read in the diff; a
 * file that is missing without it is a failure.
 */
export function matchesGolden(actual: unknown, file: string): void {
  const record = JSON.parse(JSON.stringify(actual)) as unknown;
  if (process.env.UPDATE_GOLDEN === "1") {
    writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
    return;
  }
  assert.ok(existsSync(file), `${file} is missing; UPDATE_GOLDEN=1 writes it`);
  assert.deepEqual(record, JSON.parse(readFileSync(file, "utf8")));
}
