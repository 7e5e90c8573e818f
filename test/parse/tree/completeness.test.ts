import assert from "node:assert/strict";
import { test } from "node:test";
import { flattened } from "./flattened.ts";

const body =
  "system {\n    host-name core1;\n}\nforwarding-options {\n    analyzer A { output { vlan v1; } }\n}\n";
const set =
  "set version 22.2R3\nset system host-name core1\nset forwarding-options analyzer A output vlan v1\n";

function completeness(text: string): string | true {
  const { complete, completeness: why } = flattened(text);
  return complete || why;
}

test("a whole brace configuration is known by its header or its version and by its braces", () => {
  assert.equal(completeness(`## Last commit: 2026-03-01 10:00:00 UTC by ops\n${body}`), true);
  assert.equal(completeness(`# RANCID-CONTENT-TYPE: juniper\n#\nversion 22.2R3;\n${body}`), true);
  assert.match(String(completeness(body)), /nobody may rely/);
  assert.match(String(completeness(`version 22.2R3;\n${body.slice(0, -2)}`)), /never closed/);
});

test("a whole configuration in set form is known by what only such a one holds", () => {
  assert.equal(completeness(set), true);
  assert.match(String(completeness("set interfaces ge-0/0/1 mtu 9192\n")), /nobody may rely/);
  assert.match(
    String(completeness('set system host-name core1\nset interfaces ge-0/0/1 description "cut he')),
    /never ends/,
  );
});

test("a part of a configuration is not whole, whatever it holds", () => {
  assert.match(
    String(completeness(`admin@core1> show configuration system | display set\n${set}`)),
    /shows a part/,
  );
  assert.match(String(completeness(`[edit forwarding-options]\nversion 22.2R3;\n${body}`)), /shows a part/);
  assert.equal(
    completeness(`admin@core1> show configuration | display set | no-more \n${set}\nadmin@core1> `),
    true,
  );
});

test("a text without configuration is not whole", () => {
  for (const text of ["", "\n\n", "Connection refused\n", "\u0000\u0001\u0002"])
    assert.match(String(completeness(text)), /no configuration/);
});

test("output in XML and JSON is refused with the command that prints a readable form", () => {
  for (const text of [
    `<rpc-reply xmlns:junos="http://xml.juniper.net/junos/22.2R3/junos">\n<configuration>\n<version>22.2R3</version>`,
    `admin@core1> show configuration | display xml \n<configuration>\n`,
    `{\n    "configuration" : {\n        "@" : {`,
    `{"configuration":{"version":"22.2R3"}}`,
  ]) {
    const { complete, completeness: why, lines } = flattened(text);
    assert.equal(complete, false);
    assert.match(why, /(XML|JSON) output, which is not read: .*`show configuration \| display set`/);
    assert.deepEqual(lines, []);
  }
});

test("the host name may come from a group, and an active one comes first", () => {
  assert.equal(flattened(body).hostname, "core1");
  assert.equal(
    flattened("set groups re0 system host-name core1-re0\nset apply-groups re0\n").hostname,
    "core1-re0",
  );
  assert.equal(flattened('set system host-name "core 1"\n').hostname, "core 1");
  assert.equal(flattened(set.replace("set system host-name core1\n", "")).hostname, null);
});

test("a set line that is cut in its middle makes the text incomplete; a prompt behind the last one does not", () => {
  const text = "set version 20.4R3\nset system host-name ex1\nset interfaces ge-0/0/0 unit 0";
  assert.match(String(completeness(text)), /the last line is cut/);
  assert.equal(completeness(`${text}\n`), true);
  assert.equal(completeness(`${text}\n\nops@ex1> `), true);
});
