import assert from "node:assert/strict";
import { test } from "node:test";
import { messageTime, parseMessage } from "../../../src/syslogparser.ts";

const now = new Date("2026-11-24T04:00:00Z");

/** What stands in front of `%SYS-5-CONFIG_I: text` -> host, time, clock, counter, sequence, node. */
type Row = readonly [
  head: string,
  host: string | null,
  time: string | null,
  clock: string,
  numbers?: string | undefined,
  node?: string,
];

const cisco: readonly Row[] = [
  ["Apr 27 04:18:49 fw01: ", "fw01", "2026-04-27T04:18:49.000Z", "ok"],
  ["Apr 27 2019 04:18:49 fwcore: ", "fwcore", "2019-04-27T04:18:49.000Z", "ok"],
  ["Mar  1 10:00:00 Mar  1 10:00:00: ", null, "2026-03-01T10:00:00.000Z", "ok"],
  ["Mar  1 10:00:00 00:20:10: ", null, "2026-03-01T10:00:00.000Z", "none"],
  ["<189>29: *Mar  1 18:48:50.483 UTC: ", null, null, "unset", "29"],
  ["<189>29: *Mar  1 2026 18:48:50.483 UTC: ", null, "2026-03-01T18:48:50.483Z", "unset", "29"],
  ["<189>29: .Mar  1 18:48:50.483: ", null, "2026-03-01T18:48:50.483Z", "unsynced", "29"],
  ["<190>421370: 421366: Nov 23 08:00:00.001: ", null, "2026-11-23T08:00:00.001Z", "ok", "421370 421366"],
  [
    "<166>22191: core1: 022546: Oct 21 10:11:12.345 CDT: ",
    "core1",
    "2026-10-21T15:11:12.345Z",
    "ok",
    "22191 22546",
  ],
  ["<190>: sw01: Jul 14 08:23:43: ", "sw01", "2026-07-14T08:23:43.000Z", "ok"],
  ["<190>: Jul 14 2023 08:23:43 UTC: ", null, "2023-07-14T08:23:43.000Z", "ok"],
  [
    "<190>31: 2001:db8::: 3132779: Jul 14 2023 08:23:43 UTC: ",
    "2001:db8::",
    "2023-07-14T08:23:43.000Z",
    "ok",
    "31 3132779",
  ],
  ["<190>31: fe80::1: Jul 14 2023 08:23:43 UTC+1: ", "fe80::1", "2023-07-14T07:23:43.000Z", "ok", "31"],
  ["<190>31: r1: Jul 14 2023 08:23:43 UTC+07:30: ", "r1", "2023-07-14T00:53:43.000Z", "ok", "31"],
  ["<190>31: Jul 14 2023 08:23:43 VIENNA: ", null, null, "ok", "31"],
  ["<190>31: Jul 14 2023 08:23:43 CMT+2: ", null, null, "ok", "31"],
  ["<190>31: Jan  6 2022 20:52:12.861 mdt: ", null, "2022-01-07T02:52:12.861Z", "ok", "31"],
  [
    "Jul 13 08:23:43 192.0.2.2 585917: Jul 14 2023 08:23:43 UTC: ",
    "192.0.2.2",
    "2023-07-14T08:23:43.000Z",
    "ok",
    "585917",
  ],
  ["82: 00:20:10: ", null, null, "none", "82"],
  ["83: sw9: 1w2d: ", "sw9", null, "none", "83"],
  ["2y10w: ", null, null, "none"],
  ["<190>123030: edge-7: ", "edge-7", null, "none", "123030"],
  ["000019: ", null, null, "none", "19"],
  ["", null, null, "none"],
  ["<189>CLC 6/0: Mar  1 10:00:00: ", null, "2026-03-01T10:00:00.000Z", "ok", undefined, "CLC 6/0"],
  ["<166>Oct 10 2018 12:34:56 fw1 : ", "fw1", "2018-10-10T12:34:56.000Z", "ok"],
  ["<166>Oct 10 2018 12:34:56: ", null, "2018-10-10T12:34:56.000Z", "ok"],
  ["<166>:Oct 10 2018 12:34:56 UTC: ", null, "2018-10-10T12:34:56.000Z", "ok"],
  ["<166>2018-06-27T12:17:46Z fw1 : ", "fw1", "2018-06-27T12:17:46.000Z", "ok"],
  ["<166>2018-06-27T12:17:46+02:00: ", null, "2018-06-27T10:17:46.000Z", "ok"],
  ["<166>fw1 : ", "fw1", null, "none"],
  ["<189>: 2023 May  2 12:57:15 UTC: ", null, "2023-05-02T12:57:15.000Z", "ok"],
  ["<189>n9k: 2023 May  2 12:57:15 UTC: ", "n9k", "2023-05-02T12:57:15.000Z", "ok"],
  ["<189>10.0.0.32: 2023 May  2 12:57:15.123 UTC : ", "10.0.0.32", "2023-05-02T12:57:15.123Z", "ok"],
  [
    "<189>May  2 15:21:27 10.0.0.33 : 2023 May  2 15:21:27.206 UTC: ",
    "10.0.0.33",
    "2023-05-02T15:21:27.206Z",
    "ok",
  ],
  ["<187>May  3 13:55:35 n7k 2023 May  3 13:55:35 ", "n7k", "2023-05-03T13:55:35.000Z", "ok"],
  ["<187>Jun 14 11:34:35 n7k AEST: ", "n7k", "2026-06-14T01:34:35.000Z", "ok"],
  ["2019 May 22 16:20:45.123 n9k %$ VDC-2 %$ ", "n9k", "2019-05-22T16:20:45.123Z", "ok", undefined, "VDC-2"],
  ["2000 Sep 05 07:04:14 ", null, "2000-09-05T07:04:14.000Z", "ok"],
  [
    "RP/0/RP0/CPU0:2024 Jun 27 23:14:49.708 JST: config[66279]: ",
    null,
    "2024-06-27T14:14:49.708Z",
    "ok",
    undefined,
    "RP/0/RP0/CPU0",
  ],
  [
    "<190>40: xr1 RP/0/RP0/CPU0:Oct  4 22:52:47.441 : config[6]: ",
    "xr1",
    "2026-10-04T22:52:47.441Z",
    "ok",
    "40",
    "RP/0/RP0/CPU0",
  ],
  [
    "<190>Oct 7 07:19:44 xr1 RP/0/RP0/CPU0:Oct 7 07:19:43.630 UTC: config[1]: ",
    "xr1",
    "2026-10-07T07:19:43.630Z",
    "ok",
    undefined,
    "RP/0/RP0/CPU0",
  ],
  [
    "0/RP0/ADMIN0:Oct  4 22:52:47.441 UTC: vm[1]: ",
    null,
    "2026-10-04T22:52:47.441Z",
    "ok",
    undefined,
    "0/RP0/ADMIN0",
  ],
  ["<189>2024-10-11T10:15:31.208321-05:00 TestDevice ", "TestDevice", "2024-10-11T15:15:31.208Z", "ok"],
  [
    "2024-10-11T10:15:31.2-05:00 sw7 585917: Oct 11 10:15:31: ",
    "sw7",
    "2024-10-11T15:15:31.200Z",
    "ok",
    "585917",
  ],
  ["<189>32: 0.0.0.0: *Apr 29 13:58:46.411: ", null, null, "unset", "32"],
  ["<189>Apr 29 13:59:00 r1 32: *Mar  1 00:58:46.411: ", "r1", "2026-04-29T13:59:00.000Z", "unset", "32"],
  ["Jul 14 08:23:43 PM UTC: ", null, "2026-07-14T20:23:43.000Z", "ok"],
  ["7: Jul 14 2023 12:23:43.5 AM: ", null, "2023-07-14T00:23:43.500Z", "ok", "7"],
  [
    "<189>123: 1sw_a-b.c: 000124: Jul  3 10:20:30: ",
    "1sw_a-b.c",
    "2026-07-03T10:20:30.000Z",
    "ok",
    "123 124",
  ],
  [
    "<189>Oct 10 12:00:00 2001:db8::1 123: Oct 10 12:00:00: ",
    "2001:db8::1",
    "2026-10-10T12:00:00.000Z",
    "ok",
    "123",
  ],
  [
    "<13>Oct 10 12:00:00 relay1 <189>123: core1: Oct 10 11:59:59 UTC: ",
    "core1",
    "2026-10-10T11:59:59.000Z",
    "ok",
    "123",
  ],
];

for (const [head, host, time, clock, numbers = "", node = null] of cisco)
  test(`a Cisco header is taken apart: ${JSON.stringify(head)}`, () => {
    const header = parseMessage(`${head}%SYS-5-CONFIG_I: Configured from console by console`);
    assert.equal(header.format, "cisco");
    assert.equal(header.host, host);
    assert.equal(messageTime(header, now), time);
    assert.equal(header.stamp?.time == null ? "none" : header.stamp.clock, clock);
    assert.equal([header.counter, header.sequence].filter((one) => one !== null).join(" "), numbers);
    assert.equal(header.node, node);
    assert.equal(header.tag, "%SYS-5-CONFIG_I");
    assert.equal(header.text, "Configured from console by console");
  });

test("blanks in an origin-id, and an agent's sequence number, are told apart", () => {
  const spaced = parseMessage("<189>12: Building 7 core: Mar  1 10:00:04: %SYS-5-CONFIG_I: x");
  assert.deepEqual([spaced.host, spaced.counter], ["Building 7 core", 12]);
  const agent = parseMessage("Apr 11 01:00:00 leaf1 Bgp: 123: %BGP-5-ADJCHANGE: x");
  assert.deepEqual(
    [agent.host, agent.app, agent.counter, agent.tag],
    ["leaf1", "Bgp", 123, "%BGP-5-ADJCHANGE"],
  );
});

test("what Kiwi writes into a file is read", () => {
  const header = parseMessage(
    "2026-03-01 10:00:05\tLocal7.Notice\t192.0.2.1\t123: *Mar  1 10:00:04: %SYS-5-CONFIG_I: x",
  );
  assert.deepEqual([header.host, header.counter, header.stamp?.clock], ["192.0.2.1", 123, "unset"]);
});

const bsd: readonly (readonly [
  head: string,
  host: string | null,
  time: string,
  app: string | null,
  process: string | null,
])[] = [
  ["Apr 29 16:17:50 MX-BP-02-06 mgd[67468]: ", "MX-BP-02-06", "2026-04-29T16:17:50.000Z", "mgd", "67468"],
  ["Jan 11 20:59:31  vmx3 mgd[56789]: ", "vmx3", "2026-01-11T20:59:31.000Z", "mgd", "56789"],
  ["Dec 12 19:28:21.645  cfr2.wdc2 mgd[88311]: ", "cfr2.wdc2", "2025-12-12T19:28:21.645Z", "mgd", "88311"],
  ["Nov 10 12:21:25.510 2020  BRMJ00 mgd[53913]: ", "BRMJ00", "2020-11-10T12:21:25.510Z", "mgd", "53913"],
  ["<189>Jul 20 21:44:00 vmx01 re0 mgd[7729]: ", "vmx01", "2026-07-20T21:44:00.000Z", "mgd", "7729"],
  [
    "<190>Jul  1 07:00:30 NTN-MP01-2 file[52402]: ",
    "NTN-MP01-2",
    "2026-07-01T07:00:30.000Z",
    "file",
    "52402",
  ],
  ["Jul 21 01:00:22 ex1 core-site: mgd[1594]: ", "ex1", "2026-07-21T01:00:22.000Z", "mgd", "1594"],
  [
    "Jul 20 21:44:01 10.0.0.9 Jul 20 21:44:00 vmx01 mgd[7729]: ",
    "vmx01",
    "2026-07-20T21:44:00.000Z",
    "mgd",
    "7729",
  ],
  ["Jul 21 01:00:22 mgd[1594]: ", null, "2026-07-21T01:00:22.000Z", "mgd", "1594"],
  ["Jul 21 01:00:22 - mgd[1594]: ", null, "2026-07-21T01:00:22.000Z", "mgd", "1594"],
  ["<189>2026-07-06T03:52:49+08:00 ex1 mgd[12]: ", "ex1", "2026-07-05T19:52:49.000Z", "mgd", "12"],
  [
    "<165>Oct 23 12:23:41 GeorgeSwitch ConfigAgent: ",
    "GeorgeSwitch",
    "2026-10-23T12:23:41.000Z",
    "ConfigAgent",
    null,
  ],
];

for (const [head, host, time, app, process] of bsd)
  test(`an RFC 3164 header is taken apart: ${JSON.stringify(head)}`, () => {
    const header = parseMessage(`${head}UI_COMMIT: User 'x' requested 'commit' operation`);
    const { format, tag, text } = header;
    assert.deepEqual(
      { format, host: header.host, app: header.app, process: header.process, tag, text },
      {
        format: "rfc3164",
        host,
        app,
        process,
        tag: "UI_COMMIT",
        text: "User 'x' requested 'commit' operation",
      },
    );
    assert.equal(messageTime(header, now), time);
  });

test("facility and severity come from the PRI, which may be missing or impossible", () => {
  const of = (text: string) => [parseMessage(text).facility, parseMessage(text).severity];
  assert.deepEqual(of("<189>1: %SYS-5-CONFIG_I: x"), [23, 5]);
  assert.deepEqual(of("%SYS-5-CONFIG_I: x"), [null, null]);
  assert.deepEqual(of("<999>%SYS-5-CONFIG_I: x"), [null, null]);
});

test("what a relay rewrapped keeps the device's own name, and the relay stays a field of its own", () => {
  const header = parseMessage(
    "<189>1 2026-03-03T16:09:56.185Z relay7 - - - - 123: core1: *Mar  3 16:09:55: %SYS-5-CONFIG_I: x",
  );
  assert.deepEqual(
    [header.format, header.host, header.relay, header.counter],
    ["rfc5424", "core1", "relay7", 123],
  );
  assert.equal(messageTime(header, now), "2026-03-03T16:09:56.185Z");
  const kiwi = parseMessage(
    "<190>Original Address=192.0.2.1 1 2025-06-23T16:13:32.168Z h Kiwi_Syslog 3356 MSGOUT SW-1: *Jun 23 16:13:30: %SYS-5-CONFIG_I: x",
  );
  assert.deepEqual(
    [kiwi.format, kiwi.host, kiwi.relay, kiwi.tag],
    ["rfc5424", "SW-1", "h", "%SYS-5-CONFIG_I"],
  );
});

test("a relay that makes the device's tag its APP-NAME hides nothing", () => {
  const header = parseMessage(
    "<190>1 2026-03-03T16:09:56Z sw1 %PARSER-5-CFGLOG_LOGGEDCMD - - - User:ana  logged command:no monitor session 1",
  );
  assert.deepEqual(
    [header.format, header.host, header.tag, header.app, header.text],
    ["rfc5424", "sw1", "%PARSER-5-CFGLOG_LOGGEDCMD", null, "User:ana  logged command:no monitor session 1"],
  );
  assert.equal(parseMessage("<190>1 2026-03-03T16:09:56Z sw1 %odd - - - hello").app, "%odd");
});

test("RFC 5424 without its version, or with its bracket lost, is still RFC 5424", () => {
  for (const head of [
    "<166> 2023-05-08T10:00:00Z",
    "28>1 2023-05-08T10:00:00Z",
    "<28>1 2023-05-08T10:00:00Z",
  ]) {
    const header = parseMessage(`${head} ex1 mgd 974 UI_COMMIT [junos@2636.1.1.1.2.129 username="root"]`);
    assert.deepEqual(
      [header.format, header.host, header.tag, header.process],
      ["rfc5424", "ex1", "UI_COMMIT", "974"],
    );
    assert.deepEqual(header.structured[0]?.params, [["username", "root"]]);
  }
});

test("a year that is left out is the newest that is not in the future", () => {
  const at = (stamp: string, when: string) =>
    messageTime(parseMessage(`${stamp}: %A-5-B: x`), new Date(when));
  assert.equal(at("Dec 31 23:59:59", "2026-01-01T00:00:05Z"), "2025-12-31T23:59:59.000Z");
  assert.equal(at("Jan  1 00:00:01", "2025-12-31T23:59:59Z"), "2026-01-01T00:00:01.000Z");
  assert.equal(at("Jan  3 00:00:01", "2025-12-31T23:59:59Z"), "2025-01-03T00:00:01.000Z");
  assert.equal(at("Feb 29 10:00:00", "2026-03-01T00:00:00Z"), "2024-02-29T10:00:00.000Z");
  assert.equal(at("Feb 30 10:00:00", "2026-03-01T00:00:00Z"), null);
});

test("a counter, a date or an uptime is never the host", () => {
  for (const text of [
    "123: %A-5-B: x",
    "Mar  1 10:00:00: %A-5-B: x",
    "1d02h: %A-5-B: x",
    "00:00:09: %A-5-B: x",
    "Mar 1 10:00:00 123: %A-5-B: x",
  ])
    assert.equal(parseMessage(text).host, null, text);
});

test("a tag is found behind a beginning that nobody can read", () => {
  const header = parseMessage("some prefix of a collector | %SYS-5-CONFIG_I: Configured");
  assert.deepEqual([header.tag, header.text, header.host], ["%SYS-5-CONFIG_I", "Configured", null]);
});

test("tags have subfacilities, letters for severities, and blanks before the colon", () => {
  const tags = [
    "%SYS-SW1-5-CONFIG_I",
    "%SYSMGR-STANDBY-3-X",
    "%ACL-IPV4_ACL-6-IPACL",
    "%IPADTBL-N-IPDUPLICATE",
    "%ASA-session-6-302015",
    "%EARL-SW2_DFC1-1-EXC",
  ];
  for (const tag of tags) {
    assert.equal(parseMessage(`${tag}: x`).tag, tag);
    assert.equal(parseMessage(`RP/0/RP0/CPU0:Oct  4 22:52:47.441 : a[1]: ${tag} : x`).tag, tag);
  }
});
