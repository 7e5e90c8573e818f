import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { runMain } from "../support/context.ts";

const root = new URL("../..", import.meta.url).pathname;
const cwd = tmpdir();
const run = (...argv: readonly string[]) => runMain(argv, { cwd });

test("the version is the package's", () => {
  const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { version: string };
  const { stdout, status } = spawnSync(process.execPath, [`${root}bin/mirrorwatch.js`, "--version"]);
  assert.deepEqual([status, String(stdout)], [0, `${version}\n`]);
});

test("the help of the program and of every command shows an example and the exit codes", async () => {
  const { code, out } = await run("--help");
  assert.equal(code, 0);
  const commands = await withSubcommands(out, []);
  assert.ok(commands.length > 5, out);
  for (const command of commands) {
    const help = (await run(...command, "--help")).out;
    assert.match(help, /^Examples:\n {2}mirrorwatch /m, command.join(" "));
    assert.match(help, /^Exit codes:\n {3}0 /m, command.join(" "));
    assert.match(help, /--json/);
  }
});

/** The command itself and all below it, as their help lists them. */
async function withSubcommands(
  help: string,
  above: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const listed = /^Commands:\n((?: .*\n|\n(?! *\S*:))*)/m.exec(help)?.[1] ?? "";
  const names = [...listed.matchAll(/^ {2}([a-z]+)/gm)].map((found) => found[1]!);
  const below = await Promise.all(
    names.map(async (name) => {
      const command = [...above, name];
      return withSubcommands((await run(...command, "--help")).out, command);
    }),
  );
  return [above, ...below.flat()];
}

test("an unknown command or option is one line on stderr and exit 2", async () => {
  for (const args of [
    ["adit"],
    ["--jsn"],
    ["audit", "--confgs", "x"],
    ["audit", "--configs"],
    ["findings", "lst"],
  ]) {
    const { code, out, talk } = await run(...args);
    assert.equal(code, 2, args.join(" "));
    assert.equal(out, "");
    assert.match(talk, /^mirrorwatch: command line: .+; .+\n$/);
    assert.equal(talk.trimEnd().split("\n").length, 1);
  }
  assert.match((await run("adit")).talk, /Did you mean audit\?/);
});

test("with --json a fault is JSON on stdout and nothing else", async () => {
  for (const args of [
    ["audit", "--jsn"],
    ["audit", "--configs", "no-such-folder"],
  ]) {
    const { code, out, talk } = await run(...args, "--json");
    assert.equal(code, 2);
    assert.equal(talk, "");
    const { fault } = JSON.parse(out) as { fault: Record<string, string> };
    assert.deepEqual(Object.keys(fault), ["code", "where", "what", "remedy"]);
  }
});

test("options that every command takes may stand before or after its name", async () => {
  for (const args of [
    ["--json", "audit", "--configs", "no-such-folder"],
    ["audit", "--configs", "no-such-folder", "--json"],
  ])
    assert.match((await run(...args)).out, /"code": "configs-unreadable"/);
});

test("no command at all shows the help on stderr and exits 2", async () => {
  for (const args of [[], ["findings"]]) {
    const { code, out, talk } = await run(...args);
    assert.equal(code, 2);
    assert.equal(out, "");
    assert.match(talk, /^Usage: mirrorwatch/);
  }
});

test("a fault cannot steer the terminal or forge a line of its own", async () => {
  const { talk } = await run("--settings", "x\u001b[2J\nmirrorwatch: all is well", "audit");
  assert.ok(!/[\u0000-\u0009\u000b-\u001f]/.test(talk), JSON.stringify(talk));
  assert.ok(!/^mirrorwatch: all is well/m.test(talk), talk);
});

test("a reader that goes away is no error", () => {
  const command = `"${process.execPath}" "${root}bin/mirrorwatch.js" --help | true; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
  assert.deepEqual({ stdout, stderr }, { stdout: "0\n", stderr: "" });
});

test("a bug shows its stack and exits 70, caught or not", () => {
  const broken = (script: string) => {
    const imported = `data:text/javascript,${encodeURIComponent(script)}`;
    return spawnSync(process.execPath, ["--import", imported, `${root}bin/mirrorwatch.js`, "--help"], {
      encoding: "utf8",
    });
  };
  const boom = 'throw new TypeError("boom")';
  for (const script of [
    `process.stdout.write = () => { ${boom} }`,
    `process.stdout.write = () => setTimeout(() => { ${boom} })`,
  ]) {
    const { status, stderr } = broken(script);
    assert.equal(status, 70, stderr);
    assert.match(stderr, /^mirrorwatch: a bug, please report it: TypeError: boom\n +at /);
  }
});
