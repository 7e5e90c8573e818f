import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { loadOperations } from "../../../src/parse/cloud/operation.ts";

const operations = loadOperations();
const page = readFileSync(new URL("../../../docs/cloud.md", import.meta.url), "utf8");

test("the log's name finds its operation in every version and case", () => {
  for (const operation of operations.operations)
    for (const form of operation.forms)
      for (const name of [form, form.toUpperCase(), form.toLowerCase(), ` ${form} `]) {
        if (form.includes("*")) continue;
        assert.equal(operations.find(operation.cloud, name)?.operation, operation.operation, name);
      }
});

test("reads and look-alikes are no operations", () => {
  for (const { cloud, forms } of operations.reads)
    for (const form of forms) assert.equal(operations.find(cloud, form), undefined, form);
  assert.equal(operations.find("aws", "CreateTrafficMirrorSessions"), undefined);
  assert.equal(operations.find("azure", "CreateTrafficMirrorSession"), undefined);
  assert.equal(operations.find("gcp", "v1.compute.firewalls.insert"), undefined);
  assert.equal(operations.find("azure", "Microsoft.Network//startpacketcapture/actions"), undefined);
});

test("every form holds an anchor, or what it must hold does", () => {
  const anchors = operations.anchors.map((one) => one.toLowerCase());
  for (const { forms, holds } of operations.operations)
    for (const text of holds.length > 0 ? holds : forms)
      assert.ok(
        anchors.some((anchor) => text.toLowerCase().includes(anchor)),
        text,
      );
});

test("a capture started on a resource that nobody listed is one all the same", () => {
  const found = operations.find("azure", "MICROSOFT.NETWORK/P2SVPNGATEWAYS/STARTPACKETCAPTURE/ACTION");
  assert.equal(found?.effect, "create");
});

test("docs/cloud.md lists every operation with its effect, and every read", () => {
  for (const { name, effect, copies, about } of operations.operations) {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${name}\``)) ?? "";
    assert.ok(row.includes(`| ${effect} | ${about}`), `${name} is missing or wrong in docs/cloud.md`);
    assert.equal(row.includes("\\*"), copies, name);
  }
  const rows = page
    .split("\n")
    .filter((line) => /^\| `(?:\w+TrafficMirror|Microsoft|\{version|google)/.test(line));
  assert.equal(rows.length, operations.operations.length);
});
