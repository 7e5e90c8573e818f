import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { SecretSource } from "../../../src/settings/pullsettings.ts";
import { wallet } from "../../../src/source/pull/credential.ts";
import { PullError } from "../../../src/source/pull/failure.ts";
import { takeSecret } from "../../../src/source/pull/secret.ts";
import { keyPair } from "../../support/keypair.ts";
import { iosDevice } from "../../support/fakeconfig.ts";
import { pullFake } from "../../support/pulling.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const node = process.execPath;

test("a secret is the first line of a variable, a file, a program's output or a systemd credential", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "secret"), "p ä$s\r\nrest\n", { mode: 0o600 });
  const sources: readonly SecretSource[] = [
    { env: "SECRET" },
    { file: join(folder, "secret") },
    { command: [node, "-e", "process.stdout.write(process.argv[1])", "p ä$s\nrest"] },
    { systemd: "secret" },
  ];
  const env = { SECRET: "p ä$s", CREDENTIALS_DIRECTORY: folder };
  for (const source of sources) assert.equal(await takeSecret(source, env), "p ä$s", JSON.stringify(source));
});

test("what cannot be had is told with its place, and never with what was read", async (t) => {
  const folder = temporaryFolder(t);
  const open = join(folder, "open");
  writeFileSync(open, "hidden-Secret\n");
  chmodSync(open, 0o640);
  const empty = join(folder, "empty");
  writeFileSync(empty, "\n", { mode: 0o600 });
  const sources: readonly (readonly [SecretSource, RegExp])[] = [
    [{ env: "NONE" }, /NONE: it is not set/],
    [{ file: open }, /open: others than its owner .*chmod 600/],
    [{ file: empty }, /it is empty/],
    [{ file: join(folder, "none") }, /it does not exist/],
    [{ systemd: "secret" }, /CREDENTIALS_DIRECTORY/],
    [{ command: [node, "-e", "console.error('hidden-Secret'); process.exit(3)"] }, /it failed \(3\)/],
    [{ command: [join(folder, "none")] }, /it does not exist/],
  ];
  for (const [source, told] of sources)
    await assert.rejects(takeSecret(source, {}), (error) => {
      assert.ok(
        error instanceof PullError && error.failure.class === "credential-unavailable",
        String(error),
      );
      assert.match(error.failure.why, told);
      assert.doesNotMatch(error.failure.why, /hidden-Secret/);
      return true;
    });
});

test("a program that gives a secret sees no shell", async () => {
  const source = { command: [node, "-e", "console.log(process.argv[1])", "$HOME; echo x | id"] };
  assert.equal(await takeSecret(source, { PATH: "/usr/bin" }), "$HOME; echo x | id");
});

test("a set's secrets are taken once in a run", async (t) => {
  const count = join(temporaryFolder(t), "count");
  const script = `require("fs").appendFileSync(${JSON.stringify(count)}, "x"); console.log("pw")`;
  const set = {
    user: "u",
    password: { command: [node, "-e", script] },
    key: null,
    passphrase: null,
    agent: false,
    enable: null,
  };
  const purse = wallet(new Map([["a", set]]), {});
  const taken = await Promise.all([purse.credential("a"), purse.credential("a"), purse.credential("a")]);
  assert.equal(taken[2]!.password, "pw");
  const { readFileSync } = await import("node:fs");
  assert.equal(readFileSync(count, "utf8"), "x");
});

const pair = keyPair({
  passphrase: "phrase",
  cipher: "aes256-cbc",
  rounds: 4,
});

test("a key with a passphrase lets in, and one without its passphrase says what is missing", async (t) => {
  const folder = temporaryFolder(t);
  const key = join(folder, "id_ed25519");
  writeFileSync(key, pair.private, { mode: 0o600 });
  writeFileSync(join(folder, "phrase"), "phrase\n", { mode: 0o600 });
  const set = { user: "puller", password: null, key, agent: false, enable: null };
  const sets = new Map([
    ["good", { ...set, passphrase: { file: join(folder, "phrase") } }],
    ["bare", { ...set, passphrase: null }],
  ]);
  await assert.rejects(wallet(sets, {}).credential("bare"), /passphrase/);
  const credential = await wallet(sets, {}).credential("good");
  const manners = { ...iosDevice(), methods: ["publickey"], publicKey: pair.public };
  const { pulled } = await pullFake(t, "cisco-ios", manners, { credential });
  assert.equal(pulled.failure, undefined, JSON.stringify(pulled.failure));
});

test("a key may be held by an agent", async (t) => {
  const folder = temporaryFolder(t);
  const socket = join(folder, "agent");
  const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: ["ignore", "pipe", "ignore"] });
  t.after(() => agent.kill());
  const missing = once(agent, "error").then(() => true);
  if (await Promise.race([missing, once(agent.stdout!, "data").then(() => false)]))
    return t.skip("no ssh-agent");
  const plain = keyPair();
  writeFileSync(join(folder, "id"), plain.private, { mode: 0o600 });
  const add = spawn("ssh-add", ["-q", join(folder, "id")], {
    env: { ...process.env, SSH_AUTH_SOCK: socket },
  });
  await once(add, "exit");
  const set = { user: "puller", password: null, key: null, passphrase: null, agent: true, enable: null };
  const credential = await wallet(new Map([["a", set]]), { SSH_AUTH_SOCK: socket }).credential("a");
  const manners = { ...iosDevice(), methods: ["publickey"], publicKey: plain.public };
  const { pulled } = await pullFake(t, "cisco-ios", manners, { credential });
  assert.equal(pulled.failure, undefined, JSON.stringify(pulled.failure));
});
