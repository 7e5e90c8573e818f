import assert from "node:assert/strict";
import { test } from "node:test";
import { sessionOf, sessionsOf } from "../support/setlines.ts";

const output = "forwarding-options port-mirroring instance PM family inet output interface ge-0/0/9.0";
const selector = "firewall family inet filter F term T then port-mirror-instance PM";
const bound = "interfaces xe-0/0/1 unit 5 family inet filter input F";

test("a filter that is bound to a port makes the port a source", () => {
  const session = sessionOf("PM", [output, selector, bound]);
  assert.equal(session.state, "active");
  assert.deepEqual(session.sources, [{ kind: "interface", name: "xe-0/0/1.5", direction: "rx", via: "F" }]);
  assert.deepEqual(session.lines, [1, 2, 3]);
});

test("a filter that is bound both ways copies both directions", () => {
  const session = sessionOf("PM", [output, selector, bound, bound.replace("input", "output")]);
  assert.deepEqual(
    session.sources.map(({ direction }) => direction),
    ["both"],
  );
});

test("a filter that nobody bound is itself the source, and the session is incomplete", () => {
  const session = sessionOf("PM", [output, selector]);
  assert.equal(session.state, "incomplete");
  assert.deepEqual(session.sources, [
    { kind: "filter", name: "F", family: "inet", term: "T", direction: "both" },
  ]);
});

test("a session that nothing selects for is incomplete", () => {
  assert.equal(sessionOf("PM", [output]).state, "incomplete");
});

test("a filter that selects for a missing session is an incomplete session under that name", () => {
  const session = sessionOf("PM", [selector, bound]);
  assert.equal(session.state, "incomplete");
  assert.equal(session.reach, "none");
  assert.equal(session.sources[0]?.name, "xe-0/0/1.5");
});

test("a filter without a family is a filter of IPv4", () => {
  const plain = selector.replace("family inet ", "");
  assert.equal(sessionOf("PM", [output, plain, bound]).state, "active");
});

test("filters of two families that bear one name are two filters", () => {
  const six = "interfaces xe-0/0/1 unit 5 family inet6 filter input F";
  const session = sessionOf("PM", [output, selector, six]);
  assert.equal(session.state, "incomplete");
  assert.equal(session.sources[0]?.kind, "filter");
});

test("filters of two logical systems that bear one name are two filters", () => {
  const session = sessionOf("PM", [output, selector, `in LS1: ${bound}`]);
  assert.equal(session.state, "incomplete");
});

test("a selector in a logical system feeds the session of the main system where its own has none", () => {
  const sessions = sessionsOf([output, `in LS1: ${selector}`, `in LS1: ${bound}`]);
  assert.equal(sessions.length, 1);
  assert.equal(sessions[0]?.context, undefined);
  assert.equal(sessions[0]?.state, "active");
});

test("nested filters are followed, in a circle too", () => {
  const session = sessionOf("PM", [
    output,
    selector,
    "firewall family inet filter OUTER term a filter MIDDLE",
    "firewall family inet filter MIDDLE term a filter F",
    "firewall family inet filter F term z filter OUTER",
    "interfaces xe-0/0/1 unit 5 family inet filter input-list OUTER",
  ]);
  assert.deepEqual(session.sources, [
    { kind: "interface", name: "xe-0/0/1.5", direction: "rx", via: "OUTER" },
  ]);
});

test("a filter named like a keyword is read by its place", () => {
  const session = sessionOf("global", [
    "forwarding-options port-mirroring family inet output interface ge-0/0/9.0",
    "firewall filter port-mirror term then then port-mirror",
    "interfaces xe-0/0/1 unit 5 family inet filter input port-mirror",
  ]);
  assert.deepEqual(session.sources, [
    { kind: "interface", name: "xe-0/0/1.5", direction: "rx", via: "port-mirror" },
  ]);
});

test("VLANs, bridge domains and forwarding tables are places too", () => {
  const instance = "forwarding-options port-mirroring instance PM family vpls output interface ge-0/0/9.0";
  const session = sessionOf("PM", [
    instance,
    "firewall family bridge filter B then port-mirror-instance PM",
    "bridge-domains BD7 forwarding-options filter input B",
    "routing-instances VS vlans V8 forwarding-options flood input B",
    "firewall family vpls filter V then port-mirror-instance PM",
    "forwarding-options family vpls filter output V",
  ]);
  assert.deepEqual(session.sources, [
    { kind: "all", direction: "tx", via: "V" },
    { kind: "vlan", name: "BD7", direction: "rx", via: "B" },
    { kind: "vlan", name: "V8", vrf: "VS", direction: "rx", via: "B" },
  ]);
});

test("an output serves the families that are copied to it, and no others", () => {
  const binding = "interfaces xe-0/0/1 unit 5 family inet6 filter input S";
  const six = "firewall family inet6 filter S term T then port-mirror-instance PM";
  assert.equal(sessionOf("PM", [output, six, binding]).state, "incomplete");
  assert.equal(sessionOf("PM", [output.replace("inet", "inet6"), six, binding]).state, "active");
  const any = output.replace("inet", "any");
  const l2 = selector.replace("port-mirror-instance PM", "l2-mirror");
  assert.equal(sessionOf("global", [any.replace(" instance PM", ""), l2, bound]).state, "active");
});

test("a selector that names no session feeds the one that its slot is bound to", () => {
  const lines = [
    output,
    "forwarding-options port-mirroring family inet output interface ge-0/0/8.0",
    "chassis fpc 1 port-mirror-instance PM",
    "firewall filter G term T then port-mirror",
    "interfaces xe-1/0/0 unit 0 family inet filter input G",
    "interfaces xe-2/0/0 unit 0 family inet filter input G",
  ];
  assert.deepEqual(
    sessionOf("PM", lines).sources.map(({ name }) => name),
    ["xe-1/0/0.0"],
  );
  assert.deepEqual(
    sessionOf("global", lines).sources.map(({ name }) => name),
    ["xe-2/0/0.0"],
  );
});

test("a part of a slot that is bound to a session comes before the slot", () => {
  const lines = [
    output,
    output.replace("PM", "PART"),
    "chassis fpc 1 port-mirror-instance PM",
    "chassis fpc 1 pic 2 port-mirror-instance PART",
    "firewall filter G term T then port-mirror",
    "interfaces xe-1/2/0 unit 0 family inet filter input G",
  ];
  assert.equal(sessionOf("PART", lines).state, "active");
  assert.equal(sessionOf("PM", lines).state, "incomplete");
});

test("a slot that is bound to a missing session is an incomplete session under that name", () => {
  const session = sessionOf("GONE", ["chassis fpc 1 port-mirror-instance GONE"]);
  assert.equal(session.state, "incomplete");
  assert.deepEqual(session.options, { slot: "1" });
});

test("a port that is mirrored whole needs no filter", () => {
  const session = sessionOf("PM", [output, "interfaces ge-0/0/3 port-mirror-instance PM"]);
  assert.equal(session.state, "active");
  assert.deepEqual(session.sources, [{ kind: "interface", name: "ge-0/0/3", direction: "both" }]);
});

test("what is said of a range of ports is said of each of them", () => {
  const session = sessionOf("PM", [
    output,
    selector,
    "interfaces interface-range R member-range ge-0/0/8 to ge-0/0/10",
    'interfaces interface-range R member "ge-1/0/[2-3]"',
    "interfaces interface-range R unit 0 family inet filter input F",
  ]);
  assert.deepEqual(
    session.sources.map(({ name }) => name),
    ["ge-0/0/8.0", "ge-0/0/9.0", "ge-0/0/10.0", "ge-1/0/2.0", "ge-1/0/3.0"],
  );
});

test("a session whose only binding is switched off is inactive and told whole", () => {
  const session = sessionOf("PM", [output, selector, `inactive: ${bound}`]);
  assert.equal(session.state, "inactive");
  assert.equal(session.sources[0]?.name, "xe-0/0/1.5");
});

test("a session whose destination is switched off is inactive and told whole", () => {
  const session = sessionOf("PM", [`inactive: ${output}`, selector, bound]);
  assert.equal(session.state, "inactive");
  assert.equal(session.destinations[0]?.name, "ge-0/0/9.0");
});

test("a binding that is switched off is no source while another one copies", () => {
  const session = sessionOf("PM", [
    output,
    selector,
    bound,
    `inactive: ${bound.replace("xe-0/0/1", "xe-0/0/2")}`,
  ]);
  assert.equal(session.state, "active");
  assert.equal(session.sources.length, 1);
});

test("sampling is no mirror, until the device captures what is sampled", () => {
  const sampled = [
    "firewall filter S term T then sample",
    "interfaces ge-0/0/1 unit 0 family inet filter input S",
    "interfaces ge-0/0/2 unit 0 family inet sampling output",
  ];
  assert.deepEqual(sessionsOf(sampled), []);
  const session = sessionOf("packet-capture", [
    ...sampled,
    "forwarding-options packet-capture file filename cap",
  ]);
  assert.equal(session.reach, "file");
  assert.deepEqual(
    session.sources.map(({ name, direction }) => `${name} ${direction}`),
    ["ge-0/0/1.0 rx", "ge-0/0/2.0 tx"],
  );
});

test("an analyzer and an instance that bear one name are two sessions", () => {
  const sessions = sessionsOf([output, "forwarding-options analyzer PM output interface ge-0/0/8.0"]);
  assert.deepEqual(
    sessions.map(({ name, mechanism }) => `${name} ${mechanism}`),
    ["PM analyzer", "PM port-mirroring"],
  );
});

test("a manner of the global instance makes no session by itself", () => {
  assert.deepEqual(sessionsOf(["forwarding-options port-mirroring mirror-once"]), []);
  const global = "forwarding-options port-mirroring family inet output interface ge-0/0/9.0";
  assert.equal(
    sessionOf("global", ["forwarding-options port-mirroring mirror-once", global]).options?.once,
    "mirror-once",
  );
});

test("a word that switches off all instances switches off each of them", () => {
  const off = "forwarding-options port-mirroring disable-all-instances";
  assert.equal(sessionOf("PM", [off, output, selector, bound]).state, "inactive");
});

test("an instance that takes its input from another copies at that one's rate", () => {
  const session = sessionOf("PM", [
    output,
    "forwarding-options port-mirroring instance PM input-parameters-instance BASE",
    "forwarding-options port-mirroring instance BASE input rate 100",
  ]);
  assert.equal(session.options?.rate, "100");
});

test("an output by a port that is its own far end goes to the peer", () => {
  const session = sessionOf("PM", [
    output.replace("ge-0/0/9.0", "lt-0/0/0.1"),
    "interfaces lt-0/0/0 unit 1 peer-unit 2",
    "interfaces lt-0/0/0 unit 2 peer-unit 1",
  ]);
  assert.deepEqual(session.destinations, [{ kind: "interface", name: "lt-0/0/0.2", via: "lt-0/0/0.1" }]);
});

test("a mirror filter that names no interface copies everything", () => {
  const session = sessionOf("X2", [
    "security forwarding-options mirror-filter X2 output interface ge-0/0/5.0",
  ]);
  assert.deepEqual(session.sources, [{ kind: "all", direction: "both" }]);
  assert.equal(session.state, "active");
});

test("nesting beyond what a device holds is told as everything, never as less", () => {
  const filters = Array.from({ length: 800 }, (_, n) => n);
  const sessions = sessionsOf([
    ...filters.map((n) => `firewall filter F${n} term n filter F${n + 1}`),
    ...filters.map((n) => `interfaces xe-0/0/${n} unit 0 family inet filter input F${n}`),
    ...filters.map((n) => `firewall filter F${n} term t then port-mirror-instance P${n}`),
  ]);
  assert.equal(sessions.length, 800);
  assert.ok(sessions.every(({ sources }) => sources.length > 0));
  assert.ok(sessions.some(({ sources }) => sources.length === 1 && sources[0]?.kind === "all"));
});

test("a VLAN name keeps its spaces", () => {
  const session = sessionOf("A", [
    "forwarding-options analyzer A input ingress vlan 10-12",
    "forwarding-options analyzer A input ingress vlan 13",
    'forwarding-options analyzer A output vlan "remote analyzer"',
  ]);
  assert.deepEqual(session.sources, [{ kind: "vlan", name: "10-13", direction: "rx" }]);
  assert.equal(session.destinations[0]?.name, "remote analyzer");
});

test("the ports that carry the VLAN of a copy are told with the session", () => {
  const session = sessionOf("A", [
    "ethernet-switching-options analyzer A input ingress interface ge-0/0/1.0",
    "ethernet-switching-options analyzer A output vlan remote-analyzer",
    "vlans remote-analyzer vlan-id 999",
    "vlans users vlan-id 10",
    "interfaces ge-0/0/1 unit 0 family ethernet-switching vlan members users",
    "interfaces xe-0/1/0 unit 0 family ethernet-switching vlan members 900-999",
    "interfaces xe-0/1/1 unit 0 family ethernet-switching vlan members remote-analyzer",
    "interfaces xe-0/1/2 unit 0 family ethernet-switching vlan members all",
    "inactive: interfaces xe-0/1/3 unit 0 family ethernet-switching vlan members all",
  ]);
  assert.equal(session.options?.["carried-by"], "xe-0/1/0.0,xe-0/1/1.0,xe-0/1/2.0");
  assert.deepEqual(session.lines, [1, 2]);
});

test("a port that is switched off in a range, and a peer that is switched off, count for nothing", () => {
  const session = sessionOf("PM", [
    output.replace("ge-0/0/9.0", "lt-0/0/0.1"),
    selector,
    "inactive: interfaces lt-0/0/0 unit 1 peer-unit 2",
    "interfaces interface-range R member ge-0/0/8",
    "inactive: interfaces interface-range R member ge-0/0/9",
    "interfaces interface-range R unit 0 family inet filter input F",
  ]);
  assert.equal(session.destinations[0]?.name, "lt-0/0/0.1");
  assert.deepEqual(
    session.sources.map(({ name }) => name),
    ["ge-0/0/8.0"],
  );
});
