import assert from "node:assert/strict";
import { test } from "node:test";
import { flattened, linesOf, textsOf } from "./flattened.ts";

const filter = (port: string, name: string): string =>
  `interfaces ${port} unit 0 family inet filter input ${name}`;

test("a group gives nothing until it is applied, and then keeps its line and its name", () => {
  const group = "set groups TAP forwarding-options analyzer A output vlan v1\n";
  assert.deepEqual(linesOf(group), []);
  assert.deepEqual(linesOf(`${group}set apply-groups TAP\n`), [
    "1 forwarding-options analyzer A output vlan v1 <TAP>",
  ]);
  assert.deepEqual(linesOf(`${group}set forwarding-options apply-groups TAP\n`), [
    "1 forwarding-options analyzer A output vlan v1 <TAP>",
  ]);
  assert.deepEqual(linesOf(`${group}set firewall apply-groups TAP\n`), []);
});

test("an application that is deactivated or deleted gives nothing, in any order", () => {
  const group = "set groups TAP forwarding-options analyzer A output vlan v1\n";
  for (const off of ["deactivate apply-groups TAP", "deactivate apply-groups"]) {
    assert.deepEqual(textsOf(`${group}set apply-groups TAP\n${off}\n`), []);
    assert.deepEqual(textsOf(`${off}\n${group}set apply-groups TAP\n`), []);
  }
  assert.deepEqual(textsOf(`${group}set apply-groups [ X TAP ]\ndelete apply-groups TAP\n`), []);
  assert.deepEqual(
    textsOf(
      "groups { TAP { forwarding-options { analyzer A { output { vlan v1; } } } } }\ninactive: apply-groups TAP;\n",
    ),
    [],
  );
});

test("what is deactivated in a group, around it or where it lands stays inactive", () => {
  const group =
    "groups { TAP { forwarding-options { analyzer A { inactive: output { vlan v1; } input { rate 1; } } } } }\n";
  assert.deepEqual(textsOf(`${group}apply-groups TAP;\n`), [
    "forwarding-options analyzer A input rate 1",
    "forwarding-options analyzer A output vlan v1 inactive",
  ]);
  assert.deepEqual(
    textsOf(`inactive: ${group}apply-groups TAP;\n`).filter((text) => !text.endsWith(" inactive")),
    [],
  );
  assert.deepEqual(
    textsOf(`${group}apply-groups TAP;\nforwarding-options { inactive: analyzer A { input { rate 2; } } }\n`),
    [
      "forwarding-options analyzer A input rate 2 inactive",
      "forwarding-options analyzer A output vlan v1 inactive",
    ],
  );
});

test("wildcards mean objects that exist, and literal keys create them", () => {
  const text = `set groups G interfaces <ge-*> unit <*> family inet filter input F
set groups G interfaces "<[xe]*-1/?/0>" unit 0 family inet filter output F
set groups G interfaces lo0 unit 0 family inet filter input F
set interfaces ge-0/0/1 unit 7 family inet address 192.0.2.1/24
set interfaces xe-1/0/0 unit 0 description "<*>"
set interfaces et-1/0/0 mtu 9192
set interfaces ae1 unit 0
set apply-groups G
`;
  assert.deepEqual(textsOf(text), [
    "interfaces et-1/0/0 unit 0 family inet filter output F",
    "interfaces ge-0/0/1 unit 7 family inet filter input F",
    "interfaces lo0 unit 0 family inet filter input F",
    "interfaces xe-1/0/0 unit 0 family inet filter output F",
  ]);
});

test("a wildcard stands for a key and not for a keyword", () => {
  const text = `set groups G interfaces <*> unit 0 family inet filter input F
set interfaces interface-range R member ge-0/0/1
set interfaces traceoptions flag all
set apply-groups G
`;
  assert.ok(!textsOf(text).some((flat) => flat.startsWith("interfaces interface-range")));
});

test("explicit statements come before groups, near groups before far ones, and earlier names before later", () => {
  const groups = `set groups NEAR ${filter("<*>", "NEAR")}
set groups FIRST ${filter("<*>", "FIRST")}
set groups SECOND ${filter("<*>", "SECOND")}
set interfaces ge-0/0/0 unit 0
set interfaces ge-0/0/1 apply-groups NEAR
set interfaces ge-0/0/1 unit 0
set ${filter("ge-0/0/2", "OWN")}
set apply-groups [ FIRST SECOND ]
`;
  assert.deepEqual(linesOf(groups), [
    `1 ${filter("ge-0/0/1", "NEAR")} <NEAR>`,
    `2 ${filter("ge-0/0/0", "FIRST")} <FIRST>`,
    `7 ${filter("ge-0/0/2", "OWN")}`,
  ]);
});

test("a value that is deactivated in the configuration does not hide the group's", () => {
  const text = `set groups G ${filter("ge-0/0/1", "HIDDEN")}\nset ${filter("ge-0/0/1", "OWN")}\ndeactivate interfaces ge-0/0/1 unit 0 family inet filter input OWN\nset apply-groups G\n`;
  assert.deepEqual(textsOf(text), [
    `${filter("ge-0/0/1", "HIDDEN")}`,
    `${filter("ge-0/0/1", "OWN")} inactive`,
  ]);
});

test("lists merge what is stated and what is inherited", () => {
  const text = `set groups G forwarding-options analyzer <*> input ingress interface ge-0/0/9.0
set forwarding-options analyzer A input ingress interface ge-0/0/1.0
set apply-groups G
`;
  assert.deepEqual(linesOf(text), [
    "1 forwarding-options analyzer A input ingress interface ge-0/0/9.0 <G>",
    "2 forwarding-options analyzer A input ingress interface ge-0/0/1.0",
  ]);
});

test("apply-groups-except stops a group at a place and below it", () => {
  const text = `set groups G ${filter("<*>", "F")}
set interfaces ge-0/0/1 unit 0
set interfaces ge-0/0/2 unit 0
set interfaces ge-0/0/2 apply-groups-except [ X G ]
set apply-groups G
`;
  assert.deepEqual(textsOf(text), [filter("ge-0/0/1", "F")]);
});

test("groups apply groups, also below wildcards", () => {
  const text = `set groups G1 apply-groups G2
set groups G2 interfaces <*> unit 0 apply-groups G3
set groups G3 interfaces <*> unit <*> family inet filter input F
set interfaces em0 description "for test"
set apply-groups G1
`;
  assert.deepEqual(linesOf(text), [`3 ${filter("em0", "F")} <G3>`]);
});

test("groups that apply each other end, and are told", () => {
  const text = `set groups G1 apply-groups G2\nset groups G2 apply-groups G1\nset groups G2 forwarding-options analyzer A output vlan v1\nset apply-groups G1\n`;
  assert.deepEqual(textsOf(text), ["forwarding-options analyzer A output vlan v1"]);
  assert.deepEqual(
    flattened(text).unread.map(({ line, expected }) => `${line} ${expected}`),
    ["2 a group that does not apply itself"],
  );
});

test("the group of a cluster's node is the one of the node that speaks, else of every node", () => {
  const group = (node: string): string =>
    `${node} {\n        system {\n            host-name fw-${node};\n        }\n        ${"forwarding-options { analyzer A { output { interface"} ge-${node.at(-1)}/0/1.0; } } }\n    }\n`;
  const text = `groups {\n    ${group("node0")}    ${group("node1")}}\napply-groups "\${node}";\n`;
  assert.equal(flattened(`{primary:node1}\n${text}`).hostname, "fw-node1");
  assert.deepEqual(textsOf(`{primary:node1}\n${text}`), [
    "forwarding-options analyzer A output interface ge-1/0/1.0",
  ]);
  assert.equal(flattened(text).hostname, "fw-node0");
  assert.deepEqual(textsOf(text), [
    "forwarding-options analyzer A output interface ge-0/0/1.0",
    "forwarding-options analyzer A output interface ge-1/0/1.0",
  ]);
});

test("routing engines' own groups do not override each other", () => {
  const text = `set groups re0 forwarding-options analyzer A output interface ge-0/0/1.0
set groups re1 forwarding-options analyzer A output interface ge-0/0/2.0
set groups common forwarding-options analyzer A output interface ge-0/0/3.0
set apply-groups [ re0 re1 common ]
`;
  assert.deepEqual(textsOf(text), [
    "forwarding-options analyzer A output interface ge-0/0/1.0",
    "forwarding-options analyzer A output interface ge-0/0/2.0",
  ]);
});

test("logical systems and tenants are contexts, in groups too, and may hold groups of their own", () => {
  const text = `set groups G logical-systems <*> forwarding-options analyzer A output vlan v1
set logical-systems LS1 apply-groups OWN
set logical-systems LS1 groups OWN forwarding-options analyzer B output vlan v2
set logical-systems LS1 interfaces ge-0/0/1 unit 0
set tenants T1 forwarding-options analyzer C output vlan v3
set apply-groups G
`;
  assert.deepEqual(textsOf(text), [
    "forwarding-options analyzer A output vlan v1 @LS1",
    "forwarding-options analyzer B output vlan v2 @LS1",
    "forwarding-options analyzer C output vlan v3 @T1",
  ]);
});

test("a group with a condition counts as applied, and the condition is told", () => {
  const text = `groups {\n    G {\n        when {\n            model mx480;\n        }\n        forwarding-options { analyzer A { output { vlan v1; } } }\n    }\n}\napply-groups G;\n`;
  assert.deepEqual(textsOf(text), ["forwarding-options analyzer A output vlan v1"]);
  assert.deepEqual(
    flattened(text).indicators.map(({ kind, line, text: shown }) => `${kind} ${line} ${shown}`),
    ["blind 4 groups G when"],
  );
});

test("a range gives its content to each member, below what a member states itself", () => {
  const text = `set interfaces interface-range R member ge-0/0/1
set interfaces interface-range R member "ge-1/0/[2-3]"
set interfaces interface-range R member-range xe-0/0/9 to xe-0/0/11
set interfaces interface-range R member ae*
set interfaces interface-range R unit 0 family inet filter input F
set interfaces interface-range R unit 0 family inet filter input-list L
set interfaces ae7 mtu 9192
set interfaces ge-0/0/1 unit 0 family inet filter input OWN
`;
  const ports = ["ae7", "ge-0/0/1", "ge-1/0/2", "ge-1/0/3", "xe-0/0/9", "xe-0/0/10", "xe-0/0/11"];
  assert.deepEqual(
    textsOf(text),
    ports
      .flatMap((port) => [
        filter(port, port === "ge-0/0/1" ? "OWN" : "F"),
        `interfaces ${port} unit 0 family inet filter input-list L`,
      ])
      .sort(),
  );
});

test("a range's pattern that means nothing known stands itself, so that its binding is not lost", () => {
  const text = `set interfaces interface-range R member ge-7/*/0\nset ${filter("interface-range R", "F")}\n`;
  assert.deepEqual(textsOf(text), [filter("ge-7/*/0", "F")]);
});

test("groups reach into ranges, and ranges may come from groups", () => {
  const text = `set groups G interfaces interface-range R member ge-0/0/1
set groups G ${filter("interface-range R", "F")}
set groups H interfaces <*> unit 0 family inet filter output H
set interfaces interface-range S member ge-0/0/2
set interfaces interface-range S apply-groups H
set interfaces interface-range S unit 0
set apply-groups G
`;
  assert.deepEqual(linesOf(text), [
    `2 ${filter("ge-0/0/1", "F")} <G>`,
    "3 interfaces ge-0/0/2 unit 0 family inet filter output H <H>",
  ]);
});
