import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { flatten, ios, iosxr } from "./support.ts";

/** One megabyte of a text, again and again. */
const much = (text: string): string => text.repeat(Math.ceil(2 ** 20 / text.length));

const texts: Readonly<Record<string, string>> = {
  "banners that never close": much("banner motd ^C\nx\n"),
  "banners of every delimiter": much(
    Array.from({ length: 90 }, (_, at) => `banner motd ${String.fromCharCode(33 + at)}\n`).join(""),
  ),
  "macros that never close": much("macro name x\nfoo @ bar\n"),
  "certificates that never close": much(" certificate ca 01\n 30\n"),
  "prefixes without end": `${much("no ")}\n${much("do no default ")}`,
  "a block of junk": `monitor session 1 type erspan-source\n${much(" junk\n")}`,
  "children without indentation": `monitor session 1 type erspan-source\n${much("no shutdown\n")}`,
  "ever deeper lines": Array.from({ length: 1400 }, (_, at) => `${" ".repeat(at)}monitor session 1\n`).join(
    "",
  ),
  "half prompts": `R(config)#\n${much("(config(config(config#\n")}`,
  "half log tags": much(`*${"%A-1-B".repeat(40)}\n`),
  "nothing but spaces": much(" "),
  "nothing but backspaces": much("a\b"),
  "nothing but escapes": much("\u001b["),
};

/** Quadratic time would take hours on these; the limit only has to notice that. */
const patience = { timeout: 120_000 };

describe("a hostile text of one megabyte", patience, () => {
  for (const [name, text] of Object.entries(texts))
    it(`of ${name} is read to its end`, () => {
      const last = "\nmonitor session 9 source vlan 9\nmonitor-session nine ethernet\n";
      for (const profile of [ios, iosxr]) {
        const { lines, unread, completeness } = flatten(profile, text + last);
        const claimed = [...lines, ...unread].some((line) => /nine|session 9/.test(line.text));
        assert.ok(claimed || /more lines about mirroring/.test(completeness), completeness);
      }
    });

  it("is given up, and called incomplete, when it claims more than any device holds", () => {
    const { lines, complete } = flatten(
      ios,
      `hostname a\n${"monitor session 1 source vlan 3\n".repeat(120_000)}end\n`,
    );
    assert.equal(complete, false);
    assert.equal(lines.length, 10_000);
  });
});
