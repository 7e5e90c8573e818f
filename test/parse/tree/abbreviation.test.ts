import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { loadCatalog } from "../../../src/parse/catalog.ts";
import { inspect } from "../../../src/pipeline.ts";

const catalog = loadCatalog();
const seen = (text: string) =>
  inspect(Buffer.from(`set version 22.4R1\n${text}`), { name: "r1", os: "juniper-junos", catalog });
const meaning = (text: string) => seen(text).sessions.map(({ lines: _, ...session }) => session);

const written = `set forwarding-options analyzer x input ingress interface ge-0/0/1.0
set forwarding-options analyzer x output interface ge-0/0/9.0
set forwarding-options port-mirroring instance P family inet output interface ge-0/0/8.0
set firewall family inet filter F term t then port-mirror-instance P
set firewall family inet filter F term t from protocol tcp
set interfaces ge-0/0/2 unit 0 family inet filter input F
`;

test("commands as a person cuts them short mean what they mean written out", () => {
  const typed = `set forw ana x inp ing int ge-0/0/1.0
set for anal x out int ge-0/0/9.0
set forw port-mirr inst P fam inet out int ge-0/0/8.0
set fire fam inet fil F ter t th port-mirror-inst P
set fir fam inet filt F term t fr protocol tcp
set int ge-0/0/2 un 0 fam inet fil input F
`;
  assert.deepEqual(meaning(typed), meaning(written));
  assert.deepEqual(seen(typed).unread, []);
});

test("edit, delete and deactivate are read when they are cut short", () => {
  const typed = "edit forw\nset ana x inp ing int ge-0/0/1.0\nset ana x out int ge-0/0/9.0\ntop\n";
  assert.equal(meaning(typed)[0]?.state, "active");
  assert.deepEqual(meaning(`${written}del forw\ndel fire\n`), []);
  assert.equal(meaning(`${written}deac forw ana x\n`).find(({ name }) => name === "x")?.state, "inactive");
});

test("a word that may mean two keywords, or is cut too short, means none", () => {
  assert.deepEqual(meaning("set s forwarding-options mirror-filter X output interface ge-0/0/1.0\n"), []);
  assert.deepEqual(meaning("set se forwarding-options mirror-filter X output interface ge-0/0/1.0\n"), []);
  assert.deepEqual(meaning("set firewall family inet filter F term t then next term\n"), []);
  assert.deepEqual(meaning("set interfaces forw unit 0 description analyzer\n"), []);
});

const statements = `forwarding-options analyzer x input ingress interface ge-0/0/1.0
forwarding-options analyzer x output interface ge-0/0/9.0
forwarding-options port-mirroring instance P family inet output interface ge-0/0/8.0
forwarding-options port-mirroring instance P input rate 10
forwarding-options next-hop-group G interface ge-0/0/7.0 next-hop 192.0.2.1
firewall family inet filter F term t then port-mirror-instance P
firewall family inet filter F term u then port-mirror
firewall family inet filter F term v then next-hop-group G
firewall family inet filter F term t from protocol tcp
interfaces ge-0/0/2 unit 0 family inet filter input F
interfaces ge-0/0/3 port-mirror-instance P
chassis fpc 0 port-mirror-instance P
security forwarding-options mirror-filter X output interface ge-0/0/5.0`.split("\n");

/** Words before this one only lead to a place where copying can be said. */
const places: readonly [RegExp, number][] = [
  [/^firewall .* from/, 7],
  [/^firewall/, 7],
  [/^interfaces .* unit/, 7],
  [/^interfaces/, 2],
  [/^chassis/, 3],
  [/^security/, 2],
  [/^forwarding/, 1],
];

const change = fc.constantFrom<(word: string) => string>(
  (word) => `${word}x`,
  (word) => `x-${word}`,
  (word) => `${word}-v2`,
  (word) => `${word}${word}`,
);

test("one changed word gives the same sessions, others, or an unread line, never silence", () => {
  const whole = statements.map((line) => `set ${line}\n`).join("");
  fc.assert(
    fc.property(fc.nat(statements.length - 1), fc.nat(20), change, (number, place, mend) => {
      const words = statements[number]!.split(" ");
      const first = places.find(([pattern]) => pattern.test(statements[number]!))![1];
      const at = first + (place % (words.length - first));
      const changed = words.map((word, index) => (index === at ? mend(word) : word)).join(" ");
      const lines = statements.map((line, index) => `set ${index === number ? changed : line}\n`);
      const { sessions, unread } = seen(lines.join(""));
      const line = number + 2;
      const told =
        unread.some((one) => one.line === line) || sessions.some((one) => one.lines.includes(line));
      const other = JSON.stringify(meaning(lines.join(""))) !== JSON.stringify(meaning(whole));
      assert.ok(told || other, changed);
      const isKeyword = /mirror|analyzer|next-hop-group/.test(words[at]!);
      if (isKeyword) assert.ok(told, changed);
    }),
    { numRuns: 200 },
  );
});
