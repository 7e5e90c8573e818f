import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import ssh2 from "ssh2";
import { auditCommand } from "../../src/commands/audit.ts";
import { openStore } from "../../src/store/sqlitestore.ts";
import { runCommand } from "../support/context.ts";
import { iosConfig, iosDevice, junosDevice } from "../support/fakeconfig.ts";
import { fakeDevice } from "../support/fakedevice.ts";
import { knownLine, writeFleet } from "../support/fleet.ts";
import { pullingHere } from "../support/pullinghere.ts";
import { temporaryFolder } from "../support/temporary.ts";

interface PullJson {
  readonly devices: readonly { device: string; complete: boolean; completeness: string; config: string }[];
  readonly findings: readonly {
    device: string;
    kind: string;
    session: string;
    severity: number;
    state: string;
  }[];
  readonly pull: {
    readonly tried: number;
    readonly done: number;
    readonly failures: readonly { class: string; devices: readonly string[]; remedy: string }[];
    readonly accepted: readonly string[];
  };
}

async function pull(cwd: string, args: readonly string[] = []) {
  const run = await runCommand((context) => auditCommand(context, pullingHere), ["--pull", ...args], {
    cwd,
    options: { json: true },
    now: new Date().toISOString(),
  });
  return { ...run, json: (run.out === "" ? {} : JSON.parse(run.out)) as PullJson };
}

test("devices are pulled and judged, and what fails is grouped with its remedy", async (t) => {
  const cwd = temporaryFolder(t);
  const good = await fakeDevice(t, iosDevice("core1"));
  const mx = await fakeDevice(t, junosDevice());
  const cut = await fakeDevice(t, { shell: { ...iosDevice("core2").shell, cut: 200 } });
  writeFleet(cwd, [
    { name: "core1", os: "cisco-ios", device: good },
    { name: "mx1", os: "juniper-junos", device: mx },
    { name: "core2", os: "cisco-ios", device: cut },
  ]);
  const { code, json, fault } = await pull(cwd);
  assert.equal(fault, undefined, fault?.message);
  assert.equal(code, 3);
  assert.deepEqual(
    json.findings.map(({ device, kind, session }) => `${device} ${kind} ${session}`.trim()).sort(),
    ["core1 unexpected 1", "core2 blind", "mx1 unexpected A"],
  );
  assert.equal(json.pull.failures[0]!.class, "truncated");
  assert.deepEqual(json.pull.failures[0]!.devices, ["core2"]);
  assert.equal(cut.sessions.all, 2, "it is tried once more");
  assert.match(json.devices.find(({ device }) => device === "core1")!.config, /^ssh:\/\/127\.0\.0\.1:/);
  assert.ok(!existsSync(join(cwd, "mirrorwatch.sqlite.pull")), "the lock is gone");
});

test("a device that fails keeps its sessions, and is seen again later", async (t) => {
  const cwd = temporaryFolder(t);
  const manners = { shell: { ...iosDevice("core1").shell } };
  const device = await fakeDevice(t, manners);
  writeFleet(cwd, [{ name: "core1", os: "cisco-ios", device }]);
  await pull(cwd);
  manners.shell = { ...manners.shell, answers: { "show privilege": "Current privilege level is 1\n" } };
  const low = await pull(cwd);
  assert.equal(low.code, 3);
  assert.ok(low.json.findings.some(({ kind }) => kind === "blind"));
  assert.match(low.json.devices[0]!.completeness, /privilege-low.*last seen whole at/);
  const store = openStore(join(cwd, "mirrorwatch.sqlite"));
  assert.equal(store.sessions("core1").length, 1);
  store.close();
  manners.shell = { ...iosDevice("core1").shell };
  const again = await pull(cwd);
  assert.ok(!again.json.findings.some(({ kind }) => kind === "blind"));
});

test("a text much smaller than the last one is doubted, once", async (t) => {
  const cwd = temporaryFolder(t);
  const manners = { shell: { ...iosDevice("core1", 60).shell } };
  const device = await fakeDevice(t, manners);
  writeFleet(cwd, [{ name: "core1", os: "cisco-ios", device }]);
  assert.equal((await pull(cwd)).json.devices[0]!.complete, true);
  manners.shell = { ...iosDevice("core1", 4).shell };
  const small = await pull(cwd);
  assert.equal(small.json.devices[0]!.complete, false);
  assert.match(small.json.devices[0]!.completeness, /bytes and the last whole one had/);
  assert.equal((await pull(cwd)).json.devices[0]!.complete, true);
});

test("an unknown host key is refused before anything secret is sent, and its line is told", async (t) => {
  const cwd = temporaryFolder(t);
  const device = await fakeDevice(t, iosDevice());
  writeFleet(cwd, [{ name: "r1", os: "cisco-ios", device }]);
  writeFileSync(join(cwd, "known_hosts"), "");
  const { code, json } = await pull(cwd);
  assert.equal(code, 3);
  assert.equal(json.pull.failures[0]!.class, "hostkey-unknown");
  const line = /known_hosts: (.*)$/.exec(json.pull.failures[0]!.remedy)![1]!;
  assert.deepEqual(device.tries, []);
  writeFileSync(join(cwd, "known_hosts"), `${line}\n`);
  assert.equal((await pull(cwd)).json.devices[0]!.complete, true);
});

test("a changed host key is a finding of its own weight", async (t) => {
  const cwd = temporaryFolder(t);
  const device = await fakeDevice(t, iosDevice());
  writeFleet(cwd, [{ name: "r1", os: "cisco-ios", device }]);
  const other = ssh2.utils.generateKeyPairSync("ed25519");
  writeFileSync(join(cwd, "known_hosts"), knownLine(device, other.public));
  for (const mode of ["strict", "accept-new"]) {
    const text = readFileSync(join(cwd, "mirrorwatch.yaml"), "utf8");
    writeFileSync(
      join(cwd, "mirrorwatch.yaml"),
      text.replace(/^pull:.*$/m, `pull: { knownHosts: known_hosts, hostKeys: ${mode} }`),
    );
    const { json } = await pull(cwd);
    assert.equal(json.pull.failures[0]!.class, "hostkey-changed");
    assert.equal(json.findings[0]!.kind, "blind");
    assert.ok(json.findings[0]!.severity >= 9);
  }
  assert.deepEqual(device.tries, []);
});

test("accept-new writes an unknown key down, tells it, and holds to it", async (t) => {
  const cwd = temporaryFolder(t);
  const device = await fakeDevice(t, iosDevice());
  writeFleet(
    cwd,
    [{ name: "r1", os: "cisco-ios", device }],
    "pull: { knownHosts: keys/known_hosts, hostKeys: accept-new }\n",
  );
  const first = await pull(cwd);
  assert.match(first.json.pull.accepted[0]!, /^r1: ssh-ed25519 SHA256:/);
  const line = readFileSync(join(cwd, "keys/known_hosts"), "utf8");
  assert.match(line, /^\[127\.0\.0\.1\]:\d+ ssh-ed25519 \S+ accepted by mirrorwatch \d{4}-/);
  const second = await pull(cwd);
  assert.deepEqual(second.json.pull.accepted, []);
  assert.equal(second.json.devices[0]!.complete, true);
});

test("a wrong password is tried on few devices, whatever their number", async (t) => {
  const cwd = temporaryFolder(t);
  const devices = await Promise.all(
    Array.from({ length: 8 }, () => fakeDevice(t, { ...iosDevice(), password: "changed" })),
  );
  writeFleet(
    cwd,
    devices.map((device, at) => ({ name: `r${at}`, os: "cisco-ios", device })),
  );
  const { json, code } = await pull(cwd);
  assert.equal(code, 3);
  const tries = devices.reduce((sum, device) => sum + device.tries.length, 0);
  assert.equal(tries, 3);
  assert.deepEqual(
    json.pull.failures.map((group) => [group.class, group.devices.length]),
    [
      ["auth-held", 5],
      ["auth-failed", 3],
    ],
  );
});

test("a run that overlaps is refused with the name of who runs, and one that was killed is taken up", async (t) => {
  const cwd = temporaryFolder(t);
  const one = await fakeDevice(t, iosDevice("r1"));
  const two = await fakeDevice(t, iosDevice("r2"));
  writeFleet(cwd, [
    { name: "r1", os: "cisco-ios", device: one },
    { name: "r2", os: "cisco-ios", device: two },
  ]);
  const since = new Date().toISOString();
  const lock = join(cwd, "mirrorwatch.sqlite.pull");
  const { hostname } = await import("node:os");
  const holder = { pid: process.pid, ticks: "", host: hostname(), user: "anne", since };
  writeFileSync(lock, JSON.stringify(holder));
  const refused = await pull(cwd);
  assert.equal(refused.code, 2);
  assert.equal(refused.fault?.code, "pull-running");
  assert.match(refused.fault!.what, new RegExp(`process ${process.pid} of anne`));
  assert.equal((await pull(cwd, ["--device", "r1"])).json.pull.tried, 1);
  writeFileSync(lock, JSON.stringify({ ...holder, pid: 2 ** 22 + 1 }));
  const resumed = await pull(cwd);
  assert.equal(resumed.json.pull.done, 1);
  assert.equal(resumed.json.pull.tried, 1);
  assert.equal(one.sessions.all, 1);
  assert.equal((await pull(cwd)).json.pull.tried, 2);
});

test("devices behind a jump host are reached through it, and both keys are checked", async (t) => {
  const cwd = temporaryFolder(t);
  const jump = await fakeDevice(t, { jump: true });
  const one = await fakeDevice(t, iosDevice("r1"));
  const two = await fakeDevice(t, iosDevice("r2"));
  const fleet = [one, two].map((device, at) => ({
    name: `r${at + 1}`,
    os: "cisco-ios",
    device,
    more: "jump: bastion",
  }));
  const jumps = `jumps:\n  bastion: { host: 127.0.0.1, port: ${jump.port} }\n`;
  writeFleet(cwd, fleet, jumps);
  const strange = await pull(cwd);
  assert.deepEqual(
    strange.json.pull.failures.map((group) => [group.class, group.devices.length]),
    [["hostkey-unknown", 2]],
  );
  assert.equal(one.sessions.all + two.sessions.all, 0);
  writeFileSync(join(cwd, "known_hosts"), [jump, one, two].map((device) => knownLine(device)).join(""));
  const { json } = await pull(cwd);
  assert.deepEqual(json.pull.failures, []);
  assert.equal(json.devices.length, 2);
  assert.equal(jump.sessions.all, 2, "one connection for both, beside the refused one");
});

test("no secret is written anywhere, in a run that goes well and in one that does not", async (t) => {
  const cwd = temporaryFolder(t);
  const shell = { ...iosDevice("r1").shell, start: ">" as const, enable: "en4ble-Secret" };
  const good = await fakeDevice(t, { shell });
  const bad = await fakeDevice(t, { ...iosDevice(), password: "another" });
  writeFleet(cwd, [
    { name: "r1", os: "cisco-ios", device: good },
    { name: "r2", os: "cisco-ios", device: bad },
  ]);
  const { out, talk } = await pull(cwd, ["--events", "events.leef"]);
  const files = readdirSync(cwd)
    .filter((file) => !["password", "enable"].includes(file))
    .map((file) => readFileSync(join(cwd, file), "latin1"));
  for (const text of [out, talk, ...files]) {
    assert.doesNotMatch(text, /s3cret-Password|en4ble-Secret/);
    assert.doesNotMatch(text, /service timestamps log/, "and no config");
  }
  assert.ok(iosConfig().includes("service timestamps log"));
});
