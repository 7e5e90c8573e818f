import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { inspect } from "../../src/pipeline.ts";

const catalog = loadCatalog();

function read(text: string, os = "cisco-ios") {
  return inspect(Buffer.from(text), { name: "x", os, catalog });
}

const session =
  "monitor session 1 source interface Gi1/0/1\nmonitor session 1 destination interface Gi1/0/2\n";
const removals = [
  "no monitor session 1",
  "default monitor session 1",
  "no monitor session all",
  "no monitor session 1 source interface Gi1/0/1",
];

describe("a line that takes a session away", () => {
  for (const removal of removals)
    it(`is unread in a config that a device printed, and takes nothing away: ${removal}`, () => {
      const { sessions, unread, complete } = read(`hostname x\n!\n${session}${removal}\n!\nend\n`);
      assert.equal(complete, true);
      assert.equal(sessions[0]?.sources.length, 1);
      assert.deepEqual(
        unread.map(({ text }) => text),
        [removal],
      );
    });

  for (const removal of removals)
    it(`counts in a text that was typed: ${removal}`, () => {
      const { sessions, unread, complete } = read(`hostname x\n${session}${removal}\n`);
      assert.deepEqual([complete, unread], [false, []]);
      assert.deepEqual(sessions[0]?.sources ?? [], []);
    });

  it("is not what a device does print with `no`", () => {
    const text = `hostname x\n!\nno monitor session servicemodule\ninterface Gi1/1\n no switchport monitor\n!\nmonitor session 1 type erspan-source\n no shutdown\n source interface Gi1/0/1\n!\nend\n`;
    assert.deepEqual(read(text).unread, []);
  });
});
