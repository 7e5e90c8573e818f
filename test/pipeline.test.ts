import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Fault } from "../src/model/fault.ts";
import { loadCatalog } from "../src/parse/catalog.ts";
import { inspect } from "../src/pipeline.ts";

const catalog = loadCatalog();
const read = (text: string | Uint8Array, os?: string) =>
  inspect(typeof text === "string" ? Buffer.from(text) : text, {
    name: "given",
    catalog,
    ...(os ? { os } : {}),
  });

const config = `version 15.2
service timestamps debug datetime msec
hostname sw1
!
interface GigabitEthernet1/0/1
 switchport mode access
!
monitor session 1 source interface Gi1/0/1 rx
monitor session 1 destination interface Gi1/0/24
monitor session 2 sorce interface Gi1/0/2
!
end
`;

describe("inspecting a config", () => {
  it("names the device, its os, its sessions and every line that was not read", () => {
    const record = read(config);
    assert.equal(record.device, "sw1");
    assert.equal(record.os, "cisco-ios");
    assert.equal(record.complete, true);
    assert.deepEqual(
      record.sessions.map(({ name, lines }) => [name, lines]),
      [["1", [8, 9]]],
    );
    assert.deepEqual(
      record.unread.map(({ line, text }) => [line, text]),
      [[10, "monitor session 2 sorce interface Gi1/0/2"]],
    );
  });

  it("reads the same from CR LF, a byte order mark and UTF-16", () => {
    const expected = read(config);
    assert.deepEqual(read(config.replaceAll("\n", "\r\n")), expected);
    assert.deepEqual(read(`\ufeff${config}`), expected);
    assert.deepEqual(read(Buffer.from(`\ufeff${config}`, "utf16le")), expected);
  });

  it("is not complete for a text that holds NUL bytes, and still reads it", () => {
    const record = read(config.replace("!\nend", "\0!\nend"));
    assert.equal(record.complete, false);
    assert.match(record.completeness, /NUL/);
    assert.equal(record.sessions.length, 1);
  });

  it("gives os unknown and no sessions for a text that no profile recognises", () => {
    for (const text of [
      "",
      "hello\n",
      new Uint8Array([0, 1, 2, 255]),
      ": Saved\nASA Version 9.8\nhostname f\n",
    ]) {
      const record = read(text);
      assert.deepEqual([record.device, record.os, record.complete], ["given", "unknown", false]);
      assert.ok(record.completeness.length > 10);
      assert.deepEqual([record.sessions, record.unread, record.indicators], [[], [], []]);
    }
  });

  it("lets the caller overrule what a text looks like", () => {
    assert.equal(read(config, "cisco-nxos").os, "cisco-nxos");
    assert.throws(
      () => read(config, "no-such-os"),
      (error) => error instanceof Fault && error.code === "os-unknown",
    );
  });

  it("shows an unread line as it stands in the file, cut to 500 characters", () => {
    const { unread } = read(
      `${config.replace("end\n", "")} monitor session 3   bogus ${"x".repeat(600)}\nend\n`,
    );
    assert.ok(unread.at(-1)!.text.startsWith(" monitor session 3   bogus x"));
    assert.equal(unread.at(-1)!.text.length, 500);
  });
});
