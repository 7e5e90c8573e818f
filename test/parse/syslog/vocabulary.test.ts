import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Fault } from "../../../src/model/fault.ts";
import { packageFolder } from "../../../src/parse/catalog.ts";
import { beginsWith, compileCommand, wordsOf } from "../../../src/parse/syslog/command.ts";
import { syslogManners } from "../../../src/parse/syslog/manners.ts";
import { compileTemplate, matchesGlob } from "../../../src/parse/syslog/template.ts";
import { anchorsOf, loadVocabulary } from "../../../src/parse/syslog/vocabulary.ts";
import { temporaryFolder } from "../../support/temporary.ts";

test("a template keeps its fields, and takes literals where they first occur", () => {
  const template = compileTemplate("User '{user}' executed the '{command}' command.");
  assert.deepEqual(
    { ...template.match("User 'x' executed the 'a ' executed the 'b' command.") },
    { user: "x", command: "a ' executed the 'b" },
  );
  assert.equal(template.match("User 'x' executed the 'a' command. And more"), null);
  const spaced = compileTemplate("User:{user} logged command:{command}");
  assert.deepEqual(
    { ...spaced.match("user:CORP\\eve   logged  command:end ") },
    { user: "CORP\\eve", command: "end" },
  );
  assert.deepEqual({ ...spaced.match("User:  logged command:end") }, { command: "end" });
});

test("a blank in a template stands between words, and one-word fields hold one word", () => {
  const template = compileTemplate("by {user} on {line} ({from})");
  assert.deepEqual(
    { ...template.match("by bonny on vty0 (10.1.1.1)") },
    { user: "bonny", line: "vty0", from: "10.1.1.1" },
  );
  assert.equal(template.match("by eve on vty0 (10.1.1.1) (switch-2)"), null);
  assert.equal(template.match("Configured by eve on vty0 (10.1.1.1)"), null);
});

test("the outcome is what stands last", () => {
  const template = compileTemplate("{}:{user}:{command} ({outcome})");
  assert.equal(template.match("update:eve:description a (b) (FAILURE)")?.outcome, "FAILURE");
});

test("a star in a tag is any text", () => {
  for (const tag of ["%SYS-5-CONFIG_I", "%SYS-SW1-5-CONFIG_I"])
    assert.ok(matchesGlob("%SYS-*-CONFIG_I", tag));
  for (const tag of ["%SYS-CONFIG_I", "%SYS-5-CONFIG_IX", "x%SYS-5-CONFIG_I"])
    assert.ok(!matchesGlob("%SYS-*-CONFIG_I", tag));
  assert.ok(matchesGlob("a*b*c", "a1b2c") && !matchesGlob("a*b*c", "acb"));
});

test("command patterns know abbreviations, any word and addresses", () => {
  const begins = (pattern: string, command: string) => beginsWith(wordsOf(command), compileCommand(pattern));
  assert.ok(begins("no logg*ing ho*st", "NO logg host 192.0.2.1"));
  assert.ok(!begins("no logg*ing ho*st", "no log host 192.0.2.1"));
  assert.ok(
    begins("no logg*ing @", "no logging 2001:db8::1") && begins("no logg*ing @", "no logging 192.0.2.1"),
  );
  assert.ok(!begins("no logg*ing @", "no logging event"));
  assert.ok(begins("a _ c", "a b c") && !begins("a _ c", "a"));
});

test("a misspelt field or a tag without a fixed part is refused with its place", () => {
  const faults = (message: object) =>
    syslogManners.safeParse({ messages: [{ kind: "command", tag: "ABCD", ...message }] }).error?.issues ?? [];
  assert.match(faults({ text: "User:{usr}" })[0]?.path.join(".") ?? "", /messages\.0\.text/);
  assert.match(faults({ tag: "%*-*-A" })[0]?.path.join(".") ?? "", /messages\.0\.tag/);
  assert.deepEqual(faults({ text: "User:{user} {}" }), []);
});

test("a system that only logs is described by one file, and a wrong one is named", (context) => {
  const folder = temporaryFolder(context);
  mkdirSync(join(folder, "data", "messages"), { recursive: true });
  cpSync(join(packageFolder, "grammars"), join(folder, "grammars"), { recursive: true });
  const file = join(folder, "data", "messages", "acme.yaml");
  writeFileSync(
    file,
    "os: acme\ntitle: Acme\nsyslog:\n  messages:\n    - { tag: ACME_CMD, kind: command, text: '{user}: {command}' }\n",
  );
  assert.ok(anchorsOf(loadVocabulary([], folder)).includes("ACME_CMD"));
  writeFileSync(file, "os: acme\ntitle: Acme\nsyslog:\n  messages:\n    - { tag: ACME_CMD, kind: commnd }\n");
  assert.throws(
    () => loadVocabulary([], folder),
    (error) => error instanceof Fault && error.where === file && /kind/.test(error.what),
  );
});
