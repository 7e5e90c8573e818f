import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { auditCommand } from "../../src/commands/audit.ts";
import { devicesCommand } from "../../src/commands/devices.ts";
import { loadSettings } from "../../src/settings/load.ts";
import { csvRows } from "../../src/source/pull/csv.ts";
import { pullInventory } from "../../src/source/pull/inventory.ts";
import { runCommand } from "../support/context.ts";
import { iosDevice } from "../support/fakeconfig.ts";
import { fakeDevice } from "../support/fakedevice.ts";
import { writeFleet } from "../support/fleet.ts";
import { pullingHere } from "../support/pullinghere.ts";
import { temporaryFolder } from "../support/temporary.ts";

const lists: Readonly<Record<string, string>> = {
  "router.db":
    "# RANCID\ncore1;cisco;up;rack 7\nEdge1;juniper;up\nold1;cisco;down\nfw1;fortigate;up\nnx1;cisco-nx;up\n",
  "old.db": "core1:cisco:up\nEdge1:juniper:up\nold1:cisco:down\nfw1:fortigate:up\nnx1:cisco-nx:up\n",
  "oxidized.csv":
    "core1:192.0.2.1:ios:admin:S3cret-of-csv:3nable\nEdge1:192.0.2.2:junos:admin:S3cret-of-csv\nfw1:192.0.2.3:fortios:a:b\nnx1:192.0.2.4:nxos\n",
  "oxidized.json": JSON.stringify([
    { hostname: "core1", os: "ios", ip: "192.0.2.1", group: "core" },
    { name: "Edge1", model: "JunOS", ip: "192.0.2.2" },
    { hostname: "fw1", os: "fortios" },
    { hostname: "nx1", os: "nxos", ip: "192.0.2.4" },
  ]),
  "netbox.json": JSON.stringify({
    count: 4,
    results: [
      {
        name: "core1",
        platform: { slug: "cisco-ios" },
        primary_ip4: { address: "192.0.2.1/24" },
        status: { value: "active" },
      },
      {
        name: "Edge1",
        platform: { slug: "juniper-junos" },
        primary_ip4: { address: "192.0.2.2/24" },
        status: { value: "active" },
      },
      { name: "fw1", platform: { slug: "fortios" }, primary_ip4: null, status: { value: "active" } },
      { name: "old1", platform: { slug: "cisco-ios" }, primary_ip4: null, status: { value: "offline" } },
      {
        name: "nx1",
        platform: { slug: "cisco_nxos" },
        primary_ip4: { address: "192.0.2.4/24" },
        status: { value: "active" },
      },
    ],
  }),
  "ansible.json": JSON.stringify({
    _meta: {
      hostvars: {
        core1: {
          ansible_host: "192.0.2.1",
          ansible_network_os: "cisco.ios.ios",
          ansible_password: "S3cret-of-csv",
        },
        Edge1: { ansible_host: "192.0.2.2", ansible_network_os: "junipernetworks.junos.junos" },
        fw1: { ansible_network_os: "fortinet.fortios" },
        nx1: { ansible_host: "192.0.2.4", ansible_network_os: "cisco.nxos.nxos" },
      },
    },
    all: { children: ["core"] },
  }),
  "hosts.yaml":
    "core1: { hostname: 192.0.2.1, platform: ios, password: S3cret-of-csv }\nEdge1: { hostname: 192.0.2.2, platform: junos }\nfw1: { platform: fortios }\nnx1: { hostname: 192.0.2.4, platform: nxos_ssh }\n",
};

for (const [name, text] of Object.entries(lists))
  test(`the devices of ${name} become a file of devices, without logins and without what nobody can read`, async (t) => {
    const cwd = temporaryFolder(t);
    writeFileSync(join(cwd, name), text);
    const run = await runCommand(devicesCommand, ["import", name, "--out", "fleet.yaml"], { cwd });
    assert.equal(run.fault, undefined, run.fault?.message);
    assert.match(run.talk, /fw1 is left out: no profile goes by the name forti/);
    const written = readFileSync(join(cwd, "fleet.yaml"), "utf8");
    assert.doesNotMatch(written + run.out + run.talk, /S3cret-of-csv|3nable/);
    assert.equal(statSync(join(cwd, "fleet.yaml")).mode & 0o077, 0);
    writeFileSync(
      join(cwd, "mirrorwatch.yaml"),
      "deviceFiles: fleet.yaml\ncredentials: { lab: { user: u, agent: true } }\n",
    );
    const { targets } = pullInventory(loadSettings({ env: {}, cwd }));
    const host = name.endsWith(".db") ? (one: string) => one : (_: string, address: string) => address;
    assert.deepEqual(
      targets.map((one) => [one.name, one.os, one.host]),
      [
        ["core1", "cisco-ios", host("core1", "192.0.2.1")],
        ["Edge1", "juniper-junos", host("Edge1", "192.0.2.2")],
        ["nx1", "cisco-nxos", host("nx1", "192.0.2.4")],
      ],
    );
  });

test("a CSV names its columns, and every wrong line is told", (t) => {
  const cwd = temporaryFolder(t);
  const settings =
    "deviceFiles: fleet.csv\ncredentials: { lab: { user: u, agent: true } }\njumps: { b: 192.0.2.9 }\n";
  writeFileSync(join(cwd, "mirrorwatch.yaml"), settings);
  const inventory = () => pullInventory(loadSettings({ env: {}, cwd }));
  writeFileSync(
    join(cwd, "fleet.csv"),
    'name,os,host,port,jump,algorithms\r\n# a comment\r\n"core1",cisco-ios,192.0.2.1,2222,b,legacy\r\nedge1,juniper-junos\r\n',
  );
  const [core, edge] = inventory().targets;
  assert.deepEqual(
    [core!.host, core!.port, core!.jump, core!.algorithms],
    ["192.0.2.1", 2222, "b", "legacy"],
  );
  assert.deepEqual([edge!.host, edge!.port, edge!.jump, edge!.algorithms], ["edge1", 22, null, "default"]);
  writeFileSync(join(cwd, "fleet.csv"), "name,os,port\ncore1,cisco-ios,x\n,cisco-ios\ncore2,Cisco IOS\n");
  assert.throws(inventory, /line 2: port .*\n.*line 3: the device has no name\n.*line 4: os must be the os/s);
  writeFileSync(join(cwd, "fleet.csv"), "core1,cisco-ios\n");
  assert.throws(inventory, /the head must name the columns/);
});

test("names that lead nowhere are told at once", (t) => {
  const cwd = temporaryFolder(t);
  writeFileSync(
    join(cwd, "mirrorwatch.yaml"),
    `credentials: { a: { user: u, agent: true }, b: { user: u, agent: true } }
devices:
  r1: { os: cisco-ios, credentials: c }
  r2: { os: cisco-ios, credentials: a, jump: nowhere }
  r3: cisco-ios
`,
  );
  assert.throws(
    () => pullInventory(loadSettings({ env: {}, cwd })),
    /r1 names credential set c.*r2 names jump host nowhere.*r3 names no credential set/s,
  );
});

test("a secret that was typed into the settings is refused and not repeated", (t) => {
  const cwd = temporaryFolder(t);
  for (const password of ["hidden-Secret", "{ env: A, file: hidden-Secret }", "[hidden-Secret]"]) {
    writeFileSync(join(cwd, "mirrorwatch.yaml"), `credentials: { a: { user: u, password: ${password} } }\n`);
    assert.throws(
      () => loadSettings({ env: {}, cwd }),
      (error) => {
        assert.match(String(error), /line 1: credentials\.a\.password/);
        assert.doesNotMatch(String(error), /hidden-Secret/);
        return true;
      },
    );
  }
});

test("what was written as CSV is read as it was", () => {
  const cell = fc.string().filter((text) => !text.startsWith("#") && text.trim() !== "");
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 }), (rows) => {
      const text = rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
      assert.deepEqual(
        csvRows(text, ",").map(({ cells }) => cells),
        rows,
      );
    }),
  );
});

test("doctor tells each phase of a pull, and list how the last one went", async (t) => {
  const cwd = temporaryFolder(t);
  const good = await fakeDevice(t, iosDevice("core1"));
  const bad = await fakeDevice(t, { ...iosDevice("core2"), password: "another" });
  writeFleet(cwd, [
    { name: "core1", os: "cisco-ios", device: good },
    { name: "core2", os: "cisco-ios", device: bad },
  ]);
  const devices = (context: Parameters<typeof devicesCommand>[0]) => devicesCommand(context, pullingHere);
  const fine = await runCommand(devices, ["doctor", "core1"], { cwd });
  assert.equal(fine.code, 0, fine.out);
  for (const phase of [
    "host key",
    "algorithms",
    "login",
    "prompt +core1#",
    "the login sees everything",
    "1 in the config",
  ])
    assert.match(fine.out, new RegExp(phase));
  const poor = await runCommand(devices, ["doctor", "core2"], { cwd });
  assert.equal(poor.code, 3);
  assert.match(poor.out, /auth-failed.*check user and secret/s);
  await runCommand((context) => auditCommand(context, pullingHere), ["--pull"], { cwd });
  const { out } = await runCommand(devices, ["list"], { cwd });
  assert.match(out, /core1 +cisco-ios +127\.0\.0\.1:\d+ +lab +default +\d{4}-/);
  assert.match(out, /core2 .* never +auth-failed/);
});
