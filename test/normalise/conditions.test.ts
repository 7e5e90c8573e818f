import assert from "node:assert/strict";
import { test } from "node:test";
import { exactEnvelope } from "../../src/compare/exact.ts";
import { standing } from "../../src/compare/sessionjudge.ts";
import type { MirrorSession } from "../../src/model/session.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { inspect } from "../../src/pipeline.ts";
import { identified } from "../../src/source/approvalid.ts";

const catalog = loadCatalog();
const session = (lines: string): MirrorSession => {
  const text = `set version 22.4R1
set forwarding-options port-mirroring instance P family inet output interface ge-0/0/9.0
set interfaces ge-0/0/1 unit 0 family inet filter input F
set firewall family inet filter F term t then port-mirror-instance P
set firewall family inet filter OTHER term t from protocol udp
${lines}`;
  return inspect(Buffer.from(text), { name: "r1", os: "juniper-junos", catalog }).sessions[0]!;
};
const from = "set firewall family inet filter F term t from";
const narrow = `${from} protocol tcp\n${from} destination-port [ 443 8443 ]\n`;
const shown = ({ filters }: MirrorSession) => filters.map(({ kind, value }) => `${kind} ${value}`);
const approved = (one: MirrorSession) =>
  identified({
    ...exactEnvelope("r1", one),
    required: false,
    owner: "netops",
    ticket: "CHG-1",
    reason: "intrusion detection",
  });
const verdict = (one: MirrorSession, by: MirrorSession) =>
  standing(one, [approved(by)], "2026-01-01T00:00:00Z");

test("what narrows a mirroring term is a filter of its session, in a stable order", () => {
  const values = [
    "from inet F t destination-port 443",
    "from inet F t destination-port 8443",
    "from inet F t protocol tcp",
  ];
  assert.deepEqual(shown(session(narrow)), values);
  const turned = `${from} destination-port [ 8443 443 ]\n${from} protocol tcp\n`;
  assert.equal(session(turned).fingerprint, session(narrow).fingerprint);
  assert.deepEqual(shown(session("")), []);
});

test("braces, a group and an inactive condition are read as set lines are", () => {
  const braces =
    "firewall { family inet { filter F { term t { from { destination-port [ 443 8443 ]; protocol tcp; } } } } }\n";
  assert.deepEqual(shown(session(braces)), shown(session(narrow)));
  const group = `${narrow.replaceAll("set firewall", "set groups G firewall")}set apply-groups G\n`;
  assert.deepEqual(shown(session(group)), shown(session(narrow)));
  const off = "deactivate firewall family inet filter F term t from protocol\n";
  assert.deepEqual(shown(session(narrow + off)).length, 2);
});

test("a term that nothing narrows any more exceeds what was approved", () => {
  const found = verdict(session(""), session(narrow));
  assert.equal(found.kind, "changed");
  assert.match(JSON.stringify(found), /the approved filter .*protocol tcp.* is gone/);
  assert.equal(verdict(session(narrow), session(narrow)).kind, "approved");
});

test("another value and another term that mirrors more exceed it too", () => {
  for (const more of [
    `${from} destination-port 80\n`,
    "set firewall family inet filter F term u then port-mirror-instance P\n",
  ])
    assert.equal(verdict(session(narrow + more), session(narrow)).kind, "changed", more);
});

test("an approval without filters covers the session however it is narrowed", () => {
  assert.equal(verdict(session(narrow), session("")).kind, "approved");
});
