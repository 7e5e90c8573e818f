import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { auditCommand } from "../../src/commands/audit.ts";
import type { Approval } from "../../src/model/approval.ts";
import type { Finding } from "../../src/model/finding.ts";
import { judgeObservation } from "../../src/compare/observationjudge.ts";
import type { Observation } from "../../src/model/observation.ts";
import { findingPage } from "../../src/report/findingpage.ts";
import { openStore } from "../../src/store/sqlitestore.ts";
import { type CommandTest, runCommand } from "../support/context.ts";
import { span as sessionOf } from "../support/sessions.ts";
import { temporaryFolder } from "../support/temporary.ts";

const at = "2026-03-01T10:00:00.000Z";

/** An IOS config with these statements. */
function ios(hostname: string, ...statements: readonly string[]): string {
  return ["version 15.2", `hostname ${hostname}`, "!", ...statements, "!", "end", ""].join("\n");
}

const span = [
  "monitor session 1 source interface Gi1/0/1 rx",
  "monitor session 1 destination interface Gi1/0/24",
];

interface Site {
  readonly folder: string;
  readonly lay: (files: Readonly<Record<string, string | Buffer>>) => void;
  readonly audit: (args?: readonly string[], test?: Partial<CommandTest>) => ReturnType<typeof runCommand>;
  readonly json: (...args: readonly string[]) => Promise<AuditJson & { readonly code: number }>;
  readonly approve: (...approvals: readonly Approval[]) => void;
}

interface AuditJson {
  readonly devices: readonly {
    readonly device: string;
    readonly config: string;
    readonly complete: boolean;
  }[];
  readonly findings: readonly Finding[];
  readonly faults: readonly { readonly code: string; readonly where: string }[];
  readonly summary: Readonly<Record<string, number>>;
}

function site(t: TestContext): Site {
  const folder = temporaryFolder(t);
  const audit: Site["audit"] = (args = ["--configs", "configs"], given = {}) =>
    runCommand(auditCommand, args, { cwd: folder, ...given });
  return {
    folder,
    audit,
    lay: (files) => {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
    },
    json: async (...args) => {
      const run = await audit(args.length === 0 ? undefined : args, { options: { json: true } });
      return { code: run.code, ...(JSON.parse(run.out) as AuditJson) };
    },
    approve: (...approvals) => {
      const store = openStore(join(folder, "mirrorwatch.sqlite"));
      store.approve(approvals, "tester", at);
      store.close();
    },
  };
}

function approval(device: string, port: string, more: Partial<Approval> = {}): Approval {
  return {
    id: `a-${device}`,
    device,
    session: "1",
    sources: [{ kind: "interface", value: port, direction: "rx" }],
    destinations: [{ kind: "interface", value: "GigabitEthernet1/0/24" }],
    filters: [],
    required: false,
    owner: "noc",
    ticket: "CHG-1",
    reason: "sensor",
    ...more,
  };
}

const kinds = (findings: readonly Finding[]) =>
  findings.map(({ device, kind }) => `${device} ${kind}`).sort();

test("an approved mirror session is exit 0, and from cron not a word is said", async (t) => {
  const { lay, approve, audit, json } = site(t);
  lay({ "configs/core1": ios("core1", ...span) });
  approve(approval("core1", "GigabitEthernet1/0/1"));
  assert.deepEqual(await audit(), { out: "", talk: "", code: 0 });
  assert.match(
    (await audit(undefined, { terminal: true })).out,
    /^1 device, 1 session: 1 approved, 0 findings\n$/,
  );
  const { summary, findings } = await json();
  assert.deepEqual(findings, []);
  assert.equal(summary.approved, 1);
});

test("a session that nobody approved is exit 1, a row of the table, and one event in the outbox", async (t) => {
  const { folder, lay, audit } = site(t);
  lay({ "configs/core1": ios("core1", ...span), "configs/core2": ios("core2") });
  const { code, out } = await audit();
  assert.equal(code, 1);
  assert.match(
    out,
    /^f-\w+ +\d+ +core1 +1 +GigabitEthernet1\/0\/1 rx +GigabitEthernet1\/0\/24 +- +unexpected span: no approval/m,
  );
  assert.match(out, /\n2 devices, 1 session: 0 approved, 1 finding \(1 new\)\n$/);
  const store = openStore(join(folder, "mirrorwatch.sqlite"));
  assert.deepEqual(
    store.outbox(10).map(({ event }) => [event.step, event.by, "finding" in event && event.finding.device]),
    [["opened", "audit", "core1"]],
  );
  store.close();
});

test("a finding tells the config and its mirror statements line by line, and no other line of it", async (t) => {
  const { lay, json, folder } = site(t);
  lay({ "configs/core1": ios("core1", "enable secret 5 $1$abc$def", ...span) });
  const [finding] = (await json()).findings;
  assert.deepEqual(finding!.evidence, [
    { line: 5, text: span[0] },
    { line: 6, text: span[1] },
  ]);
  assert.equal(finding!.config, join(folder, "configs/core1"));
  const page = findingPage(finding!, [], undefined);
  assert.match(
    page,
    /^config +\S*configs\/core1\nlines +5 {2}monitor session 1 source .*\n +6 {2}monitor session 1 dest/m,
  );
});

test("the same audit again finds the same finding and sends nothing new", async (t) => {
  const { lay, json } = site(t);
  lay({ "configs/core1": ios("core1", ...span) });
  const first = await json();
  const second = await json();
  assert.equal(first.summary.new, 1);
  assert.equal(second.summary.new, 0);
  assert.equal(second.summary.waiting, 1);
  assert.equal(second.findings[0]!.id, first.findings[0]!.id);
});

test("a session that is gone resolves its finding; one that is hidden by a torn config does not", async (t) => {
  const { lay, json } = site(t);
  lay({ "configs/core1": ios("core1", ...span) });
  await json();
  lay({ "configs/core1": ios("core1").replace("end\n", "") });
  const torn = await json();
  assert.equal(torn.code, 3);
  assert.deepEqual(kinds(torn.findings), ["core1 blind", "core1 unexpected"]);
  lay({ "configs/core1": ios("core1") });
  const whole = await json();
  assert.equal(whole.code, 0);
  assert.deepEqual(whole.findings, []);
  assert.equal(whole.summary.resolved, 2);
});

test("a text without an end mark that lost its end resolves nothing, for a day", async (t) => {
  const { lay, json } = site(t);
  const desks = Array.from(
    { length: 60 },
    (_, index) => `set interfaces ge-0/0/${index} description "desk ${index}"`,
  );
  const analyzer = [
    "set forwarding-options analyzer A input ingress interface ge-0/0/1.0",
    "set forwarding-options analyzer A output interface ge-0/0/9.0",
  ];
  const whole = [
    "set version 20.4R3",
    "set system host-name ex1",
    ...desks.slice(0, 40),
    ...analyzer,
    ...desks.slice(40),
  ];
  const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
  lay({ "configs/ex1": text(whole) });
  assert.deepEqual(kinds((await json()).findings), ["ex1 unexpected"]);
  lay({ "configs/ex1": text(whole.slice(0, 30)) });
  const torn = await json();
  assert.equal(torn.code, 3);
  assert.deepEqual(kinds(torn.findings), ["ex1 blind", "ex1 unexpected"]);
  assert.match(torn.findings.find(({ kind }) => kind === "blind")!.why, /its last lines are missing/);
  lay({ "configs/ex1": text(whole.filter((line) => !analyzer.includes(line))) });
  assert.deepEqual(kinds((await json()).findings), []);
});

test("an empty, a binary and an unknown file are blind devices; the others are audited; exit 3", async (t) => {
  const { lay, json } = site(t);
  lay({
    "configs/core1": ios("core1", ...span),
    "configs/empty": "",
    "configs/binary": Buffer.from(Array.from({ length: 4096 }, (_, byte) => (byte * 37) % 256)),
    "configs/letter": "Dear colleague,\n\nthe monitor in session 1 is broken.\n",
  });
  const { code, findings, summary } = await json();
  assert.equal(code, 3);
  assert.deepEqual(kinds(findings), ["binary blind", "core1 unexpected", "empty blind", "letter blind"]);
  assert.equal(summary.blind, 3);
});

test("a config that cannot be opened is a fault and a blind device; the others are audited; exit 3", async (t) => {
  const { folder, lay, json } = site(t);
  lay({ "configs/core1": ios("core1") });
  symlinkSync("loop", join(folder, "configs/loop"));
  symlinkSync("nowhere", join(folder, "configs/gone"));
  const { code, findings, faults } = await json();
  assert.equal(code, 3);
  assert.deepEqual(kinds(findings), ["gone blind", "loop blind"]);
  assert.deepEqual(
    faults.map((fault) => fault.code),
    ["config-unreadable", "config-unreadable"],
  );
});

test("a folder that is missing cannot be audited; beside one that is there it leaves a fault", async (t) => {
  const { lay, audit, json } = site(t);
  const missing = await audit(["--configs", "absent"]);
  assert.equal(missing.code, 2);
  assert.equal(missing.fault?.code, "configs-unreadable");
  lay({ "configs/core1": ios("core1") });
  const { code, faults, devices } = await json("--configs", "absent", "--configs", "configs");
  assert.equal(code, 3);
  assert.equal(faults.length, 1);
  assert.equal(devices.length, 1);
});

test("a folder without configs, an unknown os and no folder at all are told before anything is stored", async (t) => {
  const { folder, audit } = site(t);
  mkdirSync(join(folder, "configs"));
  assert.equal((await audit()).fault?.code, "configs-empty");
  assert.equal((await audit(["--configs", "configs", "--os", "cisco-oops"])).fault?.code, "os-unknown");
  assert.equal((await audit([])).fault?.code, "configs-unknown");
  assert.throws(() => readFileSync(join(folder, "mirrorwatch.sqlite")));
});

test("RANCID groups and Oxidized files are found side by side; tool files are left aside", async (t) => {
  const { lay, json } = site(t);
  lay({
    "configs/core/configs/core1.example.net": ios("core1"),
    "configs/core/configs/core1.example.net.new": "half",
    "configs/core/router.db": "core1.example.net;cisco;up",
    "configs/edge/edge1": ios("edge1"),
  });
  const { code, devices } = await json();
  assert.equal(code, 0);
  assert.deepEqual(devices.map(({ device }) => device).sort(), ["core1", "edge1"]);
});

test("two configs with one host name stay two devices, and it is said", async (t) => {
  const { lay, audit, json } = site(t);
  lay({ "configs/a/sw1": ios("Switch", ...span), "configs/b/sw2": ios("Switch") });
  const first = await audit();
  assert.match(first.talk, /another config bears the host name Switch as well; this one is recorded as sw2/);
  assert.deepEqual(kinds((await json()).findings), ["Switch unexpected"]);
});

test("the inventory settles a device's name and its os", async (t) => {
  const { lay, json } = site(t);
  lay({
    "mirrorwatch.yaml": "configs: configs\ninventory: { sw1: cisco-ios, sw2: { os: cisco-ios } }\n",
    "configs/sw1": ios("Switch", ...span),
    "configs/sw2": ios("Switch"),
  });
  const { devices } = await json("--no-deliver");
  assert.deepEqual(devices.map(({ device }) => device).sort(), ["sw1", "sw2"]);
});

test("a device of the inventory that has no config any more is blind", async (t) => {
  const { lay, json } = site(t);
  lay({
    "mirrorwatch.yaml": "configs: configs\ninventory: { core1: cisco-ios, core2: cisco-ios }\n",
    "configs/core1": ios("core1"),
  });
  const { code, findings } = await json("--no-deliver");
  assert.equal(code, 3);
  assert.deepEqual(kinds(findings), ["core2 blind"]);
  assert.equal((await json("--configs", "configs")).code, 0);
});

test("a command stays a finding while the config's own time is older, however new its file is", async (t) => {
  const { lay, json, folder } = site(t);
  const store = openStore(join(folder, "mirrorwatch.sqlite"));
  const typed: Observation = {
    vantage: "syslog",
    device: "core1",
    os: "cisco-ios",
    at: "2026-03-01T09:30:00.000Z",
    commands: ["monitor session 1 source interface Gi1/0/1"],
    outcome: "applied",
    effect: "add",
    session: sessionOf({ state: "incomplete", destinations: [], reach: "none" }),
  };
  store.recordObservation(typed, judgeObservation(typed, store.baseline(), typed.at), typed.at);
  store.close();
  const changed = (time: string) =>
    `! Last configuration change at ${time} UTC Sun Mar 1 2026 by x\n${ios("core1")}`;
  lay({ "configs/core1": changed("09:12:44") });
  assert.deepEqual(
    (await json()).findings.map(({ kind }) => kind),
    ["command"],
  );
  lay({ "configs/core1": changed("09:45:00") });
  assert.deepEqual((await json()).findings, []);
});

test("a device whose backup is gone is blind until the backup is back", async (t) => {
  const { lay, json, folder } = site(t);
  lay({ "configs/a/sw1": ios("sw1"), "configs/b/sw2": ios("sw2"), "configs/b/sw3": ios("sw3") });
  assert.equal((await json()).code, 0);
  rmSync(join(folder, "configs/b/sw2"));
  const without = await json();
  assert.deepEqual(
    [without.code, without.findings.map(({ device, kind }) => [device, kind])],
    [3, [["sw2", "blind"]]],
  );
  assert.match(without.findings[0]!.why, /its backup is gone/);
  assert.deepEqual((await json()).summary.new, 0);
  lay({ "configs/b/sw2": ios("sw2") });
  assert.deepEqual((await json()).code, 0);
});

test("an audit of one folder says nothing of the devices of another", async (t) => {
  const { lay, json, folder } = site(t);
  lay({ "configs/a/sw1": ios("sw1"), "configs/b/sw2": ios("sw2"), "configs/ab/sw3": ios("sw3") });
  await json();
  rmSync(join(folder, "configs/b/sw2"));
  assert.equal((await json("--configs", "configs/a")).code, 0);
  assert.equal((await json("--configs", "configs/ab", "--configs", "configs/a")).code, 0);
  assert.equal((await json("--configs", "configs")).code, 3);
});

test("a folder in which hardly any file is a config is refused, and none of it is stored", async (t) => {
  const { lay, audit, json, folder } = site(t);
  const files = Array.from({ length: 12 }, (_, at) => [
    `etc/ssl/c${at}.pem`,
    "-----BEGIN CERTIFICATE-----\n",
  ]);
  lay(Object.fromEntries(files));
  const { code, fault } = await audit(["--configs", "etc"]);
  assert.deepEqual([code, fault?.code], [2, "configs-foreign"]);
  const store = openStore(join(folder, "mirrorwatch.sqlite"));
  assert.deepEqual([store.devices(), store.findings()], [[], []]);
  store.close();
  lay({ "configs/sw1": ios("sw1"), "configs/asa1": "ASA Version 9.1\n", "etc/sw2": ios("sw2") });
  const both = await json("--configs", "etc", "--configs", "configs");
  assert.deepEqual(both.devices.map(({ device }) => device).sort(), ["asa1", "sw1", "sw2"]);
  assert.deepEqual([both.code, both.faults.map(({ code: one }) => one)], [3, ["configs-foreign"]]);
});

test("from cron, findings that somebody looks into are one line", async (t) => {
  const { lay, json, folder, audit } = site(t);
  lay({ "configs/core1": ios("core1", ...span) });
  const [finding] = (await json()).findings;
  const store = openStore(join(folder, "mirrorwatch.sqlite"));
  store.acknowledge(finding!.id, "tester", "asked", at);
  store.close();
  const { out, code } = await audit();
  assert.match(out, /^1 device, .*\n$/);
  assert.equal(code, 1);
});

test("an os of the inventory that no profile has is a fault of the settings at once", async (t) => {
  const { lay, audit } = site(t);
  lay({ "configs/core1": ios("core1"), "mirrorwatch.yaml": "inventory: { sw9: cisco-iso }\n" });
  const { fault } = await audit();
  assert.equal(fault?.code, "settings-invalid");
  assert.match(fault?.what ?? "", /inventory\.sw9 names the os cisco-iso/);
});

test("a config that bears another host name now is not gone", async (t) => {
  const { lay, json } = site(t);
  lay({ "configs/one": ios("sw1") });
  await json();
  lay({ "configs/one": ios("sw9") });
  assert.equal((await json()).code, 0);
});

test("a device out of service is left alone once somebody has resolved its finding, unless an approval requires it", async (t) => {
  const { lay, json, folder, approve } = site(t);
  lay({ "configs/sw1": ios("sw1"), "configs/sw2": ios("sw2") });
  await json();
  rmSync(join(folder, "configs/sw2"));
  const [finding] = (await json()).findings;
  const store = openStore(join(folder, "mirrorwatch.sqlite"));
  store.resolve(finding!.id, "tester", "scrapped", at);
  store.close();
  assert.equal((await json()).code, 0);
  approve(approval("sw2", "GigabitEthernet1/0/1", { required: true }));
  assert.deepEqual(
    (await json()).findings.map(({ device }) => device),
    ["sw2"],
  );
});

test("a device that an approval requires a session of, and that was never seen, is blind", async (t) => {
  const { lay, json, approve, audit } = site(t);
  lay({ "configs/sw1": ios("sw1"), "mirrorwatch.yaml": "configs: [configs]\n" });
  approve(approval("sw7", "GigabitEthernet1/0/1", { required: true }));
  assert.equal((await json()).code, 0);
  const run = await audit([], { options: { json: true } });
  assert.deepEqual([run.code, JSON.parse(run.out).findings[0].device], [3, "sw7"]);
});

test("a config that could not be read and now can settles what was open under its file name", async (t) => {
  const { lay, json } = site(t);
  lay({ "configs/core1.example.net": "" });
  assert.deepEqual(kinds((await json()).findings), ["core1.example.net blind"]);
  lay({ "configs/core1.example.net": ios("core1") });
  const { summary } = await json();
  assert.equal(summary.resolved, 1);
  assert.equal(summary.findings, 0);
});

test("--events writes the very events that wait in the outbox, one LEEF line each", async (t) => {
  const { folder, lay, audit } = site(t);
  lay({ "configs/core1": ios("core1", ...span) });
  const { out, code } = await audit(["--configs", "configs", "--events", "-"]);
  assert.equal(code, 1);
  assert.match(out, /^\S+ .*LEEF:1\.0\|.*\tdevice=core1\t.*\n$/);
  const store = openStore(join(folder, "mirrorwatch.sqlite"));
  assert.ok(out.includes(`uuid=${store.outbox(1)[0]!.event.uuid}`));
  store.close();
  await audit(["--configs", "configs", "--events", "events.leef"]);
  assert.equal(readFileSync(join(folder, "events.leef"), "utf8"), "");
});

test("an events file that cannot be made is told before anything is stored", async (t) => {
  const { folder, lay, audit } = site(t);
  lay({ "configs/core1": ios("core1", ...span) });
  const { fault } = await audit(["--configs", "configs", "--events", "no/such/folder"]);
  assert.equal(fault?.code, "events-unwritable");
  assert.throws(() => readFileSync(join(folder, "mirrorwatch.sqlite")));
  const both = await audit(["--configs", "configs", "--events", "-"], { options: { json: true } });
  assert.equal(both.fault?.code, "usage");
});

test("events leave for the receiver of the settings, and stay when it is down or --no-deliver is given", async (t) => {
  const { lay, audit, json } = site(t);
  const received: string[] = [];
  const server = createServer((socket) => {
    socket.setEncoding("utf8").on("data", (text: string) => received.push(text));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  lay({
    "mirrorwatch.yaml": `deliver: { to: "tcp://127.0.0.1:${port}", host: mw1 }\n`,
    "configs/core1": ios("core1", ...span),
  });
  assert.equal((await json("--configs", "configs", "--no-deliver")).summary.waiting, 1);
  await audit();
  assert.match(received.join(""), /^<\d+>1 \S+ mw1 .*device=core1.*\n$/);
  assert.equal((await json()).summary.waiting, 0);
  await new Promise((resolve) => server.close(resolve));
  lay({ "configs/core2": ios("core2", ...span) });
  const down = await audit();
  assert.equal(down.code, 1);
  assert.match(down.talk, /1 events? .*wait in the outbox/);
});

test("an audit that is stopped says what it left, and concludes nothing from it", async (t) => {
  const { lay, audit } = site(t);
  lay({ "configs/core1": ios("core1"), "configs/core2": ios("core2") });
  const { code, talk } = await audit(undefined, { stop: AbortSignal.abort() });
  assert.equal(code, 3);
  assert.match(talk, /it was stopped before 2 configs were read/);
});

test("what a device writes cannot steer the terminal or forge a row", async (t) => {
  const { lay, audit } = site(t);
  lay({ "configs/core1": ios("core1", ...span, "monitor session 2 source \u001b[2J\u009bmall is well") });
  const { out } = await audit();
  assert.match(out, /unread/);
  assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test("a damaged database, and one that may not be written, are told without a stack", async (t) => {
  const { folder, lay, audit } = site(t);
  lay({ "configs/core1": ios("core1"), "mirrorwatch.sqlite": "not a database ".repeat(100) });
  assert.equal((await audit()).fault?.code, "not-a-database");
  rmSync(join(folder, "mirrorwatch.sqlite"));
  mkdirSync(join(folder, "mirrorwatch.sqlite"));
  assert.equal((await audit()).code, 2);
});
