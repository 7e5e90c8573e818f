import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import type { Cloud } from "../../src/model/cloudcall.ts";
import { loadOperations } from "../../src/parse/cloud/operation.ts";
import { approvedSet, cloudQueries, operationProperty, resourceProperty } from "../../src/report/aql.ts";
import { type ArielEvent, type ArielRow, runAriel } from "../support/ariel.ts";

const folder = new URL("../../data/qradar/", import.meta.url);
const operations = loadOperations();
const now = Date.parse("2026-03-01T12:00:00Z");
const hour = 3_600_000;
const types: Readonly<Record<Cloud, number>> = { aws: 347, azure: 413, gcp: 449 };

function event(cloud: Cloud, name: string, more: Partial<ArielEvent> = {}): ArielEvent {
  const payload = {
    aws: { eventSource: "ec2.amazonaws.com", eventName: name },
    azure: { operationName: name },
    gcp: {
      protoPayload: {
        methodName: name,
        request: { securityProfile: { type: "CUSTOM_MIRRORING", customMirroringProfile: "g" } },
      },
    },
  }[cloud];
  return {
    starttime: now - hour,
    devicetype: types[cloud],
    username: "deploy",
    sourceip: "198.51.100.23",
    qidName: "Unknown",
    payload: `<13>Mar  1 11:00:00 relay ${JSON.stringify(payload)}`,
    properties: { EventName: name, [operationProperty]: name, [resourceProperty]: "r1" },
    ...more,
  };
}

const properties = ["EventName", operationProperty, resourceProperty];

function text(name: string): string {
  return readFileSync(new URL(name, folder), "utf8");
}

function run(name: string, events: readonly ArielEvent[], set: readonly string[] = []): readonly ArielRow[] {
  return runAriel(text(name), events, { now, properties, sets: { [approvedSet]: set } });
}

/** The four published scenarios. */
const scenarios = {
  aws: ["Target", "Filter", "FilterRule", "FilterRule", "Session"].map((one) =>
    event("aws", `CreateTrafficMirror${one}`),
  ),
  azure: ["virtualNetworkTaps", "networkInterfaces/tapConfigurations"].map((one) =>
    event("azure", `Microsoft.Network/${one}/write`.toUpperCase()),
  ),
  gcp: [event("gcp", "v1.compute.packetMirrorings.insert")],
  cisco: ["monitor session 1 type erspan-source", "source interface Gi0/1"].map((typed, index) => ({
    starttime: now - hour + index,
    devicetype: 20,
    payload: `<189>45: Mar  1 11:00:00.000: %PARSER-5-CFGLOG_LOGGEDCMD: User:netadmin  logged command:${typed}`,
  })),
};

test("the queries on file are those that the list of operations gives", () => {
  for (const [name, query] of cloudQueries(operations)) {
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(new URL(name, folder), query);
    assert.equal(text(name), query, name);
  }
});

test("every query has the columns of old, newest first, of the last 24 hours", () => {
  const events = [
    event("aws", "CreateTrafficMirrorSession", { starttime: now - 2 * hour }),
    event("aws", "CreateTrafficMirrorSession", { starttime: now - hour }),
    event("aws", "CreateTrafficMirrorSession", { starttime: now - 25 * hour }),
  ];
  for (const name of readdirSync(folder).filter((file) => /^(?:cloud|copying).*\.aql$/.test(file))) {
    const rows = run(name, events);
    assert.deepEqual(
      rows.map(({ EventTime }) => EventTime),
      ["2026-03-01 11:00:00", "2026-03-01 10:00:00"],
      name,
    );
    const columns = ["EventTime", "LogSource", "LogSourceType", "Actor", "SourceIP", "EventName", "Platform"];
    assert.deepEqual(Object.keys(rows[0]!), columns, name);
    assert.equal(rows[0]!.Platform, "AWS");
  }
});

for (const name of ["cloud-operation.aql", "cloud-unapproved.aql", "cloud-payload.aql"])
  test(`${name} finds every form of every operation in either case, and no read`, () => {
    for (const { cloud, forms } of operations.operations)
      for (const form of forms.map((one) => one.replace("*", "p2sVpnGateways")))
        for (const spelled of [form, form.toUpperCase()])
          assert.equal(run(name, [event(cloud, spelled)]).length, 1, spelled);
    for (const { cloud, forms } of operations.reads)
      for (const form of forms) assert.equal(run(name, [event(cloud, form)]).length, 0, form);
    assert.equal(
      run(name, [event("aws", "RunInstances"), event("gcp", "v1.compute.firewalls.insert")]).length,
      0,
    );
  });

test("the scenarios: the queries find all calls of the clouds, and only the combined one those on devices", () => {
  const { aws, azure, gcp, cisco } = scenarios;
  const all = [...aws, ...azure, ...gcp, ...cisco];
  const platforms = (name: string) => Object.groupBy(run(name, all), ({ Platform }) => String(Platform));
  for (const name of ["cloud-operation.aql", "cloud-unapproved.aql", "cloud-payload.aql"]) {
    const found = platforms(name);
    assert.deepEqual([found.AWS?.length, found.Azure?.length, found.GCP?.length], [5, 2, 1], name);
    assert.equal(run(name, cisco).length, 0, name);
  }
  assert.equal(platforms("copying.aql").Device?.length, 1);
});

test("the query of old misses what docs/cloud.md says that it misses", () => {
  const missed = operations.operations
    .filter(({ cloud, forms }) => run("cloud-legacy.aql", [event(cloud, forms[0]!)]).length === 0)
    .map(({ operation }) => operation);
  for (const one of ["DeleteTrafficMirrorTarget", "ModifyTrafficMirrorFilterNetworkServices"])
    assert.ok(missed.includes(one), one);
  assert.ok(missed.includes("compute.packetMirrorings.insert"));
  const documented = readFileSync(new URL("../../docs/cloud.md", import.meta.url), "utf8");
  const count = `misses ${missed.length} of ${operations.operations.length} operations`;
  assert.ok(documented.includes(count), count);
});

test("a property that the site has not made is an error, not an empty answer", () => {
  assert.throws(() => runAriel(text("cloud-legacy.aql"), [], { now, properties: [] }), /EventName/);
});

test("the set of what is approved hides actor and resource together only", () => {
  const events = [
    event("aws", "CreateTrafficMirrorSession"),
    event("aws", "CreateTrafficMirrorSession", { username: "mallory" }),
    event("aws", "CreateTrafficMirrorSession", {
      properties: { [operationProperty]: "CreateTrafficMirrorSession", [resourceProperty]: "r2" },
    }),
  ];
  assert.equal(run("cloud-unapproved.aql", events, ["deploy|r1"]).length, 2);
  assert.equal(run("cloud-unapproved.aql", events, ["deploy", "r1"]).length, 3);
});

test("Ariel's LIKE minds case", () => {
  const query = "SELECT username FROM events WHERE username LIKE '%DEPLOY%' LAST 1 DAYS";
  assert.equal(runAriel(query, [event("aws", "x")], { now, properties }).length, 0);
});
