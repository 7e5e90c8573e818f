import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { baselineCommand } from "../../src/commands/baseline.ts";
import { findingsCommand } from "../../src/commands/findings.ts";
import { judgeSnapshot } from "../../src/compare/snapshotjudge.ts";
import { openStore } from "../../src/store/sqlitestore.ts";
import { runCommand } from "../support/context.ts";
import { snapshotOf, span } from "../support/sessions.ts";
import { temporaryFolder } from "../support/temporary.ts";

const now = "2026-03-01T10:00:00.000Z";

function desk(t: TestContext, settings = "baseline: { fourEyes: true }\n") {
  const cwd = temporaryFolder(t);
  writeFileSync(join(cwd, "mirrorwatch.yaml"), settings);
  const run = (user: string, line: string, json = false) => {
    const [name, ...args] = (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^'|'$/g, ""));
    const command = name === "baseline" ? baselineCommand : findingsCommand;
    return runCommand(command, args, { cwd, now, user, options: { json } });
  };
  const read = async (line: string) => JSON.parse((await run("reader", line, true)).out);
  return { cwd, run, read };
}

const tap = "--device core1 --session 1 --source all --destination 'interface Gi1/0/24'";

test("with four eyes an approval waits until somebody else confirms it, and history names both", async (t) => {
  const { run, read } = desk(t);
  const proposed = await run("ann", `baseline approve ${tap} --ticket CHG-1`);
  const id = /^proposed (a-\w+): core1 session 1; somebody else/.exec(proposed.out)![1]!;
  assert.deepEqual(await read("baseline list"), []);
  assert.match(
    (await run("ann", "baseline pending")).out,
    /ann .*core1 session 1: all to interface Gi1\/0\/24/,
  );
  assert.equal((await run("ann", `baseline confirm ${id}`)).fault?.code, "own-proposal");
  assert.equal((await run("ann", "baseline confirm --all")).fault?.code, "usage");
  assert.equal((await run("ann", `baseline confirm ${id} --by bob`)).fault?.code, "usage");
  assert.equal((await run("bob", `baseline confirm ${id.slice(0, 6)}`)).out, `confirmed ${id}\n`);
  assert.equal((await read("baseline list")).length, 1);
  const steps = (await read(`baseline history ${id}`)).map((one: Record<string, string>) => [
    one.step,
    one.by,
    one.comment,
  ]);
  assert.deepEqual(steps, [
    ["proposed", "ann", ""],
    ["approved", "bob", `proposed by ann at ${now}`],
  ]);
  assert.match(
    (await run("bob", "baseline verify")).out,
    /^2 steps, all as they were written; head [0-9a-f]{64}\n$/,
  );
});

test("a withdrawn proposal never comes into force; revoking needs one person", async (t) => {
  const { run, read } = desk(t);
  await run("ann", `baseline approve ${tap}`);
  const [{ subject }] = await read("baseline pending");
  await run("ann", `baseline withdraw ${subject.id} --reason 'wrong port'`);
  assert.equal((await run("bob", `baseline confirm ${subject.id}`)).fault?.code, "proposal-unknown");
  await run("ann", `baseline approve ${tap} --ticket CHG-2`);
  await run("bob", "baseline confirm --all");
  const [{ id }] = await read("baseline list");
  await run("ann", `baseline revoke ${id} --reason gone`);
  assert.deepEqual(await read("baseline list"), []);
});

const file = `version: 1
collectors:
  - { name: FARM, destinations: address 10.9.0.0/24, owner: soc }
tags: { dc: "dc-*" }
approvals:
  - { device: "tag:dc", session: "*", sources: all, destinations: collector FARM, until: 2026-03-20 }
`;

test("sync makes the baseline what the file says, names included, and a dry run only says so", async (t) => {
  const { cwd, run, read } = desk(t, "");
  await run("ann", `baseline approve ${tap}`);
  writeFileSync(join(cwd, "base.yaml"), file);
  const dry = (await run("ci", "baseline sync base.yaml --dry-run")).out;
  assert.match(
    dry,
    /^\+ c-\w+ collector FARM: address 10\.9\.0\.0\/24\n\+ t-\w+ tag dc: dc-\*\n\+ a-\w+ tag:dc session \*\n- a-\w+ core1 session 1\n1 would be approved, 0 would be changed, 1 would be revoked, 0 as they were, 2 names would be changed\n$/,
  );
  assert.equal((await read("baseline collectors")).length, 0);
  await run("ci", "baseline sync base.yaml");
  assert.deepEqual(
    (await read("baseline list")).map(({ device }: { device: string }) => device),
    ["tag:dc"],
  );
  assert.match(
    (await run("ci", "baseline sync base.yaml")).out,
    /^0 approved, 0 changed, 0 revoked, 1 as they were\n$/,
  );
  assert.equal((await run("ann", "baseline verify")).code, 0);
  await run("ann", "baseline export --out again.yaml");
  assert.match(
    (await run("ci", "baseline sync again.yaml")).out,
    /^0 approved, 0 changed, 0 revoked, 1 as they were\n$/,
  );
  const [farm] = await read("baseline collectors");
  assert.match(
    (await run("ann", `baseline revoke ${farm.id} --reason moved`)).out,
    /^revoked c-\w+: collector FARM/,
  );
});

test("a name that nobody defined is refused, in a file and on the command line", async (t) => {
  const { cwd, run } = desk(t, "");
  writeFileSync(join(cwd, "base.yaml"), file.replace("name: FARM", "name: BARN"));
  assert.match((await run("ci", "baseline sync base.yaml")).fault!.what, /no collector farm is defined/);
  const { fault } = await run(
    "ann",
    "baseline approve --device tag:nope --session 1 --source all --destination cpu",
  );
  assert.match(fault!.what, /no tag nope is defined/);
  writeFileSync(
    join(cwd, "base.yaml"),
    "version: 1\ncollectors: [{name: P, destinations: interface Gi1/0/1}]\n",
  );
  assert.match(
    (await run("ci", "baseline import base.yaml")).fault!.what,
    /names a port, so it must name its device/,
  );
});

test("what ends soon is listed, the next to end first, and nothing is said when there is none", async (t) => {
  const { run } = desk(t, "");
  await run("ann", `baseline approve ${tap} --until 2026-03-20`);
  await run("ann", `baseline approve ${tap.replace("core1", "core2")} --until 2026-03-10`);
  await run("ann", `baseline approve ${tap.replace("core1", "core3")} --until 2026-02-10`);
  const { out } = await run("ann", "baseline list --expiring 30d");
  assert.match(out, /core2[\s\S]*core1/);
  assert.doesNotMatch(out, /core3/);
  const none = await run("ann", "baseline list --expiring 5d");
  assert.equal(none.out + none.talk, "");
});

test("findings are filtered by session, person, severity and time, and commented without a step", async (t) => {
  const { cwd, run, read } = desk(t, "");
  const store = openStore(join(cwd, "mirrorwatch.sqlite"));
  const sessions = [span(), span({ name: "2", sources: [{ kind: "cpu", direction: "both" }] })];
  const verdicts = judgeSnapshot(snapshotOf(sessions), [], [], now);
  store.recordSnapshot({
    snapshot: snapshotOf(sessions),
    hash: "",
    origin: "",
    verdicts,
    by: "audit",
    at: now,
  });
  const depth = store.outboxDepth().pending;
  const named = async (line: string) =>
    (await read(`findings list ${line}`)).map((one: { session: string }) => one.session);
  assert.deepEqual(await named("--session 2"), ["2"]);
  assert.deepEqual(await named("--severity 7"), ["2"]);
  assert.deepEqual(await named("--since 1h"), ["1", "2"]);
  assert.deepEqual(await named("--since 2026-04-01"), []);
  assert.deepEqual(await named("--actor ann"), []);
  assert.equal((await run("ann", "findings list --since soon")).fault?.code, "usage");
  const [{ id }] = await read("findings list");
  await run("ann", `findings comment ${id} 'the probe moves'`);
  assert.match((await run("ann", `findings show ${id}`)).out, /commented by ann: the probe moves/);
  assert.equal(store.outboxDepth().pending, depth);
  store.close();
});
