import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeViews } from "../../src/compare/viewjudge.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { inspect } from "../../src/pipeline.ts";

const catalog = loadCatalog();
const view = (text: string) =>
  inspect(Buffer.from(`set version 22.4R1\n${text}`), { name: "r1", os: "juniper-junos", catalog });
const analyzer = "set forwarding-options analyzer A output interface ge-0/0/9.0\n";
const input = (port: string) => `set forwarding-options analyzer A input ingress interface ${port}\n`;

test("two views that say the same conceal nothing, whatever their form", () => {
  const group = `set groups G forwarding-options analyzer A input ingress interface ge-0/0/1.0\nset apply-groups G\n`;
  assert.deepEqual(judgeViews(view(analyzer + group), view(analyzer + input("ge-0/0/1.0"))), []);
});

test("a session that only the second view has is concealed", () => {
  const [found, ...rest] = judgeViews(view(""), view(analyzer + input("ge-0/0/1.0")));
  assert.deepEqual(rest, []);
  assert.equal(found?.kind, "concealed");
  assert.equal(found?.session, "A");
});

test("what a session copies only in the second view is concealed, with the difference", () => {
  const printed = view(analyzer + input("ge-0/0/1.0"));
  const [found] = judgeViews(printed, view(analyzer + input("ge-0/0/1.0") + input("ge-0/0/2.0")));
  assert.equal(found?.kind, "concealed");
  assert.deepEqual(
    found?.differences.map(({ field }) => field),
    ["sources"],
  );
  assert.deepEqual(judgeViews(printed, view(analyzer)), []);
});
