import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { mostConfigBytes, readConfig } from "../../src/source/configfile.ts";
import { findConfigs } from "../../src/source/configfolder.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "configs-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function lay(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), "hostname x\n");
  }
}

function found(path: string | null = null, below = "") {
  const { configs, ignored, unseen } = findConfigs({ folder: join(folder, below), path, os: null });
  return {
    configs: configs.map(({ node, group }) => (group === null ? node : `${group}:${node}`)),
    ignored: ignored.map((one) => relative(folder, one)),
    unseen: unseen.map((one) => relative(folder, one.path)),
  };
}

test("a flat folder of Oxidized names its devices by file", () => {
  lay("core1", "192.0.2.1", "edge1.example.net", ".gitignore", ".git/HEAD", "README.md");
  assert.deepEqual(found().configs, ["192.0.2.1", "core1", "edge1.example.net"]);
});

test("group folders of Oxidized, beside configs/ or without it, name their group", () => {
  lay("configs/core1", "access/sw1", "access/sw2", "router.db", "config", "crash", "pid", "logs/run");
  assert.deepEqual(found().configs, ["access:sw1", "access:sw2", "core1"]);
  assert.deepEqual(found().ignored, ["config", "crash", "pid", "router.db"]);
  assert.deepEqual(found(null, "access").configs, ["sw1", "sw2"]);
});

test("RANCID groups give what lies in configs/, without version control, lists, runs in progress and raw output", () => {
  lay("core/configs/core1.example.net", "core/configs/core1.example.net.new", "core/configs/x.raw");
  lay("core/router.db", "core/routers.all", "core/routers.up", "core/routers.down", "core/CVS/Root");
  lay(
    "core/configs/CVS/Entries",
    "core/configs/.git/config",
    "core/configs/.cvsignore",
    "logs/core.20260301",
  );
  lay("edge/configs/edge1");
  assert.deepEqual(found().configs, ["core:core1.example.net", "edge:edge1"]);
  assert.deepEqual(found(null, "core").configs, ["core1.example.net"]);
  assert.deepEqual(found(null, "core/configs").configs, ["core1.example.net"]);
});

test("endings of saved configs are no part of a device's name; archives and copies are no configs", () => {
  lay("a.cfg", "b.conf", "c-confg", "d.txt", "e.cfg.gz", "f.cfg~", "g,v", "h.swp");
  assert.deepEqual(found().configs, ["a", "b", "c", "d"]);
});

test("a path pattern alone decides which files are configs and how they are named", () => {
  lay("2026/ams/core1.running", "2026/ams/core1.startup", "2026/fra/edge1.running", "x.running");
  assert.deepEqual(found("*/{group}/{device}.running").configs, ["ams:core1", "fra:edge1"]);
  assert.deepEqual(found("*/{group}/{device}.running").ignored.length, 2);
});

test("a path that is one file is one config", () => {
  lay("core1.cfg");
  assert.deepEqual(found(null, "core1.cfg").configs, ["core1"]);
});

test("links are followed, a circle of links ends, and no device counts twice by way of a folder", () => {
  lay("real/core1");
  symlinkSync(folder, join(folder, "real/again"));
  symlinkSync("real", join(folder, "second"));
  symlinkSync("loop", join(folder, "loop"));
  symlinkSync("nowhere", join(folder, "gone"));
  assert.deepEqual(found().configs, ["gone", "loop", "real:core1"]);
});

test("a folder that is missing is a fault with what to do", () => {
  assert.throws(() => found(null, "absent"), {
    code: "configs-unreadable",
    what: /it does not exist/,
    remedy: /--configs/,
  });
});

test("what cannot be read as a file says why: absent, a circle, a folder, a pipe, too large", async () => {
  symlinkSync("loop", join(folder, "loop"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  writeFileSync(join(folder, "large"), "");
  execFileSync("truncate", ["-s", String(mostConfigBytes + 1), join(folder, "large")]);
  const why = (name: string) => readConfig(join(folder, name)).catch((fault: { what: string }) => fault.what);
  assert.match(String(await why("absent")), /it does not exist/);
  assert.match(String(await why("loop")), /round in a circle/);
  assert.match(String(await why(".")), /not a plain file|it is a folder/);
  assert.match(String(await why("pipe")), /not a plain file/);
  assert.match(String(await why("large")), /larger than 256 MB/);
});

test("a config is read as the bytes that it is", async () => {
  const bytes = Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0x41]);
  writeFileSync(join(folder, "core1"), bytes);
  assert.deepEqual(await readConfig(join(folder, "core1")), bytes);
});
