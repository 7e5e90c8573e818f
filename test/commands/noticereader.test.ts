import assert from "node:assert/strict";
import { test } from "node:test";
import { auditedDevices, deviceLookUp } from "../../src/commands/devicelookup.ts";
import { noticeReader } from "../../src/commands/noticereader.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";
import type { Candidate } from "../../src/source/candidate.ts";
import { anchorSearch } from "../../src/source/anchor.ts";

const catalog = loadCatalog();
const inventory = new Map([
  ["10.9.9.9", { os: "cisco-nxos" }],
  ["edge1", { os: "cisco-ios" }],
]);
const audited = new Map([
  ["core1", { name: "Core1", os: "cisco-ios" }],
  ["odd", { name: "odd", os: "unknown" }],
]);
const lookUp = deviceLookUp(inventory, () => audited);

function candidate(text: string, peer = "192.0.2.9"): Candidate {
  return { text, peer, transport: "udp", at: Date.parse("2026-11-24T02:20:00.000Z"), cut: false };
}

function reader() {
  return noticeReader({ catalog: () => catalog }, lookUp);
}

const typed = (device: string, command: string) =>
  `<189>12: ${device}: Nov 24 02:14:07.212: %PARSER-5-CFGLOG_LOGGEDCMD: User:jdoe  logged command:${command}`;

test("a device is known by its name, without its domain, or by its address; else by what it says", () => {
  assert.deepEqual(lookUp("core1.example.net", "192.0.2.9"), { device: "Core1", os: "cisco-ios" });
  assert.deepEqual(lookUp("EDGE1", "192.0.2.9"), { device: "EDGE1", os: "cisco-ios" });
  assert.deepEqual(lookUp(null, "10.9.9.9"), { device: "10.9.9.9", os: "cisco-nxos" });
  assert.deepEqual(lookUp("new.example.net", "192.0.2.9"), { device: "new.example.net", os: null });
  assert.deepEqual(lookUp(null, "192.0.2.9"), { device: "192.0.2.9", os: null });
  assert.deepEqual(lookUp("odd", "192.0.2.9"), { device: "odd", os: null });
});

test("the devices of audits are read again after a while, not for each message", () => {
  let reads = 0;
  let clock = 0;
  const store = {
    devices: () => {
      reads++;
      return [
        {
          name: "SW1",
          os: "cisco-ios",
          lastSeen: "",
          lastComplete: null,
          origin: null,
          complete: false,
          completeness: null,
        },
      ];
    },
  };
  const devices = auditedDevices(store, () => new Date(clock));
  assert.equal(devices().get("sw1")?.name, "SW1");
  devices();
  assert.equal(reads, 1);
  clock = 31_000;
  devices();
  assert.equal(reads, 2);
});

test("lines of a submode belong to the session that the same user opened before", () => {
  const { read, anchors } = reader();
  const lines = [
    "monitor session 9 type erspan-source",
    " source interface Te1/0/2 both",
    " destination",
    "  ip address 198.51.100.23",
  ];
  const search = anchorSearch(anchors);
  const observations = lines.flatMap((line) => {
    const bytes = Buffer.from(typed("core1", line));
    assert.ok(search(bytes, 0, bytes.length), line);
    return read(candidate(bytes.toString()));
  });
  const last = observations.at(-1)!;
  assert.equal(last.device, "Core1");
  assert.equal(last.actor, "jdoe");
  assert.equal(last.session?.name, "9");
  assert.equal(last.session?.destinations[0]?.address, "198.51.100.23");
});

test("two messages in one datagram are two messages", () => {
  const both = [
    typed("sw1", "monitor session 1 source vlan 10"),
    typed("sw2", "monitor session 2 source vlan 20"),
  ];
  const found = reader().read(candidate(both.join("\n")));
  assert.deepEqual(
    found.map(({ device, session }) => [device, session?.name]),
    [
      ["sw1", "1"],
      ["sw2", "2"],
    ],
  );
});

test("text that is no message makes no observation and no error", () => {
  const { read, rest } = reader();
  for (const text of [
    "",
    "\0\0",
    "<999>x",
    "<189>",
    "cmd=",
    "a".repeat(60_000),
    "%PARSER-5-CFGLOG_LOGGEDCMD",
    "\ud800",
  ])
    assert.deepEqual(read(candidate(text)), [], text.slice(0, 20));
  assert.deepEqual(rest(), []);
});
