import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { readNotices } from "../../src/normalise/notice.ts";
import { loadProfiles } from "../../src/parse/profile.ts";
import { anchorsOf, loadVocabulary } from "../../src/parse/syslog/vocabulary.ts";

const root = join(import.meta.dirname, "..", "..");
const vocabulary = loadVocabulary(loadProfiles(join(root, "devices")).values(), root);
const options = { now: new Date("2026-11-24T04:00:00Z"), vocabulary };
const fixtures = join(root, "test", "fixtures", "syslog");

for (const name of readdirSync(fixtures).sort())
  test(`the notices of ${name} are the expected ones`, () => {
    const expected = join(fixtures, name, "expected.json");
    const notices = readNotices(readFileSync(join(fixtures, name, "messages.log")), options);
    const lines = notices.map((notice) => JSON.stringify(notice)).join(",\n");
    if (process.env.UPDATE_GOLDEN) writeFileSync(expected, `[\n${lines}\n]\n`);
    assert.deepEqual(notices, JSON.parse(readFileSync(expected, "utf8")));
  });

const logs = readdirSync(fixtures).map((name) => readFileSync(join(fixtures, name, "messages.log"), "utf8"));

test("every message that is more than `other` holds an anchor, and so does each segment of a record", () => {
  const anchors = anchorsOf(vocabulary);
  let relevant = 0;
  for (const log of logs)
    for (const line of log.split("\n")) {
      if (!readNotices(line, options).some(({ kind }) => kind !== "other")) continue;
      relevant++;
      assert.ok(
        anchors.some((anchor) => line.includes(anchor)),
        line,
      );
    }
  assert.ok(relevant > 30);
});

test("a damaged message never throws, and a kind other than `other` still needs an anchor", () => {
  const anchors = anchorsOf(vocabulary);
  const lines = logs.flatMap((log) => log.split("\n")).filter((line) => line !== "");
  const damaged = fc
    .tuple(
      fc.constantFrom(...lines),
      fc.constantFrom(...lines),
      fc.nat(200),
      fc.nat(200),
      fc.string({ maxLength: 5 }),
    )
    .map(([one, other, from, to, text]) => one.slice(0, from) + text + other.slice(to));
  fc.assert(
    fc.property(damaged, (line) => {
      for (const notice of readNotices(line, options))
        if (notice.kind !== "other")
          assert.ok(
            anchors.some((anchor) => line.includes(anchor)),
            line,
          );
    }),
    { numRuns: 400 },
  );
});

test("no secret of a command is shown", () => {
  const typed = [
    "username bob privilege 15 password 7 0822HIDDEN",
    "enable secret level 15 9 $9$HIDDEN",
    "tacacs-server host 192.0.2.1 key HIDDEN",
    "snmp-server community HIDDEN RO 10",
    "snmp-server user u g v3 auth sha HIDDEN priv aes 128 HIDDEN",
    "snmp-server host 192.0.2.1 version 2c HIDDEN",
    "ip ospf message-digest-key 1 md5 7 HIDDEN",
    "ntp authentication-key 1 md5 HIDDEN 7",
    "copy ftp://u:HIDDEN@192.0.2.1/x flash:",
    "crypto isakmp key HIDDEN address 192.0.2.1",
    "neighbor 192.0.2.1 password HIDDEN",
    'set system root-authentication encrypted-password "HIDDEN two"',
    'set security ike policy p pre-shared-key ascii-text "HIDDEN"',
    "set snmp community HIDDEN authorization read-only",
  ];
  for (const command of typed) {
    const text = `<189>1: core1: %PARSER-5-CFGLOG_LOGGEDCMD: User:x  logged command:${command}`;
    const [notice] = readNotices(text, options);
    assert.equal(notice?.commands.length, 1);
    assert.ok(!JSON.stringify(notice).includes("HIDDEN"), JSON.stringify(notice));
  }
});

test("commands without a secret are shown as typed", () => {
  for (const command of [
    "key chain BACKUP",
    "crypto key generate rsa",
    "service password-encryption",
    "monitor session 1 source interface Gi1/0/1 - 4 rx",
    "exec-timeout 0",
  ]) {
    const [notice] = readNotices(`%PARSER-5-CFGLOG_LOGGEDCMD: User:x  logged command:${command}`, options);
    assert.deepEqual(notice?.commands, [command]);
  }
});

test("a long line of whatever ends or begins something is read to its end", () => {
  const pieces = [
    " ",
    "\r",
    "#000",
    "CmdAV=",
    ' -- "',
    "(message repeated 1 times)",
    "<189>1: ",
    "\t",
    "CISE_A 0000000001 9 1 ",
    "|",
    "CmdSet=[",
    ", User=",
    " by ",
    "#011",
    "'",
    " (x) ",
    "<189>Mar  1 10:00:00 h ",
  ];
  for (const piece of pieces) {
    const notices = readNotices(
      `<189>1: h: %SYS-5-CONFIG_I: ${piece.repeat(20_000 / piece.length)}`,
      options,
    );
    assert.ok(notices.length > 0);
  }
});
