// Packs the package, installs it as a user would (globally, into a folder of its own, without development files), and runs
// its command: what is missing from the package shows here and not on somebody's host.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "mirrorwatch-package-"));
try {
  const packed = pack();
  refuseStrays(packed.files.map(({ path }) => path));
  const bin = install(join(work, packed.filename));
  tryOut(bin);
  console.log(
    `${packed.filename}: ${packed.files.length} files, ${Math.ceil(packed.size / 1024)} KiB, installs and runs`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Packing builds first, by the package's own `prepare`. */
function pack() {
  npm(root, "run", "build");
  const out = npm(root, "pack", "--json", "--ignore-scripts", "--pack-destination", work);
  return JSON.parse(out)[0];
}

/** Sources, tests and benchmarks are no part of what a user gets. */
function refuseStrays(paths) {
  const stray = paths.filter((path) =>
    /^(?:src|test|bench|scripts|\.ci)\/|\.test\.|\.peggy\.cjs$|\.sqlite/.test(path),
  );
  const wanted = [
    "bin/mirrorwatch.js",
    "dist/main.js",
    "dist/main.d.ts",
    "package.json",
    "LICENSE",
    "README.md",
  ];
  const missing = wanted.filter((path) => !paths.includes(path));
  if (stray.length > 0) throw new Error(`these do not belong into the package: ${stray.join(", ")}`);
  if (missing.length > 0) throw new Error(`the package lacks ${missing.join(", ")}`);
}

function install(tarball) {
  const prefix = join(work, "prefix");
  mkdirSync(prefix);
  const flags = ["--prefer-offline", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"];
  npm(work, "install", "--global", "--prefix", prefix, ...flags, tarball);
  return join(prefix, "bin", "mirrorwatch");
}

/** The installed command answers, reads a config with its generated parsers, and makes a database. */
function tryOut(bin) {
  const config = join(work, "core1");
  writeFileSync(
    config,
    [
      "hostname core1",
      "!",
      "monitor session 1 source interface Gi1/0/1 rx",
      "monitor session 1 destination interface Gi1/0/24",
      "!",
      "end",
      "",
    ].join("\n"),
  );
  expect(run(bin, "--version"), 0, /^\d+\.\d+\.\d+/);
  expect(run(bin, "parse", "--json", "--os", "cisco-ios", config), 0, /"GigabitEthernet1\/0\/24"/);
  const database = join(work, "db.sqlite");
  const audit = ["audit", "--configs", config, "--os", "cisco-ios", "--database", database, "--json"];
  expect(run(bin, ...audit), 1, /"kind": "unexpected"/);
  if (!existsSync(database)) throw new Error("the audit made no database");
  const parser =
    "import('mirrorwatch/syslog-parser').then((found) => console.log(Object.keys(found).join()))";
  expect(run("-e", parser), 0, /\w/);
}

/** In the folder of global packages, where the package is found by its name. */
function run(...args) {
  const cwd = join(work, "prefix", "lib");
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
  return { status, out: `${stdout}${stderr}` };
}

function expect({ status, out }, wantedStatus, wantedText) {
  if (status !== wantedStatus || !wantedText.test(out))
    throw new Error(`expected exit ${wantedStatus} and ${wantedText}, got exit ${status}:\n${out}`);
}

function npm(cwd, ...args) {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
