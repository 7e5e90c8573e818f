import assert from "node:assert/strict";
import { test } from "node:test";
import { flattened, linesOf, textsOf } from "./flattened.ts";

const output = "forwarding-options analyzer A output interface ge-0/0/9.0";

test("deactivate counts before and after the lines that it concerns, and activate takes it back", () => {
  const set = `set ${output}\n`;
  const off = "deactivate forwarding-options analyzer A\n";
  assert.deepEqual(textsOf(off + set), [`${output} inactive`]);
  assert.deepEqual(textsOf(set + off), [`${output} inactive`]);
  assert.deepEqual(textsOf(set + off + off.replace("deactivate", "activate")), [output]);
});

test("a later delete removes what stands below its path, and a later set brings it back", () => {
  const set = `set ${output}\nset forwarding-options analyzer A input ingress interface ge-0/0/1.0\n`;
  assert.deepEqual(textsOf(`${set}delete forwarding-options analyzer A output\n`), [
    "forwarding-options analyzer A input ingress interface ge-0/0/1.0",
  ]);
  assert.deepEqual(textsOf(`${set}delete forwarding-options\n`), []);
  assert.deepEqual(textsOf(`${set}delete forwarding-options\nset ${output}\n`), [output]);
});

test("a later command replaces the value of a statement that holds one, and adds to a list", () => {
  const filter = "interfaces ge-0/0/1 unit 0 family inet filter";
  assert.deepEqual(textsOf(`set ${filter} input A\nset ${filter} input B\n`), [`${filter} input B`]);
  assert.deepEqual(textsOf(`set ${filter} input-list A\nset ${filter} input-list [ B C ]\n`), [
    `${filter} input-list A`,
    `${filter} input-list B`,
    `${filter} input-list C`,
  ]);
  assert.deepEqual(textsOf(`set ${filter} input filter-name A\nset ${filter} input precedence 3\n`), [
    `${filter} input filter-name A`,
    `${filter} input precedence 3`,
  ]);
});

test("a typed session is read below its edit path", () => {
  const text = `{master:0}
admin@core1> configure
Entering configuration mode

{master:0}[edit]
admin@core1# edit forwarding-options analyzer A

{master:0}[edit forwarding-options analyzer A]
admin@core1# set output interface ge-0/0/9.0

{master:0}[edit forwarding-options analyzer A]
admin@core1# top set forwarding-options port-mirroring input rate 7

[edit forwarding-options analyzer A]
admin@core1# up

[edit forwarding-options]
admin@core1# set analyzer B output vlan v10

[edit forwarding-options]
admin@core1# commit
commit complete
`;
  assert.deepEqual(linesOf(text), [
    `9 ${output}`,
    "12 forwarding-options port-mirroring input rate 7",
    "18 forwarding-options analyzer B output vlan v10",
  ]);
});

test("a script of commands without prompts moves with edit, up, exit and top", () => {
  const text = `edit forwarding-options analyzer A
set output interface ge-0/0/9.0
up
set analyzer B output vlan v10
top
edit firewall
edit family inet filter F
set term T then port-mirror
exit
set family inet6 filter G term U then port-mirror
top edit interfaces ge-0/0/1
set unit 0 family inet filter input F
`;
  assert.deepEqual(linesOf(text), [
    `2 ${output}`,
    "4 forwarding-options analyzer B output vlan v10",
    "8 firewall family inet filter F term T then port-mirror",
    "10 firewall family inet6 filter G term U then port-mirror",
    "12 interfaces ge-0/0/1 unit 0 family inet filter input F",
  ]);
});

test("set at an operational prompt is another command", () => {
  assert.deepEqual(
    textsOf("admin@core1> set forwarding-options analyzer A output interface ge-0/0/9.0\n"),
    [],
  );
});

test("what a device printed in set form is absolute, whatever the edit path", () => {
  const text = `[edit interfaces]\nadmin@core1# show | display set\nset interfaces ge-0/0/1 unit 0 family inet filter input F\n`;
  assert.deepEqual(textsOf(text), ["interfaces ge-0/0/1 unit 0 family inet filter input F"]);
});

test("relative output stands below the path of its header or of the command that printed it", () => {
  const block = "port-mirroring {\n    input {\n        rate 1;\n    }\n}\n";
  const flat = ["forwarding-options port-mirroring input rate 1"];
  assert.deepEqual(textsOf(`[edit forwarding-options]\n${block}`), flat);
  assert.deepEqual(textsOf(`admin@core1> show configuration forwarding-options | no-more \n${block}`), flat);
  assert.deepEqual(
    textsOf(`[edit forwarding-options]\nadmin@core1# show port-mirroring \ninput { rate 1; }\n`),
    flat,
  );
  const set = "set port-mirroring input rate 1\n";
  assert.deepEqual(
    textsOf(`admin@core1> show configuration forwarding-options | display set relative \n${set}`),
    flat,
  );
});

test("output of a part without any header is read below the hierarchy that it can only stand in", () => {
  const text = `port-mirroring {\n    input {\n        rate 1;\n    }\n}\nsystem {\n    host-name core1;\n}\nfilter F {\n    term T { then port-mirror; }\n}\n`;
  assert.deepEqual(textsOf(text), [
    "firewall filter F term T then port-mirror",
    "forwarding-options port-mirroring input rate 1",
  ]);
  assert.equal(flattened(text).hostname, "core1");
  assert.equal(flattened(`version 22.2R3;\n${text}`).complete, false);
});

test("rename and copy move what stands there, and annotate and protect change nothing", () => {
  const term = "firewall family inet filter F term T then port-mirror";
  const text = `set ${term}
annotate firewall family inet filter F "} set { #"
protect firewall
copy firewall family inet filter F to filter G
rename firewall family inet filter F to filter H
`;
  assert.deepEqual(textsOf(text), [term.replace(" F ", " G "), term.replace(" F ", " H ")]);
});

test("a line that a terminal or a mail program wrapped is one command", () => {
  const line = `set forwarding-options analyzer SPAN-TO-THE-COLLECTOR-IN-ROOM-12 input ingress interface ge-0/0/4.0`;
  const flat = line.slice(4);
  const reads = (text: string): boolean => text === flat;
  assert.deepEqual(linesOf(`${line.slice(0, 80)}\n${line.slice(80)}\nset system host-name x\n`, reads), [
    `1 ${flat}`,
  ]);
  assert.deepEqual(linesOf(`${line.replace(" input", "\n    input")}\n`, reads), [`1 ${flat}`]);
  assert.deepEqual(linesOf(`${line.slice(0, 63)}\n${line.slice(63, 70)}\n${line.slice(70)}\n`, reads), [
    `1 ${flat}`,
  ]);
});

test("a remark behind a command or on the next line is no part of it", () => {
  const text = `set ${output} ## the old tap\n# set ${output.replace("A", "B")}\nset system host-name core1\n`;
  assert.deepEqual(linesOf(text), [`1 ${output}`]);
});

test("commands after braces are read, and braces after commands", () => {
  const text = `system {\n    host-name core1;\n}\nset ${output}\nfirewall {\n    filter F { term T { then port-mirror; } }\n}\n`;
  assert.deepEqual(linesOf(text), [`4 ${output}`, "6 firewall filter F term T then port-mirror"]);
  assert.equal(flattened(text).hostname, "core1");
});

test("white space, carriage returns, a byte-order mark and a pager's marks do not matter", () => {
  const text = `\uFEFFset system host-name core1\r\n   set   forwarding-options\tanalyzer A output interface ge-0/0/9.0  \r\n---(more)---\b\b\b\b            \b\b\b\bset forwarding-options analyzer B output vlan v10\r\n`;
  assert.deepEqual(textsOf(text), [output, "forwarding-options analyzer B output vlan v10"].sort());
  assert.deepEqual(textsOf(`set ${output}\rset system host-name core1\r`), [output]);
});
