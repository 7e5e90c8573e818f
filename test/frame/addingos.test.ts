import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import type { z } from "zod";
import { auditCommand } from "../../src/commands/audit.ts";
import { loadCatalog, packageFolder } from "../../src/parse/catalog.ts";
import { brokenExamples, grammarExamples } from "../../src/parse/example.ts";
import { profileSchema } from "../../src/parse/profile.ts";
import { inspect } from "../../src/pipeline.ts";
import { missingParts } from "../support/completeness.ts";
import { runCommand } from "../support/context.ts";
import { temporaryFolder } from "../support/temporary.ts";

const page = readFileSync(join(packageFolder, "docs/adding-an-os.md"), "utf8");

/** Writes every file that the page shows with its path into a folder of its own. */
function filesOfThePage(t: TestContext): string {
  const folder = temporaryFolder(t);
  const blocks = [...page.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)];
  assert.equal(blocks.length, 4);
  for (const [, path, text] of blocks) {
    mkdirSync(dirname(join(folder, path!)), { recursive: true });
    writeFileSync(join(folder, path!), text!);
  }
  return folder;
}

test("the os of the page is whole, and its grammar keeps to its own examples", (t) => {
  const folder = filesOfThePage(t);
  assert.deepEqual(missingParts({ catalog: folder, fixtures: join(folder, "fixtures") }), []);
  const grammar = loadCatalog({ folders: [folder] }).grammar("acme-tapos");
  const examples = grammarExamples(readFileSync(grammar.file, "utf8"));
  assert.ok(examples.length > 5);
  assert.deepEqual(brokenExamples(examples, grammar), []);
});

test("the config of the page gives the record of the page, beside the shipped systems", (t) => {
  const folder = filesOfThePage(t);
  const fixture = join(folder, "fixtures/acme-tapos/first");
  const catalog = loadCatalog({ folders: [packageFolder, folder] });
  const record = inspect(readFileSync(join(fixture, "config.txt")), { name: "first", catalog });
  const expected = JSON.parse(readFileSync(join(fixture, "expected.json"), "utf8")) as unknown;
  assert.deepEqual(JSON.parse(JSON.stringify(record)), expected);
  assert.ok(!loadCatalog().profiles.has("acme-tapos"));
});

test("settings that name the folder let an audit read the new os", async (t) => {
  const folder = filesOfThePage(t);
  writeFileSync(join(folder, "mirrorwatch.yaml"), "catalog: .\n");
  const args = ["--configs", "fixtures/acme-tapos/first/config.txt"];
  const { code, out } = await runCommand(auditCommand, args, { cwd: folder, options: { json: true } });
  assert.equal(code, 1);
  const { findings } = JSON.parse(out) as {
    findings: readonly { os: string; kind: string; session: string }[];
  };
  assert.deepEqual(
    findings.map(({ os, kind, session }) => [os, kind, session]),
    [
      ["acme-tapos", "unexpected", "7"],
      ["acme-tapos", "automation", ""],
    ],
  );
});

interface Definition {
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly options?: readonly z.ZodType[];
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
}

function keysOf(schema: z.ZodType): string[] {
  const { shape = {}, options = [], ...rest } = schema._zod.def as Definition;
  const inner = [rest.innerType, rest.in, rest.out, rest.element, rest.valueType].filter(
    (one) => one !== undefined,
  );
  return [...Object.keys(shape), ...[...Object.values(shape), ...options, ...inner].flatMap(keysOf)];
}

test("the page describes every key that a profile may hold", () => {
  const undescribed = new Set(keysOf(profileSchema).filter((key) => !page.includes(`\`${key}\``)));
  assert.deepEqual([...undescribed], []);
});
