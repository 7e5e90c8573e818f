import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { MirrorSession } from "../../src/model/session.ts";
import type { FlatLine } from "../../src/model/statement.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";
import { flattenTree } from "../../src/parse/tree/flatten.ts";
import { inspect } from "../../src/pipeline.ts";
import { configFixtures } from "../support/golden.ts";

const catalog = loadCatalog();
const os = "juniper-junos";
const profile = catalog.profile(os);
/** What was read of a config, typed again as `set` and `deactivate` lines. Every context is typed as a logical system. */
function typedAgain(lines: readonly FlatLine[]): string {
  const path = ({ context, text }: FlatLine) => (context ? `logical-systems ${context} ${text}` : text);
  const dead = lines.filter(({ inactive }) => inactive);
  const typed = [
    ...lines.map((line) => `set ${path(line)}`),
    ...dead.map((line) => `deactivate ${path(line)}`),
  ];
  return `${["set version 1", ...typed].join("\n")}\n`;
}

function meaning(sessions: readonly MirrorSession[]): unknown {
  return sessions.map(({ lines: _, ...session }) => session);
}

for (const { os: of, name, config } of configFixtures())
  if (of === os)
    test(`${name}: its statements typed again as set lines give the same sessions`, () => {
      const bytes = readFileSync(config);
      const lines = flattenTree(bytes, profile, (text) => catalog.grammar(os).read(text).ok).lines;
      const typed = inspect(Buffer.from(typedAgain(lines)), { name, os, catalog });
      const printed = inspect(bytes, { name, os, catalog });
      assert.deepEqual(meaning(typed.sessions), meaning(printed.sessions));
    });
