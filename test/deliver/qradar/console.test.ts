import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { connect } from "node:tls";
import { awaitArrival } from "../../../src/deliver/qradar/arrival.ts";
import { type ConsoleOptions, qradarConsole } from "../../../src/deliver/qradar/console.ts";
import { type ConsoleTrust, httpsExchange } from "../../../src/deliver/qradar/exchange.ts";
import { eventRecords, loadManifest } from "../../../src/deliver/qradar/manifest.ts";
import { searchRows } from "../../../src/deliver/qradar/search.ts";
import { syncSet } from "../../../src/deliver/qradar/referenceset.ts";
import { setUp } from "../../../src/deliver/qradar/setup.ts";
import { queryRows, timed, windows, withoutEnd } from "../../../src/deliver/qradar/window.ts";
import { Fault } from "../../../src/model/fault.ts";
import { Authority } from "../../support/authority.ts";
import { FakeConsole } from "../../support/fakeconsole.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const quick = { attempts: 4, backoff: [1, 3] as const };

function trustOf(t: TestContext, authority: Authority): ConsoleTrust {
  const ca = join(temporaryFolder(t), "ca.pem");
  writeFileSync(ca, authority.certificate);
  return { ca, fingerprint: null, serverName: "console.example.net" };
}

async function start(t: TestContext, parts: Partial<ConsoleOptions> = {}) {
  const fake = await new FakeConsole().listen(t);
  const exchange = httpsExchange(new URL(fake.url), trustOf(t, fake.authority), 2_000);
  const incidents: string[] = [];
  const incident = (what: string) => void incidents.push(what);
  const console = qradarConsole({
    exchange,
    where: fake.url,
    token: fake.token,
    version: null,
    retry: quick,
    incident,
    ...parts,
  });
  return { fake, console, incidents };
}

async function faultOf(step: Promise<unknown>): Promise<Fault> {
  try {
    await step;
  } catch (error) {
    assert.ok(error instanceof Fault, String(error));
    assert.ok(!error.message.includes("0a1b2c3d"), "no token in a message");
    return error;
  }
  return assert.fail("no fault");
}

const types = "/config/event_sources/log_source_management/log_source_types";
const query = timed("SELECT a FROM events LIMIT 5000", 1_700_000_000_000, 1_700_000_060_000);

test("the newest version that both sides know is probed once and sent with each request", async (t) => {
  const { fake, console } = await start(t);
  await console.list(types);
  await console.list(types);
  assert.deepEqual([...fake.versionsUsed], ["26.0"]);
  assert.equal(fake.asked.filter((one) => one === "GET /help/versions").length, 1);
  fake.versions = [
    { version: "31.0", deprecated: false },
    { version: "30.0", deprecated: false },
  ];
  assert.equal(await (await renewed(t, fake)).version(), "30.0");
});

async function renewed(t: TestContext, fake: FakeConsole) {
  const exchange = httpsExchange(new URL(fake.url), trustOf(t, fake.authority), 2_000);
  return qradarConsole({ exchange, where: fake.url, token: fake.token, version: null, retry: quick });
}

test("a deprecated version works and is told once", async (t) => {
  const { console, incidents } = await start(t, { version: "24.0" });
  await console.list(types);
  await console.list(types);
  assert.equal(incidents.length, 1);
  assert.match(incidents[0]!, /version 24\.0 .* deprecated/);
});

test("a wrong token, a missing right, an HTML page and an unknown version are told in words, with what to do", async (t) => {
  const wrong = await start(t, { token: "0a1b2c3d-wrong", version: "26.0" });
  const unauthorized = await faultOf(wrong.console.list(types));
  assert.match(unauthorized.what, /401\/18: No SEC header/);
  assert.match(unauthorized.remedy, /token/);
  const { fake, console } = await start(t, { version: "26.0" });
  fake.interruptions.push({
    status: 403,
    body: { code: 12, message: "User has insufficient capabilities to access this endpoint resource" },
  });
  assert.match((await faultOf(console.list(types))).remedy, /user role/);
  fake.interruptions.push({
    status: 502,
    body: "<html><head><title>x</title></head><body><h1>Bad\n Gateway</h1></body></html>",
  });
  assert.match((await faultOf(console.list(types))).what, /^the console answered 502: Bad Gateway$/);
  fake.interruptions.push({ status: 200, body: "<html>login</html>" });
  assert.equal((await faultOf(console.list(types))).code, "qradar-unreadable");
  const old = await start(t, { version: "12.0" });
  assert.match((await faultOf(old.console.list(types))).remedy, /qradar\.version/);
});

test("a busy console is asked again, and given up after some times", async (t) => {
  const { fake, console } = await start(t, { version: "26.0" });
  fake.interruptions.push(
    { status: 503, body: "<html>busy</html>" },
    { status: 429, body: {}, headers: { "Retry-After": "0" } },
  );
  await console.list(types);
  assert.equal(fake.asked.length, 3);
  for (let at = 0; at < 4; at += 1)
    fake.interruptions.push({ status: 503, body: { code: 1010, message: "try later" } });
  assert.match((await faultOf(console.list(types))).what, /503\/1010: try later/);
  assert.equal(fake.asked.length, 7);
});

test("lists are read range by range to their end", async (t) => {
  const { fake, console } = await start(t);
  const list = fake.things.get(types)!;
  for (let at = 0; at < 1203; at += 1) list.push({ id: at, name: `n${at}` });
  assert.equal((await console.list(types)).length, 1203);
  assert.deepEqual(await console.list(types, { filter: 'name="n7"' }), [{ id: 7, name: "n7" }]);
});

test("a certificate of another authority or for another name is refused before the token is sent; a pin is enough by itself", async (t) => {
  const { fake } = await start(t);
  const before = fake.asked.length;
  const pin = await new Promise<string>((resolve) => {
    const { hostname, port } = new URL(fake.url);
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      resolve(
        createHash("sha256")
          .update(new X509Certificate(socket.getPeerX509Certificate()!.raw).raw)
          .digest("hex"),
      );
      socket.destroy();
    });
  });
  const open = (trust: ConsoleTrust) =>
    qradarConsole({
      exchange: httpsExchange(new URL(fake.url), trust, 2_000),
      where: fake.url,
      token: fake.token,
      version: "26.0",
      retry: quick,
    }).list(types);
  for (const trust of [
    { ca: null, fingerprint: null, serverName: "console.example.net" },
    trustOf(t, new Authority("another")),
    { ...trustOf(t, fake.authority), serverName: null },
    { ca: null, fingerprint: "0".repeat(64), serverName: null },
  ]) {
    const fault = await faultOf(open(trust));
    assert.equal(fault.code, "qradar-unreachable");
    assert.match(fault.remedy, /qradar\.ca/);
  }
  assert.equal(fake.asked.length, before, "nothing was asked");
  await open({ ca: null, fingerprint: pin, serverName: null });
});

test("a console that says nothing is given up in time", async (t) => {
  const { createServer } = await import("node:net");
  const silent = createServer((socket) => socket.on("error", () => {}));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  t.after(() => silent.close());
  const { port } = silent.address() as import("node:net").AddressInfo;
  const url = new URL(`https://127.0.0.1:${port}`);
  const trust = { ca: null, fingerprint: null, serverName: null };
  const console = qradarConsole({
    exchange: httpsExchange(url, trust, 50),
    where: url.href,
    token: "t",
    version: "26.0",
    retry: { attempts: 1, backoff: [1, 1] },
  });
  assert.match((await faultOf(console.list(types))).what, /no answer within 0\.05 seconds/);
});

test("a search is waited for through every status, its results read when they are there, page by page", async (t) => {
  const { fake, console } = await start(t);
  fake.course = ["WAIT", "EXECUTE", "SOMETHING_NEW", "SORTING", "COMPLETED"];
  fake.rows = () => Array.from({ length: 2_500 }, (_, at) => ({ a: at }));
  const rows = await searchRows(console, query, { deadline: 5_000, poll: 1 });
  assert.equal(rows.length, 2_500);
  assert.deepEqual(rows.at(-1), { a: 2_499 });
});

test("a search that vanishes is made anew; one that fails, is refused or takes too long is told and taken away", async (t) => {
  const { fake, console } = await start(t);
  fake.rows = () => [{ a: 1 }];
  fake.vanishing = 2;
  assert.deepEqual(await searchRows(console, query, { deadline: 5_000, poll: 1 }), [{ a: 1 }]);
  fake.vanishing = 9;
  assert.match(
    (await faultOf(searchRows(console, `${query.slice(0, -1)}1`, { deadline: 5_000, poll: 1 }))).what,
    /forgot the search/,
  );
  fake.vanishing = 0;
  const broken = await faultOf(
    searchRows(console, timed("SELECT BROKEN FROM events", 1_700_000_000_000, 1_700_000_000_001), {
      deadline: 100,
    }),
  );
  assert.equal(broken.code, "aql-invalid");
  assert.match(broken.what, /no viable alternative/);
  fake.course = ["WAIT", "ERROR"];
  assert.match(
    (await faultOf(searchRows(console, `${query.slice(0, -1)}2`, { deadline: 5_000, poll: 1 }))).what,
    /ERROR: disk/,
  );
  fake.course = ["EXECUTE"];
  assert.equal(
    (await faultOf(searchRows(console, `${query.slice(0, -1)}3`, { deadline: 30, poll: 5 }))).code,
    "search-timeout",
  );
  assert.equal(fake.asked.at(-1)!.split(" ")[0], "DELETE");
});

test("windows overlap, cover the whole time, and a row that two of them show is given once", async (t) => {
  const { fake, console } = await start(t);
  const [from, until] = [1_700_000_000_000, 1_700_000_000_000 + 3 * 3_600_000];
  const moments = Array.from({ length: 181 }, (_, minute) => from + minute * 60_000);
  fake.rows = (aql) => {
    const [, start, stop] = / START (\d+) STOP (\d+)$/.exec(aql)!;
    return moments
      .filter((at) => at >= Number(start) && at <= Number(stop))
      .map((starttime) => ({ starttime }));
  };
  const span = { from, until, length: 3_600_000 };
  const rows = await queryRows(console, "SELECT starttime FROM events;", span, { deadline: 5_000, poll: 1 });
  assert.deepEqual(
    rows.map(({ starttime }) => starttime),
    moments,
  );
  assert.equal(windows(span).length, 3);
  assert.equal(windows({ from, until }).length, 1);
  assert.throws(() => windows({ from: until, until: from }), Fault);
});

test("a query that says its own time is refused, and texts that only look so are not", () => {
  for (const aql of [
    "SELECT a FROM events LAST 5 MINUTES",
    "SELECT a FROM events START '2026-01-01 00:00'",
    "DELETE FROM events",
  ])
    assert.throws(() => withoutEnd(aql), Fault, aql);
  const fine = `-- a remark\nSELECT a FROM events WHERE b = 'LAST 5 MINUTES' AND "START 1" = 2 LIMIT 3 ;\n`;
  assert.equal(withoutEnd(fine), `SELECT a FROM events WHERE b = 'LAST 5 MINUTES' AND "START 1" = 2 LIMIT 3`);
});

test("an event that arrives later is found by a later search, since each has a window of its own", async (t) => {
  const { fake, console } = await start(t);
  const uuid = "6f1c1f9e-3b63-4a52-9a6e-0d5f2f0e4c11";
  let searches = 0;
  fake.course = ["COMPLETED"];
  fake.rows = () => (++searches < 3 ? [] : [{ LogSource: "Mirrorwatch @ mw1", EventName: "sign of life" }]);
  const arrival = await awaitArrival(console, uuid, { sent: Date.now(), deadline: 5_000, poll: 5 });
  assert.equal(arrival.arrived, true);
  assert.equal(arrival.logSource, "Mirrorwatch @ mw1");
  assert.equal(new Set([...fake.searches.values()].map((one) => one.query)).size, 3);
  fake.rows = () => [];
  assert.equal(
    (await awaitArrival(console, uuid, { sent: Date.now(), deadline: 20, poll: 5 })).arrived,
    false,
  );
});

test("setup says what it would make and makes nothing, makes it, and then finds it all there", async (t) => {
  const { fake, console } = await start(t);
  const manifest = loadManifest();
  const plan = await setUp(console, manifest, { dryRun: true, host: "mw1" });
  assert.ok(
    fake.asked.every((one) => one.startsWith("GET ")),
    "a dry run only looks",
  );
  const would = plan.filter(({ state }) => state === "would-create").map(({ what }) => what);
  const done = await setUp(console, manifest, { dryRun: false, host: "mw1" });
  assert.deepEqual(
    done.filter(({ state }) => state === "created").map(({ what }) => what),
    would,
  );
  assert.deepEqual(
    done.filter(({ state }) => state === "by-hand").map(({ what }) => what),
    ["log source extension MirrorwatchExtension", "deploy"],
  );
  const records = eventRecords(manifest);
  assert.equal(fake.things.get("/data_classification/qid_records")!.length, records.length);
  assert.equal(
    fake.things.get("/data_classification/dsm_event_mappings")!.length,
    records.reduce((sum, { categories }) => sum + categories.length, 0),
  );
  const [source] = fake.things.get("/config/event_sources/log_source_management/log_sources")!;
  assert.equal(source!.coalesce_events, false);
  assert.deepEqual(source!.protocol_parameters, [{ id: 0, name: "identifier", value: "mw1" }]);
  const before = fake.asked.length;
  const again = await setUp(console, manifest, { dryRun: false, host: "mw1" });
  assert.deepEqual(new Set(again.map(({ state }) => state)), new Set(["exists", "by-hand"]));
  assert.ok(fake.asked.slice(before).every((one) => one.startsWith("GET ")));
  assert.ok(fake.asked.every((one) => !one.startsWith("DELETE")));
});

test("a setup that broke off is finished by the next one", async (t) => {
  const { fake, console } = await start(t);
  const manifest = loadManifest();
  let asks = 0;
  const tell = () => {
    if (++asks === 40) fake.interruptions.push({ status: 500, body: { code: 1020, message: "internal" } });
  };
  assert.match(
    (await faultOf(setUp(console, manifest, { dryRun: false, host: "mw1", tell }))).what,
    /500\/1020/,
  );
  const rest = await setUp(console, manifest, { dryRun: false, host: "mw1" });
  assert.ok(rest.some(({ state }) => state === "exists") && rest.some(({ state }) => state === "created"));
  const mappings = fake.things.get("/data_classification/dsm_event_mappings")!;
  assert.equal(
    mappings.length,
    eventRecords(manifest).reduce((sum, { categories }) => sum + categories.length, 0),
  );
});

test("a reference set is made, follows the values that are wanted, and keeps what others put there", async (t) => {
  const { fake, console } = await start(t);
  const entries = fake.things.get("/reference_data_collections/set_entries")!;
  const sync = (values: readonly string[], dryRun = false) =>
    syncSet(console, { name: "Approved", description: "", values }, { dryRun, poll: 1 });
  assert.deepEqual(await sync(["a", "b"], true), { added: ["a", "b"], removed: [], same: 0 });
  assert.equal(entries.length, 0);
  await sync(["a", "b"]);
  entries.push({ collection_id: entries[0]!.collection_id, value: "theirs", source: "admin", id: 1 });
  assert.deepEqual(await sync(["b", "c"]), { added: ["c"], removed: ["a"], same: 1 });
  assert.deepEqual(entries.map(({ value }) => value).sort(), ["b", "c", "theirs"]);
  assert.deepEqual(await sync(["b", "c"]), { added: [], removed: [], same: 2 });
  fake.taskStatus = "EXCEPTION";
  assert.equal((await faultOf(sync(["d"]))).code, "reference-set");
});
