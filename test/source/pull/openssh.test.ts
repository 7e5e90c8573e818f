import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { wallet } from "../../../src/source/pull/credential.ts";
import { jumpPool } from "../../../src/source/pull/jump.ts";
import { hostKeyBook } from "../../../src/source/pull/knownhostsfile.ts";
import { pullDevice } from "../../../src/source/pull/puller.ts";
import { keyPair } from "../../support/keypair.ts";
import { iosConfig, iosDevice, junosConfig } from "../../support/fakeconfig.ts";
import { fakeDevice } from "../../support/fakedevice.ts";
import { knownLine } from "../../support/fleet.ts";
import { findSshd, type OpenSsh, startSshd } from "../../support/openssh.ts";
import { targetOf, toolsFor } from "../../support/pulling.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const sshd = findSshd() === undefined ? "no OpenSSH server" : false;
const pair = keyPair();

/** A shell that plays a device; its terminal is a real one, which turns each line end into CR CR LF. */
const iosScript = `printf '\\r\\n*** authorised use only #\\r\\n\\r\\nr1#'
while IFS= read -r line; do
  case "$line" in
    exit) exit 0 ;;
    "show privilege") printf 'Current privilege level is 15\\r\\n' ;;
    "show running-config") sed 's/$/\\r/' <<'CONFIG'
${iosConfig()}CONFIG
    ;;
    show*) printf "          ^\\r\\n%% Invalid input detected at '^' marker.\\r\\n" ;;
  esac
  printf 'r1#'
done
`;

const junosScript = `case "$SSH_ORIGINAL_COMMAND" in
  "show configuration | display omit | no-more" | "show configuration | display inheritance no-comments | no-more") cat <<'CONFIG'
${junosConfig}CONFIG
  ;;
  *) printf 'syntax error, expecting <command>.\\n' ;;
esac
`;

async function credentialIn(folder: string, user: string) {
  const key = join(folder, "id");
  writeFileSync(key, pair.private, { mode: 0o600 });
  const set = { user, password: null, key, passphrase: null, agent: false, enable: null };
  const purse = wallet(new Map([["lab", set]]), {});
  return { purse, credential: await purse.credential("lab") };
}

async function pullOf(t: TestContext, os: string, server: OpenSsh) {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "known_hosts"), knownLine(server));
  const { credential } = await credentialIn(folder, server.user);
  const book = hostKeyBook([join(folder, "known_hosts")], () => new Date());
  const limits = { ...toolsFor(os).limits, idleSeconds: 10, loginSeconds: 20, totalSeconds: 30 };
  const pauses = { settle: 100, end: 500, nudge: 2_000, idle: 10_000 };
  const tools = toolsFor(os, { credential, book, limits, pauses });
  return pullDevice(targetOf(server, os), tools, () => new Date(), new AbortController().signal);
}

test("a terminal of a real OpenSSH server is pulled whole", { skip: sshd }, async (t) => {
  const server = await startSshd(t, iosScript, pair.public);
  const pulled = await pullOf(t, "cisco-ios", server);
  assert.equal(pulled.failure, undefined, JSON.stringify(pulled.failure));
  assert.equal(pulled.session!.config!.text, `${iosConfig().trimEnd()}\n`);
  assert.match(pulled.facts!.software, /OpenSSH/);
  assert.deepEqual(pulled.facts!.weak, []);
});

test("commands of a real OpenSSH server are pulled whole, each over its own channel", {
  skip: sshd,
}, async (t) => {
  const server = await startSshd(t, junosScript, pair.public);
  const pulled = await pullOf(t, "juniper-junos", server);
  assert.equal(pulled.failure, undefined, JSON.stringify(pulled.failure));
  assert.equal(pulled.session!.config!.text, junosConfig);
  assert.equal(pulled.session!.second!.text, junosConfig);
  assert.deepEqual(pulled.session!.shows, []);
});

test("a command that a real server's shell was killed in is not taken for done", {
  skip: sshd,
}, async (t) => {
  const server = await startSshd(t, `printf 'version 21.4R3;\\n'; kill -9 $$\n`, pair.public);
  const pulled = await pullOf(t, "juniper-junos", server);
  assert.equal(pulled.failure?.class, "truncated");
});

test("a real OpenSSH server is a jump host to a device behind it", { skip: sshd }, async (t) => {
  const server = await startSshd(t, iosScript, pair.public);
  const device = await fakeDevice(t, iosDevice());
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "known_hosts"), knownLine(server) + knownLine(device));
  const book = hostKeyBook([join(folder, "known_hosts")], () => new Date());
  const { purse } = await credentialIn(folder, server.user);
  const { limits } = toolsFor("cisco-ios");
  const jump = { ...targetOf(server, ""), name: "bastion" };
  const pool = jumpPool({
    jumps: new Map([["bastion", jump]]),
    wallet: purse,
    book,
    hostKeys: "strict",
    limits,
  });
  t.after(() => pool.close());
  const never = new AbortController().signal;
  const through = await pool.through("bastion", "127.0.0.1", device.port, never);
  const tools = toolsFor("cisco-ios", { book, through });
  const pulled = await pullDevice(targetOf(device, "cisco-ios"), tools, () => new Date(), never);
  assert.equal(pulled.failure, undefined, JSON.stringify(pulled.failure));
});
