import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { baselineCommand } from "../../src/commands/baseline.ts";
import { findingsCommand } from "../../src/commands/findings.ts";
import { judgeSnapshot } from "../../src/compare/snapshotjudge.ts";
import type { MirrorSession } from "../../src/model/session.ts";
import { openStore } from "../../src/store/sqlitestore.ts";
import { runCommand } from "../support/context.ts";
import { snapshotOf, span } from "../support/sessions.ts";
import { temporaryFolder } from "../support/temporary.ts";

const now = "2026-03-01T10:00:00.000Z";

function desk(t: TestContext, sessions: readonly MirrorSession[] = []) {
  const cwd = temporaryFolder(t);
  const audit = (found: readonly MirrorSession[], at: string) => {
    const store = openStore(join(cwd, "mirrorwatch.sqlite"));
    const snapshot = snapshotOf(found);
    const verdicts = judgeSnapshot(snapshot, store.baseline(), store.sessions("core1"), at);
    store.recordSnapshot({ snapshot, hash: "", origin: "", verdicts, by: "audit", at });
    store.close();
  };
  audit(sessions, now);
  const run = (line: string, json = false) => {
    const [name, ...args] = (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^'|'$/g, ""));
    return runCommand(name === "baseline" ? baselineCommand : findingsCommand, args, {
      cwd,
      now,
      options: { json },
    });
  };
  const read = async (line: string) => JSON.parse((await run(line, true)).out);
  return { cwd, audit, run, read };
}

const erspan = span({
  name: "2",
  mechanism: "erspan-source",
  reach: "address",
  destinations: [{ kind: "address", address: "203.0.113.9", erspanId: 5 }],
});

test("a first day: propose what is there, import it, and only the risky session stays a finding", async (t) => {
  const { cwd, run, read } = desk(t, [span(), erspan]);
  const { talk, code } = await run("baseline propose --out new.yaml --owner netops");
  assert.equal(code, 0);
  assert.match(talk, /2 unapproved sessions on 1 device: 1 proposed, 1 risky ones left for review/);
  const text = readFileSync(join(cwd, "new.yaml"), "utf8");
  assert.match(text, /RISK: the copy goes to 203\.0\.113\.9, a public address/);
  assert.equal(statSync(join(cwd, "new.yaml")).mode & 0o777, 0o600);
  assert.equal((await run("baseline propose --out new.yaml")).fault?.code, "file-exists");

  assert.match(
    (await run("baseline import new.yaml --dry-run")).out,
    /1 would be approved.*1 under review were left out/,
  );
  assert.deepEqual(await read("baseline list"), []);
  assert.match((await run("baseline import new.yaml")).out, /^\+ a-\w+ core1 session 1\n1 approved/);
  assert.deepEqual(
    (await read("findings list")).map(({ session }: { session: string }) => session),
    ["2"],
  );
  assert.match(
    (await run("baseline import new.yaml")).out,
    /0 approved, 0 changed, 0 revoked, 1 as they were/,
  );
  assert.match((await run("baseline propose")).talk, /1 unapproved session on 1 device/);
});

test("an export imports to the same approvals, and --replace makes the file the whole truth", async (t) => {
  const { cwd, run, read } = desk(t);
  await run(
    "baseline approve --device core1 --session 1 --source 'interface Gi1/0/1-4 rx' --destination 'interface Gi1/0/24' --ticket CHG-1",
  );
  await run(
    "baseline approve --device core* --session * --source all --destination 'address 10.9.0.0/24 vrf MGMT' --until 2026-12-31",
  );
  const before = await read("baseline list");
  assert.equal(before.length, 2);
  await run("baseline export --out kept.yaml");
  assert.match(
    (await run("baseline import kept.yaml --replace")).out,
    /^0 approved, 0 changed, 0 revoked, 2 as they were\n$/,
  );
  assert.deepEqual(await read("baseline list"), before);

  writeFileSync(
    join(cwd, "kept.yaml"),
    "version: 1\napprovals:\n  - {device: core1, session: 1, sources: [], destinations: []}\n",
  );
  const { out } = await run("baseline import kept.yaml --replace --by git");
  assert.match(
    out,
    /~ a-\w+ core1 session 1: sources: interface Gi1\/0\/1-4 rx -> none; destinations: interface Gi1\/0\/24 -> none; ticket: CHG-1 -> none/,
  );
  assert.match(out, /0 approved, 1 changed, 1 revoked, 0 as they were/);
  const steps = (await read("baseline history")).map(
    ({ step, by }: { step: string; by: string }) => `${step} ${by}`,
  );
  assert.deepEqual(steps, [
    "approved tester",
    "approved tester",
    "superseded git",
    "approved git",
    "revoked git",
  ]);
});

test("approving from a finding admits exactly what it shows and resolves it", async (t) => {
  const { run, read, audit } = desk(t, [erspan]);
  const [{ id }] = await read("findings list");
  const done = await run(
    `baseline approve --from-finding ${id.slice(0, 6)} --until 2027-06-30 --ticket CHG-9 --by ann`,
  );
  assert.match(done.out, new RegExp(`^approved a-\\w+: core1 session 2\nresolved ${id}\n$`));
  assert.deepEqual(await read("findings list"), []);
  const farther = {
    ...erspan,
    destinations: [{ kind: "address" as const, address: "203.0.113.10", erspanId: 5 }],
    fingerprint: "x",
  };
  audit([farther], "2026-03-02T10:00:00.000Z");
  const page = (await run(`findings show ${id}`)).out;
  assert.match(page, /changed {2}severity \d of 10 {2}open/);
  assert.match(
    page,
    /differs +address 203\.0\.113\.10 erspan-id 5 is not among the approved destinations \(address 203\.0\.113\.9 erspan-id 5\)/,
  );
  assert.match(page, /nearest +a-\w+\n(?: .*\n)* +ticket: CHG-9/);
  assert.match(page, /resolved by ann: approved by a-\w+/);
  assert.match(page, /reopened by audit/);
  await run(`baseline approve --from-finding ${id}`);
  const approvals = await read("baseline list");
  assert.equal(approvals.length, 1, "the outgrown approval gives way");
  assert.equal(approvals[0].ticket, "CHG-9");
});

test("what is wrong with an approval is named with the flags' rules of a file", async (t) => {
  const { run } = desk(t);
  const { fault } = await run("baseline approve --device core1 --source 'iface x' --until soon");
  assert.equal(fault?.code, "usage");
  for (const expected of [
    /^session is missing/m,
    /^sources\.0 unknown kind of source "iface"/m,
    /^until must be a date/m,
    /^destinations is missing/m,
  ]) {
    assert.match(fault?.what ?? "", expected);
  }
  assert.equal((await run("baseline approve --from-finding f-123")).fault?.code, "finding-unknown");
  assert.equal((await run("baseline show a-123")).fault?.code, "approval-unknown");
  assert.equal((await run("baseline revoke a-123 --reason x")).fault?.code, "approval-unknown");
  assert.equal((await run("baseline revoke a-123")).code, 2);
  assert.equal((await run("findings list --kind nonsense")).code, 2);
});

test("a revoked approval is gone from the list and stays in the history", async (t) => {
  const { run, read } = desk(t);
  await run("baseline approve --device core1 --session 1 --source all --destination cpu");
  const [{ id }] = await read("baseline list");
  assert.match((await run(`baseline show ${id}`)).out, /# approval a-[\s\S]*destinations:\n {6}- cpu/);
  assert.match(
    (await run(`baseline revoke ${id} --reason 'probe removed' --by ann`)).out,
    /^revoked a-\w+: core1 session 1\n$/,
  );
  assert.match((await run("baseline list")).talk, /^no approvals$/m);
  assert.match((await run(`baseline history ${id}`)).out, /revoked +ann .*probe removed/);
});

test("findings are acknowledged and resolved with a word for the history, once", async (t) => {
  const { run, read } = desk(t, [span(), erspan]);
  const found = await read("findings list");
  const [first, second] = found.map(({ id }: { id: string }) => id);
  assert.match(
    (await run(`findings acknowledge ${first} ${second} --comment 'asked netops'`)).out,
    /^acknowledged f-.*\nacknowledged f-/,
  );
  assert.match((await run(`findings acknowledge ${first}`)).out, /is acknowledged already/);
  await run(`findings resolve ${first} --comment done --by ann`);
  assert.deepEqual(
    (await read("findings list --state acknowledged")).map(({ id }: { id: string }) => id),
    [second],
  );
  assert.equal((await read("findings list --state all --device core*")).length, 2);
  assert.deepEqual(await read("findings list --device other"), []);
  const { history } = await read(`findings show ${first}`);
  assert.deepEqual(
    history.map(({ step, by, comment }: Record<string, string>) => [step, by, comment]),
    [
      ["opened", "audit", ""],
      ["acknowledged", "tester", "asked netops"],
      ["resolved", "ann", "done"],
    ],
  );
});

test("names that a device chose forge no line of a list, a page or a file", async (t) => {
  const name = "x\u001b[2J\napprovals:\n  - device: '*'";
  const { run, cwd } = desk(t, [span({ name, context: "\u202eevil\r\n" })]);
  for (const line of ["findings list", "baseline propose"]) {
    const { out } = await run(line);
    assert.doesNotMatch(out.replaceAll("\n", ""), /[\p{C}]/u, line);
  }
  await run("baseline propose --out new.yaml");
  assert.doesNotMatch(readFileSync(join(cwd, "new.yaml"), "utf8").replaceAll("\n", ""), /[\p{C}]/u);
  await run("baseline import new.yaml");
  const list = await run("baseline list");
  assert.equal(
    list.out
      .trimEnd()
      .split("\n")
      .filter((line) => line.startsWith("a-")).length,
    1,
  );
});

test("a proposal from stored audits names the devices that were not seen whole", async (t) => {
  const { cwd, run } = desk(t, [span()]);
  const store = openStore(join(cwd, "mirrorwatch.sqlite"));
  const snapshot = snapshotOf([], { device: "edge9", complete: false, completeness: "it was cut off" });
  store.recordSnapshot({ snapshot, hash: "", origin: "", verdicts: [], by: "audit", at: now });
  store.close();
  const { out, code } = await run("baseline propose");
  assert.match(out, /^# - edge9: it was cut off; it was never seen whole$/m);
  assert.equal(code, 3);
});

test("a command that only reads or settles makes no database", async (t) => {
  const cwd = temporaryFolder(t);
  for (const [command, line] of [
    [findingsCommand, "list"],
    [findingsCommand, "show f-1"],
    [findingsCommand, "resolve f-1"],
    [baselineCommand, "list"],
    [baselineCommand, "show a-1"],
    [baselineCommand, "history"],
    [baselineCommand, "export"],
    [baselineCommand, "pending"],
    [baselineCommand, "verify"],
    [baselineCommand, "revoke a-1 --reason x"],
  ] as const) {
    const { fault, code } = await runCommand(command, line.split(" "), { cwd });
    assert.deepEqual([code, fault?.code], [2, "database-missing"], line);
  }
  assert.deepEqual(readdirSync(cwd), []);
});

test("an approval that is over before it begins is refused", async (t) => {
  const { run } = desk(t);
  const { fault } = await run(
    "baseline approve --device core1 --session 1 --source all --destination cpu --until 2026-02-28",
  );
  assert.match(fault?.what ?? "", /--until 2026-02-28 is past/);
  assert.deepEqual((await run("baseline list", true)).out, "[]\n");
});
