import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = new URL("../../", import.meta.url).pathname;

function texts(): readonly string[] {
  const below = ["src", "docs", "grammars", "devices", "data"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  );
  return [...below, ...readdirSync(root)].filter((file) => /\.(?:ts|md|peggy|yaml)$/.test(file));
}

test("every page that a message, a comment or another page names is there", () => {
  const missing = texts().flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    const pages = [...text.matchAll(/\bdocs\/[\w-]+\.md\b/g)].map(([page]) => page);
    return pages.filter((page) => !existsSync(join(root, page))).map((page) => `${file} names ${page}`);
  });
  assert.deepEqual(missing, []);
});
