import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { flattenIndent } from "../../../src/parse/indent/flatten.ts";
import type { Profile } from "../../../src/parse/profile.ts";
import { config, damage, damaged } from "./generate.ts";
import { type Fates, readSlowly } from "./oracle.ts";
import { eos, ios, iosxr, nxos } from "./support.ts";

/** The scanner with a grammar that reads nothing: what remains is indentation. */
function readFast(profile: Profile, text: string): Fates {
  const { lines, unread, indicators } = flattenIndent(Buffer.from(text), profile, () => false);
  return {
    claimed: lines.map(({ line, text }) => `${line} ${text.replaceAll("\t", " > ")}`),
    unread: unread.map(({ line }) => line),
    indicated: indicators.map(({ line }) => line),
  };
}

describe("the byte scanner", () => {
  for (const profile of [ios, iosxr, nxos, eos])
    it(`agrees with a reading line by line on damaged ${profile.os} configs`, () => {
      fc.assert(
        fc.property(config, damage, (lines, how) => {
          const text = damaged(lines, how);
          assert.deepEqual(readFast(profile, text), readSlowly(profile, text), JSON.stringify(text));
        }),
        { numRuns: Number(process.env.MIRRORWATCH_ORACLE_RUNS ?? 500) },
      );
    });
});
