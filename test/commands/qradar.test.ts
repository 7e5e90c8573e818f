import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { queryNames, timelessQuery } from "../../src/commands/qradar/aql.ts";
import { qradarCommand } from "../../src/commands/qradar/qradar.ts";
import { withPayload } from "../../src/commands/qradar/query.ts";
import { openStore } from "../../src/store/sqlitestore.ts";
import { approval, snapshotOf, span } from "../support/sessions.ts";
import { withoutEnd } from "../../src/deliver/qradar/window.ts";
import { runCommand } from "../support/context.ts";
import { FakeConsole } from "../support/fakeconsole.ts";
import { readLeef } from "../support/leefreader.ts";
import { SyslogPeer } from "../support/syslogpeer.ts";
import { temporaryFolder } from "../support/temporary.ts";

async function desk(t: TestContext, change: (settings: string) => string = (same) => same) {
  const fake = await new FakeConsole().listen(t);
  const siem = await new SyslogPeer().listen();
  t.after(() => siem.die());
  const cwd = temporaryFolder(t);
  writeFileSync(join(cwd, "ca.pem"), fake.authority.certificate);
  writeFileSync(join(cwd, "token"), `${fake.token}\n`);
  chmodSync(join(cwd, "token"), 0o600);
  const settings = [
    `qradar: { url: "${fake.url}", token: { file: token }, ca: ca.pem, serverName: console.example.net, timeout: 2s }`,
    `deliver: { to: "tcp://127.0.0.1:${siem.port}", host: mw1 }`,
  ].join("\n");
  writeFileSync(join(cwd, "mirrorwatch.yaml"), change(settings));
  const run = (args: readonly string[], json = false) =>
    runCommand(qradarCommand, args, { cwd, now: "2026-03-01T10:00:00.000Z", options: { json } });
  return { fake, siem, cwd, run };
}

test("without a word setup only plans, with --apply it makes, and the page says what is left to do by hand", async (t) => {
  const { fake, run } = await desk(t);
  const plan = await run(["setup"]);
  assert.match(plan.out, /^! log source extension MirrorwatchExtension: upload/);
  assert.match(plan.out, /^\+ log source Mirrorwatch @ mw1$/m);
  assert.match(
    plan.out,
    /\d+ would be made, \d+ of them mappings; 0 were there; 1 to be done by hand\. Next: mirrorwatch qradar setup --apply/,
  );
  assert.ok(fake.asked.every((one) => one.startsWith("GET ")));
  assert.match((await run(["setup", "--apply"])).out, /\d+ made/);
});

test("a test event reaches the receiver as a sign of life, and verify finds it through the API", async (t) => {
  const { fake, siem, run } = await desk(t);
  const { sent } = JSON.parse((await run(["test"], true)).out);
  const event = readLeef(siem.lines[0]!);
  assert.equal(event.eventId, "MIRRORWATCH_HEARTBEAT");
  assert.equal(event.attributes.get("uuid"), sent);
  fake.course = ["COMPLETED"];
  fake.rows = (query) =>
    siem.lines.some((line) => line.includes(/%([0-9a-f-]{36})%/.exec(query)![1]!))
      ? [{ LogSource: "Mirrorwatch @ mw1", EventName: "x" }]
      : [];
  const found = await run(["verify", "--deadline", "5s"]);
  assert.equal(found.code, 0);
  assert.match(found.out, /arrived after \d+ seconds: log source Mirrorwatch @ mw1/);
  fake.rows = () => [];
  const lost = await run(["verify", "--deadline", "1s"]);
  assert.equal(lost.code, 1);
  assert.match(lost.out, /is not in QRadar/);
});

test("rows come as JSON, and with --cloud their payloads are read as audit records", async (t) => {
  const { fake, run } = await desk(t);
  const record = {
    eventVersion: "1.08",
    eventSource: "ec2.amazonaws.com",
    eventName: "CreateTrafficMirrorSession",
    awsRegion: "us-east-1",
    recipientAccountId: "111122223333",
    eventTime: "2026-03-01T09:59:00Z",
    eventID: "e-1",
    requestID: "r-1",
    sourceIPAddress: "203.0.113.9",
    userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/x", accountId: "111122223333" },
    requestParameters: {
      CreateTrafficMirrorSessionRequest: { NetworkInterfaceId: "eni-1", TrafficMirrorTargetId: "tmt-1" },
    },
    responseElements: {
      CreateTrafficMirrorSessionResponse: { trafficMirrorSession: { trafficMirrorSessionId: "tms-1" } },
    },
  };
  fake.rows = () => [
    { Payload: `{LogStreamName: a,Timestamp: 1} ${JSON.stringify(record)}`, EventName: "x" },
  ];
  const rows = JSON.parse((await run(["query", "findings", "--from", "1h"])).out);
  assert.equal(rows.length, 1);
  const [search] = fake.searches.values();
  assert.match(search!.query, / START 1772355600000 STOP 1772359200000$/);
  const cloud = JSON.parse((await run(["query", "cloud-payload", "--cloud", "--no-deliver"], true)).out);
  assert.equal(cloud.observations[0].operation, "CreateTrafficMirrorSession");
});

test("every shipped query can be given windows, can be checked, and carries the payload where it is asked for", async (t) => {
  const { run } = await desk(t);
  assert.ok(queryNames().includes("findings"));
  for (const name of queryNames()) {
    const query = withoutEnd(timelessQuery(name));
    assert.match(query, /^SELECT .* FROM events /, name);
    assert.match(withPayload(query), /payload/i, name);
    assert.equal(query.split("'").length % 2, 1, `${name}: a quote is open`);
    assert.equal(query.split("(").length, query.split(")").length, name);
  }
  assert.match((await run(["aql", "findings", "--last", "7 DAYS"])).out, /LIMIT 10000\nLAST 7 DAYS\n$/);
  assert.equal((await run(["aql", "nonsense"])).fault?.code, "query-unknown");
  assert.match((await run(["aql", "findings", "--check"])).out, /^findings: accepted\n$/);
  const wrong = await run(["aql", "cloud-operation", "--check"]);
  assert.equal(wrong.code, 1);
  assert.match(wrong.out, /does not exist/);
});

test("what is missing in the settings, and a token that others may read, is told before anything is asked", async (t) => {
  const none = await desk(t, (settings) => settings.replace(/^qradar.*$/m, ""));
  assert.match((await none.run(["setup"])).fault!.what, /no console is named/);
  const open = await desk(t);
  chmodSync(join(open.cwd, "token"), 0o644);
  const { fault } = await open.run(["setup"]);
  assert.equal(fault?.code, "credential-unavailable");
  assert.match(fault!.what, /others than its owner/);
  assert.equal(open.fake.asked.length, 0);
  for (const url of ["http://x", "https://u:p@x", "x"]) {
    const wrong = await desk(t, (settings) => settings.replace(/url: "[^"]*"/, `url: "${url}"`));
    assert.match((await wrong.run(["setup"])).fault!.what, /must be the URL of a console/);
  }
});

test("the reference set holds the fingerprints of what is approved now, and of nothing else", async (t) => {
  const { fake, cwd, run } = await desk(t);
  const store = openStore(join(cwd, "mirrorwatch.sqlite"));
  const at = "2026-03-01T09:00:00.000Z";
  const [known, unknown] = [span(), span({ name: "2" })];
  store.recordSnapshot({
    snapshot: snapshotOf([known!, unknown!]),
    hash: "",
    origin: "",
    verdicts: [],
    by: "audit",
    at,
  });
  const [id] = store.approve([approval()], "ann", at);
  assert.match((await run(["approved"])).out, /1 would be added, 0 would be removed, 0 there/);
  await run(["approved", "--apply"]);
  const values = () => fake.things.get("/reference_data_collections/set_entries")!.map(({ value }) => value);
  assert.deepEqual(values(), [known!.fingerprint]);
  store.revoke(id!, "ann", "gone", at);
  store.close();
  await run(["approved", "--apply"]);
  assert.deepEqual(values(), []);
});
