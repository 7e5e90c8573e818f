import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { z } from "zod";
import { loadSettings } from "../../src/settings/load.ts";
import { settingsSchema } from "../../src/settings/schema.ts";
import { temporaryFolder } from "../support/temporary.ts";

const page = readFileSync(new URL("../../docs/settings.md", import.meta.url), "utf8");

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly element?: z.ZodType;
}

/** `watch.limits.queue`, … for every key that holds a value. */
function pathsOf(schema: z.ZodType, above = ""): string[] {
  const { shape, innerType, in: input, out, element } = schema._zod.def as unknown as Definition;
  if (shape)
    return Object.entries(shape).flatMap(([key, value]) =>
      pathsOf(value, above === "" ? key : `${above}.${key}`),
    );
  const inner = [innerType, input, out, element].filter((one) => one !== undefined);
  const below = inner.flatMap((one) => pathsOf(one, above)).filter((path) => path !== above);
  return [above, ...below];
}

test("the page describes every setting", () => {
  const all = [...new Set(pathsOf(settingsSchema))].filter((path) => path !== "");
  const paths = all.filter((path) => !all.some((other) => other.startsWith(`${path}.`)));
  assert.ok(paths.includes("watch.limits.queue") && paths.includes("configs.path"), String(paths));
  assert.deepEqual(
    paths.filter((path) => !page.includes(`\`${path}\``)),
    [],
  );
});

test("the page's example is a settings file, and the limits that it states are the defaults", (t) => {
  const cwd = temporaryFolder(t);
  const defaults = loadSettings({ env: {}, cwd }).watch.limits;
  writeFileSync(join(cwd, "mirrorwatch.yaml"), /^```yaml\n([\s\S]*?)^```$/m.exec(page)![1]!);
  const settings = loadSettings({ env: {}, cwd });
  assert.equal(settings.configs.length, 3);
  assert.deepEqual(settings.watch.limits, defaults);
});
