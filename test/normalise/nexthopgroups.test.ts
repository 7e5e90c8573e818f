import assert from "node:assert/strict";
import { test } from "node:test";
import { sessionOf, sessionsOf } from "../support/setlines.ts";

const members = [
  "forwarding-options next-hop-group G interface ge-0/0/5.50 next-hop 192.0.2.2",
  "forwarding-options next-hop-group G next-hop-subgroup S interface ge-0/0/6.60 next-hop 192.0.2.6",
];
const selected = [
  "firewall family inet filter F term T then next-hop-group G",
  "interfaces xe-0/0/1 unit 0 family inet filter input F",
];
const names = ["ge-0/0/5.50", "ge-0/0/6.60"];

test("a group that a session sends to is expanded to its members, subgroups too", () => {
  const sessions = sessionsOf([
    ...members,
    "forwarding-options analyzer A input ingress interface xe-0/0/1.0",
    "forwarding-options analyzer A output next-hop-group G",
  ]);
  assert.equal(sessions.length, 1);
  assert.deepEqual(
    sessions[0]?.destinations.map(({ name }) => name),
    names,
  );
  assert.equal(sessions[0]?.options?.["next-hop"], "ge-0/0/5.50 192.0.2.2,ge-0/0/6.60 192.0.2.6");
});

test("a group that a filter selects is a session of its own", () => {
  const session = sessionOf("G", [...members, ...selected]);
  assert.equal(session.mechanism, "next-hop-group");
  assert.equal(session.state, "active");
  assert.deepEqual(
    session.destinations.map(({ name }) => name),
    names,
  );
});

test("a group that nobody uses is an incomplete session", () => {
  assert.equal(sessionOf("G", members).state, "incomplete");
});

test("a group that is missing leaves its users incomplete, under their own names", () => {
  assert.equal(sessionOf("G", selected).state, "incomplete");
  const analyzer = sessionOf("A", [
    "forwarding-options analyzer A input ingress interface xe-0/0/1.0",
    "forwarding-options analyzer A output next-hop-group G",
  ]);
  assert.equal(analyzer.state, "incomplete");
  assert.equal(analyzer.options?.group, "next-hop-group G");
});

test("a member that leads into a tunnel goes to the tunnel's far end", () => {
  const session = sessionOf("G", [
    "forwarding-options next-hop-group G interface gr-0/0/0.1",
    "interfaces gr-0/0/0 unit 1 tunnel source 10.0.0.1",
    "interfaces gr-0/0/0 unit 1 tunnel destination 203.0.113.9",
    ...selected,
  ]);
  assert.deepEqual(session.destinations, [
    { kind: "address", address: "203.0.113.9", origin: "10.0.0.1", via: "gr-0/0/0.1" },
  ]);
});

test("the attributes of a collector are one destination", () => {
  const session = sessionOf("PM", [
    "forwarding-options port-mirroring instance PM mirror-profile profile-name P",
    "forwarding-options mirror-profile P collector l4-port 4789",
    "forwarding-options mirror-profile P collector ip-address 203.0.113.10",
    "forwarding-options mirror-profile P collector routing-instance mgmt",
  ]);
  assert.deepEqual(session.destinations, [{ kind: "address", address: "203.0.113.10", vrf: "mgmt" }]);
});

test("groups that multiply beyond what a device holds are told by their names, and nothing is lost", () => {
  const many = Array.from(
    { length: 400 },
    (_, n) => `forwarding-options next-hop-group BIG interface xe-0/0/${n}.0`,
  );
  const users = Array.from(
    { length: 300 },
    (_, n) => `forwarding-options analyzer A${n} output next-hop-group BIG`,
  );
  const sessions = sessionsOf([...many, ...users]);
  assert.equal(sessions.length, 300);
  assert.equal(sessions[0]?.destinations.length, 400);
  const named = sessions.filter(({ destinations }) => destinations[0]?.name === "next-hop-group BIG");
  assert.ok(named.length > 0);
  assert.ok(sessions.every(({ destinations }) => destinations.length > 0));
});

test("a group that a session uses and a filter selects is part of the one and a session of its own", () => {
  const sessions = sessionsOf([
    ...members,
    ...selected,
    "forwarding-options analyzer A input ingress interface xe-0/0/1.0",
    "forwarding-options analyzer A output next-hop-group G",
  ]);
  assert.deepEqual(
    sessions.map(({ name, state, destinations }) => `${name} ${state} ${destinations.length}`),
    ["A active 2", "G active 2"],
  );
});

test("a member that is switched off gets no copy while another one does", () => {
  const session = sessionOf("G", [members[0] as string, `inactive: ${members[1]}`, ...selected]);
  assert.deepEqual(
    session.destinations.map(({ name }) => name),
    ["ge-0/0/5.50"],
  );
});
