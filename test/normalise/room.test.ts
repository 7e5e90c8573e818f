import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "../../src/pipeline.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";

const catalog = loadCatalog();
const head = "set version 22.4R1\nset system host-name r1\n";
const each = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join("");
const seen = (text: string) =>
  inspect(Buffer.from(head + text), { name: "r1", os: "juniper-junos", catalog });
const session = (at: number) =>
  `set forwarding-options port-mirroring instance P${at} family inet output interface ge-0/0/9.${at}\n` +
  `set firewall family inet filter F${at} term t then port-mirror-instance P${at}\n`;

test("filters that feed more than can be followed lose no session, and the text is not complete", () => {
  const count = 1500;
  const text = each(
    count,
    (at) => `${session(at)}set firewall family inet filter F${at + 1} term n filter F${at}\n`,
  );
  const { sessions, complete, completeness } = seen(
    `${text}set interfaces xe-0/0/0 unit 0 family inet filter input F${count}\n`,
  );
  assert.equal(sessions.length, count);
  assert.ok(sessions.every(({ sources, state }) => sources.length === 1 && state === "active"));
  assert.equal(complete, false);
  assert.match(completeness, /join to more/);
});

test("one filter at many ports that feeds many sessions is told as all of them", () => {
  const bind = (at: number) => `set interfaces xe-0/0/${at} unit 0 family inet filter input F\n`;
  const text = each(400, (at) => session(at).replaceAll(`F${at} term t`, `F term t${at}`)) + each(400, bind);
  const { sessions, complete } = seen(text);
  assert.equal(sessions.length, 400);
  assert.ok(sessions.every(({ sources }) => sources.length === 400 || sources[0]?.kind === "all"));
  assert.equal(complete, false);
});

test("what a real device joins is told in full", () => {
  const bind = (at: number) => `set interfaces xe-0/0/${at} unit 0 family inet filter input F\n`;
  const text = each(3, (at) => session(at).replaceAll(`F${at} term t`, `F term t${at}`)) + each(3000, bind);
  const { sessions, complete } = seen(text);
  assert.deepEqual(
    sessions.map(({ sources }) => sources.length),
    [3000, 3000, 3000],
  );
  assert.equal(complete, true);
});

test("groups and ranges that inherit without end are told as blind, and what is stated stands", () => {
  const stated = "set forwarding-options analyzer A output interface ge-0/0/1\n";
  const wild = each(
    1500,
    (at) =>
      `set groups G${at} interfaces <*> unit <*> family inet filter input F\nset apply-groups G${at}\n` +
      `set interfaces xe-0/0/${at} unit 0 family inet address 192.0.2.1/24\n`,
  );
  const ranges = each(
    2500,
    (at) =>
      `set interfaces interface-range R${at} member "xe-[0-99]/[0-99]/${at}"\n` +
      `set interfaces interface-range R${at} unit 0 family inet filter input F\n`,
  );
  for (const text of [wild, ranges]) {
    const { sessions, indicators, complete, completeness } = seen(stated + text);
    assert.deepEqual(
      sessions.map(({ name }) => name),
      ["A"],
    );
    assert.equal(complete, false);
    assert.match(completeness, /inherit more/);
    assert.ok(indicators.some(({ kind, why }) => kind === "blind" && /followed/.test(why)));
  }
});

test("a range too long to follow is a source by its own name", () => {
  const ranges = each(
    2500,
    (at) =>
      `set interfaces interface-range R${at} member "xe-[0-99]/[0-99]/${at}"\n` +
      `set interfaces interface-range R${at} unit 0 family inet filter input F0\n`,
  );
  const [only] = seen(session(0) + ranges).sessions;
  assert.ok(only && only.sources.length > 0);
  assert.equal(only?.state, "active");
});
