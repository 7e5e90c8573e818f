import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { json, plain } from "../../src/report/plain.ts";
import { table } from "../../src/report/table.ts";
import { displayWidth, wrap } from "../../src/report/width.ts";

const harmless = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;
const unit = fc.string({ unit: "binary", maxLength: 40 });

test("plain text carries no terminal escape, no line break and no bidirectional override", () => {
  assert.equal(plain("a\u001b[2Jb"), "a\\u{1b}[2Jb");
  assert.equal(plain("up\r\ndown\tright"), "up\\u{d}\\u{a}down right");
  assert.equal(plain("Gi1/0/1\u202e1"), "Gi1/0/1\\u{202e}1");
  assert.equal(plain("München 東京"), "München 東京");
});

test("plain text is harmless whatever was written", () => {
  fc.assert(fc.property(unit, (text) => harmless.test(plain(text))));
});

test("JSON is harmless on a terminal and reads back as the same value", () => {
  fc.assert(
    fc.property(unit, (text) => {
      const printed = json({ text });
      assert.deepEqual(JSON.parse(printed), { text });
      assert.ok(harmless.test(printed.replaceAll("\n", "")));
    }),
  );
});

test("a table row is one record, whatever its cells hold", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(unit, unit), { maxLength: 5 }), (rows) => {
      const lines = table(["device", "why"], rows, 10_000).split("\n");
      assert.equal(lines.length, rows.length + 3);
    }),
  );
});

test("a table fits into the window and keeps every character of its cells", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 30, max: 120 }), (why, width) => {
      const printed = table(
        ["device", { head: "severity", right: true }, "why"],
        [["core1", "7", why]],
        width,
      );
      assert.ok(printed.split("\n").every((line) => displayWidth(line) <= width));
    }),
  );
  assert.equal(
    table(["device", { head: "sev", right: true }, "why"], [["core1", "7", "no approval covers it"]], 27),
    "device  sev  why\n------  ---  --------------\ncore1     7  no approval\n             covers it\n",
  );
});

test("wrapping loses nothing but the spaces at which it breaks", () => {
  fc.assert(
    fc.property(unit.map(plain), fc.integer({ min: 2, max: 30 }), (text, width) => {
      const lines = wrap(text, width);
      assert.equal(lines.join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
      assert.ok(lines.every((line) => displayWidth(line) <= width));
    }),
  );
});

test("prose with too little room beside its row stands below it, and no word of a row is broken", () => {
  const why = "unexpected erspan-source: no approval covers it, and the copy goes to an address outside";
  const row = [
    "f-2ab64a752b45",
    "core1",
    "TenGigE0/0/0/1 rx, TenGigE0/0/0/2 both",
    "198.18.0.9 vrf MGMT",
    why,
  ];
  const heads = ["finding", "device", "from", "to", { head: "why", below: true }];
  const lines = table(heads, [row], 80).split("\n");
  assert.ok(lines.every((line) => displayWidth(line) <= 80));
  assert.equal(lines[1], "    why");
  assert.match(lines.slice(3, -1).join(" "), /TenGigE0\/0\/0\/2.* {4}unexpected erspan-source: no approval/);
  assert.equal(table(heads, [row], 200).split("\n").length, 4);
});
