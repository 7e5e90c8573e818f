import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const bin = new URL("../../bin/mirrorwatch.js", import.meta.url).pathname;

function asNode(version: string, ...args: readonly string[]) {
  const posing = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
  const imported = `data:text/javascript,${encodeURIComponent(posing)}`;
  return spawnSync(process.execPath, ["--import", imported, bin, ...args], { encoding: "utf8" });
}

test("an old Node is told so in one line, before anything is loaded, and exits 2", () => {
  for (const version of ["20.20.2", "22.1.0", "18.0.0"]) {
    const { status, stdout, stderr } = asNode(version, "audit", "--configs", "/");
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.match(stderr, new RegExp(`^mirrorwatch needs Node 24 or newer; this is Node ${version} .*\n$`));
  }
});

test("a newer Node than the one it was made on runs it", () => {
  assert.equal(asNode("26.0.0", "--version").status, 0);
});
