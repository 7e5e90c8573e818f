import assert from "node:assert/strict";
import { test } from "node:test";
import { flattened, linesOf, textsOf } from "./flattened.ts";

const analyzer = (name: string): string =>
  `analyzer ${name} {\n        output {\n            vlan v1;\n        }\n    }\n`;
const flat = (name: string): string => `forwarding-options analyzer ${name} output vlan v1`;

function troubles(text: string): string[] {
  return flattened(text).unread.map(({ line, expected }) => `${line} ${expected}`);
}

test("a missing semicolon ends the statement all the same, and is told", () => {
  const text =
    "forwarding-options {\n    inactive: traceoptions\n    inactive: port-mirroring {\n        input {\n            rate 1\n            run-length 2;\n        }\n    }\n}\n";
  assert.deepEqual(linesOf(text), [
    "5 forwarding-options port-mirroring input rate 1 inactive",
    "6 forwarding-options port-mirroring input run-length 2 inactive",
  ]);
  assert.deepEqual(troubles(text), [
    "2 a semicolon at the end of the statement",
    "5 a semicolon at the end of the statement",
  ]);
});

test("a statement may go on over lines where no other could begin", () => {
  const text =
    "forwarding-options\n{\n    analyzer\n        A\n    {\n        output { vlan v1; }\n    }\n}\n";
  assert.deepEqual(textsOf(text), [flat("A")]);
});

test("a comment that never ends hides no statement behind it", () => {
  const text = `forwarding-options {\n    /* the old tap\n    of room 12\n    ${analyzer("A")}}\nfirewall {\n    /* a whole one */\n    filter F { term T { then port-mirror; } }\n}\n`;
  assert.deepEqual(textsOf(text), ["firewall filter F term T then port-mirror", flat("A")]);
  assert.deepEqual(troubles(text), ["2 the end of the comment"]);
  assert.equal(flattened(text).complete, false);
});

test("a comment over many lines hides what it holds", () => {
  const text = `/* before\n   forwarding-options {\n   ${analyzer("A")} }\n*/\nforwarding-options {\n    ${analyzer("B")}}\n`;
  assert.deepEqual(textsOf(text), [flat("B")]);
  assert.deepEqual(troubles(text), []);
});

test("a string that never ends hides no statement behind it", () => {
  const text = `interfaces {\n    ge-0/0/1 {\n        description "to the old tap;\n        unit 0 { family inet { filter { input F; } } }\n        description "another";\n    }\n}\nforwarding-options {\n    ${analyzer("A")}}\n`;
  assert.deepEqual(textsOf(text), [flat("A"), "interfaces ge-0/0/1 unit 0 family inet filter input F"]);
  assert.deepEqual(troubles(text), ["3 a closing quote on this line"]);
});

test("a string over lines hides what it holds", () => {
  const text = `system {\n    login {\n        message "first\nforwarding-options {\n    analyzer X { output { vlan v1; } }\n}\nlast";\n    }\n}\nforwarding-options {\n    ${analyzer("A")}}\n`;
  assert.deepEqual(textsOf(text), [flat("A")]);
  assert.deepEqual(troubles(text), []);
});

test("a brace that is never closed is told with the line that opens it, and the rest is read by indentation", () => {
  const text = `system {\n    services {\n        ssh;\n    login {\n        user x;\n    }\n}\nforwarding-options {\n    ${analyzer("A")}}\nfirewall {\n    family inet {\n        filter F {\n            term T {\n                then port-mirror;\n        }\n        filter G {\n            term T {\n                then port-mirror;\n            }\n        }\n    }\n}\n`;
  assert.deepEqual(textsOf(text), [
    "firewall family inet filter F term T then port-mirror",
    "firewall family inet filter G term T then port-mirror",
    flat("A"),
  ]);
  assert.deepEqual(troubles(text), ["2 a closing brace for this block", "18 a closing brace for this block"]);
  assert.match(flattened(text).completeness, /never closed/);
});

test("a brace too many is told, and what follows stays where it belongs", () => {
  const text = `firewall {\n    family inet {\n        filter F {\n            term T {\n                then port-mirror;\n            }\n            }\n        }\n        filter G {\n            term T {\n                then port-mirror;\n            }\n        }\n    }\n}\n`;
  assert.deepEqual(textsOf(text), [
    "firewall family inet filter F term T then port-mirror",
    "firewall family inet filter G term T then port-mirror",
  ]);
  assert.deepEqual(troubles(text), ["7 no closing brace here"]);
});

test("without indentation a hierarchy ends the blocks that it could not stand in", () => {
  const text = `system {\nservices {\nssh;\n}\nforwarding-options {\nanalyzer A {\noutput {\nvlan v1;\n}\n}\n}\n`;
  assert.deepEqual(textsOf(text), [flat("A")]);
  assert.equal(flattened(text).complete, false);
});

test("a text that is cut is read as far as it goes", () => {
  const text = `version 22.2R3;\nforwarding-options {\n    ${analyzer("A")}    analyzer B {\n        output {\n            vlan v1;\n`;
  assert.deepEqual(textsOf(text), [flat("A"), flat("B")]);
  assert.deepEqual(troubles(text), ["9 a closing brace for this block"]);
});

test("trouble shows no string, which may be a secret", () => {
  const text =
    'system {\n    root-authentication {\n        encrypted-password "$6$abc;\n    }\n}\nforwarding-options {\n    analyzer A "x;\n}\n';
  assert.ok(flattened(text).unread.length > 0);
  for (const { text: shown } of flattened(text).unread) assert.doesNotMatch(shown, /\$6|x;/);
});
