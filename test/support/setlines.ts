import assert from "node:assert/strict";
import type { MirrorSession } from "../../src/model/session.ts";
import type { Statement } from "../../src/model/statement.ts";
import { normaliseReading } from "../../src/normalise/normalise.ts";
import { loadCatalog } from "../../src/parse/catalog.ts";

const os = "juniper-junos";
const catalog = loadCatalog();

/**
 * Reads flat Junos lines without the flattener: absolute paths as in set form without `set`. A line that begins with
 * `inactive: ` is switched off; one that begins with `in LS: ` stands in a logical system.
 */
export function statementsOf(lines: readonly string[]): Statement[] {
  return lines.map((line, index) => {
    const [, inactive, context, text = ""] = /^(inactive: )?(?:in (\S+): )?(.*)$/.exec(line) ?? [];
    const read = catalog.grammar(os).read(text);
    assert.ok(read.ok, `the grammar refuses \`${text}\``);
    const place = { line: index + 1, text, record: read.record };
    return { ...place, ...(inactive ? { inactive: true } : {}), ...(context ? { context } : {}) };
  });
}

/** The sessions of flat Junos lines. */
export function sessionsOf(lines: readonly string[]): readonly MirrorSession[] {
  const facts = { hostname: null, complete: true, completeness: "", unread: [], indicators: [] };
  return normaliseReading({ ...facts, statements: statementsOf(lines) }, catalog.profile(os)).sessions;
}

/** The one session of that name. */
export function sessionOf(name: string, lines: readonly string[]): MirrorSession {
  const found = sessionsOf(lines).filter((session) => session.name === name);
  assert.equal(found.length, 1, `one session is named ${name}`);
  return found[0] as MirrorSession;
}
