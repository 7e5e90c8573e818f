import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { loadCatalog } from "../../../src/parse/catalog.ts";
import { readConfig } from "../../../src/parse/config.ts";
import { inspect } from "../../../src/pipeline.ts";
import { config, damage, damaged } from "./generate.ts";
import { readSlowly } from "./oracle.ts";
import { eos, ios, iosxr, nxos } from "./support.ts";

const catalog = loadCatalog();
const runs = Number(process.env.MIRRORWATCH_FUZZ_RUNS ?? 2000);

/** Bytes put in, taken out or turned into others, anywhere. */
const mutation = fc.record({
  at: fc.nat(4000),
  taken: fc.nat(12),
  put: fc.oneof(
    fc.constantFrom(
      "\n",
      "\r",
      " ",
      "!",
      "^C",
      "#",
      "monitor session 7",
      "(config)#",
      "%A-1-B: ",
      "\t",
      "\n\n",
      "no ",
    ),
    fc.string({ maxLength: 6 }).map((text) => text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, "?")),
  ),
});

function mutated(text: string, mutations: readonly { at: number; taken: number; put: string }[]): string {
  return mutations.reduce((one, { at, taken, put }) => {
    const where = one.length === 0 ? 0 : at % one.length;
    return one.slice(0, where) + put + one.slice(where + taken);
  }, text);
}

describe("reading a mutated config", { timeout: 600_000 }, () => {
  for (const profile of [ios, iosxr, nxos, eos])
    it(`throws nothing and gives every claimed line of ${profile.os} a fate`, () => {
      const grammar = catalog.grammar(profile.os);
      fc.assert(
        fc.property(config, damage, fc.array(mutation, { maxLength: 6 }), (lines, how, mutations) => {
          const text = mutated(damaged(lines, how), mutations);
          const reading = readConfig(Buffer.from(text), profile, grammar);
          const fates = new Set([...reading.statements, ...reading.unread].map(({ line }) => line));
          const seen = text.includes("(config") ? { claimed: [], unread: [] } : readSlowly(profile, text);
          for (const line of [...seen.claimed.filter(isNoHelper).map(numberOf), ...seen.unread])
            assert.ok(fates.has(line), `line ${line} of ${JSON.stringify(text)} has no fate`);
        }),
        { numRuns: Math.ceil(runs / 4) },
      );
    });

  it("throws nothing for any bytes", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 2000 }),
        fc.constantFrom(...catalog.profiles.keys(), undefined),
        (bytes, os) => {
          const record = inspect(bytes, { name: "x", catalog, ...(os === undefined ? {} : { os }) });
          assert.equal(typeof record.complete, "boolean");
        },
      ),
      { numRuns: Math.ceil(runs / 10) },
    );
  });
});

/** A `neighbor` counts only beside a session, which depends on where the grammar places both. */
function isNoHelper(claimed: string): boolean {
  return !/neighbor/.test(claimed);
}

function numberOf(claimed: string): number {
  return Number(claimed.slice(0, claimed.indexOf(" ")));
}
