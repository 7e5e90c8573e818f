import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { gzipSync } from "node:zlib";
import { readLeef } from "../support/leefreader.ts";
import { type CommandRun, runMain } from "../support/context.ts";
import { temporaryFolder } from "../support/temporary.ts";

const fixtures = new URL("../fixtures/cloud/", import.meta.url).pathname;
const lifecycle = join(fixtures, "aws-lifecycle/input.json");
const deploy = "arn:aws:sts::111122223333:assumed-role/netops-deploy/deploy";

function tried(t: TestContext) {
  const cwd = temporaryFolder(t);
  const run = (...argv: readonly string[]): Promise<CommandRun> => runMain(argv, { cwd });
  const put = (name: string, content: string | Uint8Array) => writeFileSync(join(cwd, name), content);
  return { cwd, run, put };
}

interface Answer {
  readonly observations: readonly { operation: string; key: string; outcome: string }[];
  readonly findings: readonly { kind: string; severity: number; key: string }[];
  readonly approved: readonly { key: string; approval: string }[];
  readonly faults: readonly { code: string; where: string; what: string }[];
  readonly summary: { files: number; records: number; foreign: number; approved: number };
}

function answer({ out }: CommandRun): Answer {
  return JSON.parse(out) as Answer;
}

test("`cloud` is `cloud audit`: each call once, with the fields of the contract and no others", async (t) => {
  const { run, cwd } = tried(t);
  const short = await run("cloud", "--json", lifecycle);
  const long = await run("cloud", "audit", lifecycle, "--json");
  assert.deepEqual(answer(short).observations, answer(long).observations);
  assert.equal(answer(short).observations.length, 11);
  const fields = [
    "cloud",
    "operation",
    "effect",
    "outcome",
    "actor",
    "sourceIp",
    "scope",
    "resource",
    "time",
    "key",
  ];
  for (const one of answer(short).observations) assert.deepEqual(Object.keys(one), fields);
  assert.equal(short.code, 1);
  assert.ok(!existsSync(join(cwd, "mirrorwatch.sqlite")), "no database is made unasked");
});

test("the table has a row for each call and names the findings", async (t) => {
  const { run } = tried(t);
  const { out } = await run("cloud", lifecycle);
  assert.match(out, /CreateTrafficMirrorSession +success +arn:aws:sts::111122223333/);
  assert.match(out, /approval covers it/);
});

test("a folder is read with all that lies below it, packed or not", async (t) => {
  const { run, cwd, put } = tried(t);
  mkdirSync(join(cwd, "AWSLogs/111122223333/CloudTrail/eu-central-1/2026"), { recursive: true });
  put("AWSLogs/111122223333/CloudTrail/eu-central-1/2026/a.json.gz", gzipSync(readFileSync(lifecycle)));
  copyFileSync(join(fixtures, "gcp-entries/input.json"), join(cwd, "AWSLogs/gcp"));
  put("AWSLogs/.hidden", "not json");
  const { observations, summary, faults } = answer(await run("cloud", "--json", "AWSLogs", lifecycle));
  assert.deepEqual(faults, []);
  assert.equal(summary.files, 3);
  assert.equal(observations.length, 11 + 9);
});

test("empty files and foreign records are counted and are no fault", async (t) => {
  const { run, put } = tried(t);
  put("empty", "");
  put("object", "{}");
  put("records", '{"Records":[]}');
  put("foreign", '{"a":[1,{"b":2}]}\n<13>Mar  1 10:00:00 host app: hello {world}\n');
  const ran = await run("cloud", "--json", "empty", "object", "records", "foreign");
  assert.equal(ran.code, 0);
  assert.deepEqual(answer(ran).faults, []);
  assert.equal(answer(ran).summary.foreign, 3);
});

test("what is malformed is a fault with file and place, and everything else is read", async (t) => {
  const { run, put } = tried(t);
  const lines = readFileSync(join(fixtures, "aws-outcomes/input.json"), "utf8").trim().split("\n");
  put("cut.json", `${lines.with(1, lines[1]!.slice(0, 300)).join("\n")}\n`);
  put("prose.txt", "this is no JSON\n");
  put("packed.gz", gzipSync(readFileSync(lifecycle)).subarray(0, 300));
  const ran = await run("cloud", "--json", "cut.json", "prose.txt", "packed.gz", "absent", lifecycle);
  assert.equal(ran.code, 3);
  const { faults, observations } = answer(ran);
  assert.deepEqual(
    faults.map(({ code, where }) => `${code} ${where.split("/").at(-1)}`),
    [
      "cloud-malformed cut.json",
      "cloud-malformed prose.txt",
      "cloud-unreadable packed.gz",
      "cloud-unreadable absent",
    ],
  );
  assert.match(faults[0]!.what, /^line 2 \(byte \d+\): /);
  // One call of the first file has the event id of one of the last.
  assert.equal(observations.length, 5 + 11 - 1);
});

test("nothing to read at all is no run", async (t) => {
  const { run } = tried(t);
  assert.equal((await run("cloud", "absent")).code, 2);
  assert.equal((await run("cloud")).code, 2);
  assert.equal((await run("cloud", "--json", "--events", "-", lifecycle)).code, 2);
});

test("with a database, calls are findings with events once, and an approval settles them", async (t) => {
  const { run, put, cwd } = tried(t);
  const database = ["--database", join(cwd, "db.sqlite")];
  const first = await run("cloud", ...database, "--events", "events", "--json", lifecycle);
  assert.equal(first.code, 1);
  const before = answer(first).findings.length;
  const again = await run("cloud", ...database, "--events", "-", lifecycle);
  assert.equal(again.out, "", "the same records make no second event");
  put(
    "baseline.yaml",
    `version: 1
approvals:
  - device: 111122223333/*
    session: "*"
    sources: interface eni-0aa11bb22cc33dd44
    destinations:
      - load-balancer arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/sensors/*
      - target tmt-0fedcba9876543210
    principals: ${deploy}
    owner: netops
    ticket: CHG-1
    reason: sensors
`,
  );
  assert.equal((await run("baseline", "import", ...database, "baseline.yaml")).code, 0);
  const covered = await run("cloud", ...database, "--json", lifecycle);
  assert.equal(covered.code, 0);
  assert.ok(before > 0 && answer(covered).findings.length === 0);
  assert.equal(answer(covered).summary.approved, 11);
});

test("an approval survives the way into a file and back", async (t) => {
  const { run, put, cwd } = tried(t);
  const database = ["--database", join(cwd, "db.sqlite")];
  const text = `version: 1
approvals:
  - device: prod-net/europe-west3
    session: ids-mirror
    sources: [subnet web, tag pci, instance vm1, network core]
    destinations: [load-balancer collector, endpoint eg1, target "*"]
    principals: [grace@corp.example]
`;
  put("in.yaml", text);
  await run("baseline", "import", ...database, "in.yaml");
  const { out } = await run("baseline", "export", ...database);
  for (const phrase of ["subnet web", "tag pci", "load-balancer collector", "target *", "grace@corp.example"])
    assert.ok(out.includes(phrase), `${phrase} is missing in\n${out}`);
});

test("the events are those that leave for QRadar", async (t) => {
  const { run } = tried(t);
  const { out } = await run("cloud", "--events", "-", lifecycle);
  const events = out.trim().split("\n").map(readLeef);
  assert.equal(events.length, 8);
  const session = events.find(({ attributes }) => attributes.get("session") === "eni-0aa11bb22cc33dd44/1")!;
  assert.equal(session.eventId, "MIRROR_COMMAND_UNAPPROVED_OPENED");
  assert.equal(session.attributes.get("cat"), "AWS_TRAFFIC_MIRROR");
  assert.equal(session.attributes.get("usrName"), deploy);
  assert.equal(session.attributes.get("src"), "198.51.100.23");
});

test("`cloud state` shows what is copied, and a required session that is gone", async (t) => {
  const { run, put, cwd } = tried(t);
  const database = ["--database", join(cwd, "db.sqlite")];
  const scope = ["--scope", "111122223333/eu-central-1"];
  const listing = join(fixtures, "state-aws/input.json");
  const shown = await run("cloud", "state", listing);
  assert.equal(shown.code, 1);
  assert.match(shown.out, /eni-0aa11bb22cc33dd44\/1 +aws-traffic-mirror +active/);
  await run("cloud", "state", ...database, listing);
  const ids = (await run("findings", "list", ...database, "--json")).out;
  assert.match(ids, /eni-0aa11bb22cc33dd44\/1/);
  put("none.json", '{"TrafficMirrorSessions":[]}');
  const emptied = await run("cloud", "state", ...database, ...scope, "none.json", "--json");
  assert.equal(emptied.code, 0);
  assert.equal((JSON.parse(emptied.out) as Answer).findings.length, 0);
});

test("`cloud state` refuses what lists nothing, and calls a listing with more pages blind", async (t) => {
  const { run, put } = tried(t);
  assert.equal((await run("cloud", "state", lifecycle)).code, 2);
  put("cut.json", '{"TrafficMirrorSessions":[],"NextToken":"x"}');
  assert.equal((await run("cloud", "state", "--scope", "1/eu-central-1", "cut.json")).code, 3);
  put("bad.json", '{"TrafficMirrorSessions":[');
  assert.equal((await run("cloud", "state", "bad.json")).code, 2);
});
