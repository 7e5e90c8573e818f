import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readAudit, statementOf } from "../../../src/parse/syslog/audit.ts";

const verbs = new Map(["set", "delete", "deactivate", "activate"].map((verb) => [verb, verb]));
verbs.set("replace", "set").set("rollback", "change");

const statement = (text: string) => {
  const audit = readAudit(text);
  return audit && statementOf(audit, verbs);
};

test("both wordings of a changed value give the statement that it stands for", () => {
  const path = "[forwarding-options analyzer TAP output interface]";
  const whole = "set forwarding-options analyzer TAP output interface ge-0/0/1.0";
  for (const tail of [
    '<unconfigured> -> "ge-0/0/1.0"',
    'unconfigured -- "ge-0/0/1.0"',
    '"ge-0/0/2.0 -> "ge-0/0/1.0"',
    '"ge-0/0/2.0 -- "ge-0/0/1.0"',
    '"ge-0/0/2.0 -- ge-0/0/1.0"',
    "unconfigured -- ge-0/0/1.0",
    '"ge-0/0/1.0"',
  ])
    assert.equal(statement(`User 'eve' set: ${path} ${tail}`), whole, tail);
});

test("a path without a value is a whole statement, and a deletion has only its opening quote", () => {
  assert.equal(
    statement("User 'eve' set: [forwarding-options analyzer TAP input ingress interface ge-0/0/1.0]"),
    "set forwarding-options analyzer TAP input ingress interface ge-0/0/1.0",
  );
  assert.equal(statement("User 'eve' delete: [interfaces xe-0/0/2:2] "), "delete interfaces xe-0/0/2:2");
  assert.equal(
    statement("User 'eve' delete: [groups G interfaces ge-3/1/6] \"disable"),
    "delete groups G interfaces ge-3/1/6 disable",
  );
  assert.equal(
    statement("User 'eve' delete: [system host-name] \"mx1 -- unconfigured"),
    "delete system host-name",
  );
  assert.equal(
    statement("User 'eve' deactivate: [forwarding-options analyzer TAP] "),
    "deactivate forwarding-options analyzer TAP",
  );
});

test("values with blanks are quoted, keys with brackets end no path, a loaded file is no part of it", () => {
  assert.equal(
    statement('User \'eve\' set: [system login message] "old text -- "new text"'),
    'set system login message "new text"',
  );
  assert.equal(
    statement("User 'eve' set: [system login message] \"a -- b of c\""),
    'set system login message "a -- b of c"',
  );
  assert.equal(
    statement("User 'eve' set: [firewall filter \"a]b\" term t then port-mirror]"),
    'set firewall filter "a]b" term t then port-mirror',
  );
  assert.equal(
    statement(
      "User 'eve' replace: [edit-config config /tmp/x.xml system host-name] <unconfigured> -> \"r1\"",
    ),
    "set system host-name r1",
  );
});

test("what stands for no statement gives none", () => {
  assert.equal(statement("User 'eve' rollback: 3"), null);
  assert.equal(statement("user 'eve' set path unknown"), null);
  assert.equal(readAudit("no audit at all"), null);
});

test("whatever the old value was, the new one is read back", () => {
  const word = fc
    .stringMatching(/^[a-z0-9./:-]{1,12}$/)
    .filter((text) => !text.includes("--") && !text.includes("->"));
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 6 }),
      word,
      word,
      fc.constantFrom("->", "--"),
      (path, before, after, sign) => {
        const text = `User 'eve' set: [${path.join(" ")}] "${before} ${sign} "${after}"`;
        assert.equal(statement(text), `set ${path.join(" ")} ${after}`);
      },
    ),
  );
});
