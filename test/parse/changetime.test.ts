import assert from "node:assert/strict";
import { test } from "node:test";
import { changeTime } from "../../src/parse/changetime.ts";

const heads = ["! Last configuration change at ", "## Last commit: "];

function stated(...lines: readonly string[]): string | undefined {
  return changeTime(Buffer.from(lines.join("\n")), heads);
}

test("a config's own time of change is read in each form that devices print", () => {
  for (const [line, time] of [
    ["! Last configuration change at 09:12:44 UTC Mon Nov 23 2026 by x", "2026-11-23T09:12:44.999Z"],
    ["! Last configuration change at 09:12:44.250 CET Mon Nov 23 2026", "2026-11-23T08:12:44.250Z"],
    ["! Last configuration change at Mon Nov  3 09:12:44 UTC 2026 by x", "2026-11-03T09:12:44.999Z"],
    ["## Last commit: 2026-11-23 01:12:33 PDT by x", "2026-11-23T08:12:33.999Z"],
  ] as const)
    assert.equal(stated("version 15.2", line), time);
});

test("a time without a known zone is taken as the earliest that it can mean", () => {
  assert.equal(stated("! Last configuration change at Mon Nov 23 09:12:44 2026"), "2026-11-22T19:12:44.999Z");
  assert.equal(
    stated("! Last configuration change at 09:12:44 VIENNA Mon Nov 23 2026"),
    "2026-11-22T19:12:44.999Z",
  );
});

test("of several times the earliest counts, one that cannot be read is the earliest, and none is none", () => {
  const [late, early] = ["2026-11-23 09:00:00 UTC", "2026-11-22 09:00:00 UTC"].map(
    (at) => `## Last commit: ${at}`,
  );
  assert.equal(stated(late!, early!), "2026-11-22T09:00:00.999Z");
  assert.equal(stated(late!, "## Last commit: never"), "");
  assert.equal(stated("hostname x", " ## Last commit: 2026-11-22 09:00:00 UTC"), undefined);
});
