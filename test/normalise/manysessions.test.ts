import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mostSessions } from "../../src/normalise/fold.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { inspect } from "../../src/pipeline.ts";

const catalog = loadCatalog();

function configOf(sessions: number): Buffer {
  const lines = Array.from({ length: sessions }, (_, at) => `monitor session s${at} source Ethernet1`);
  return Buffer.from(`hostname a\ninterface Ethernet1\n!\n${lines.join("\n")}\n!\nend\n`);
}

describe("a config that names more sessions than any device has", () => {
  it("is cut to what memory holds and called incomplete", () => {
    const { sessions, complete, completeness } = inspect(configOf(mostSessions + 5), {
      name: "x",
      os: "arista-eos",
      catalog,
    });
    assert.equal(sessions.length, mostSessions);
    assert.equal(complete, false);
    assert.match(completeness, /mirror sessions or more/);
  });

  it("is whole below that", () => {
    const { sessions, complete } = inspect(configOf(500), { name: "x", os: "arista-eos", catalog });
    assert.deepEqual([sessions.length, complete], [500, true]);
  });
});
