import type { FlatLine } from "../../model/statement.ts";
import { completenessOf } from "../completeness.ts";
import type { Profile } from "../profile.ts";
import type { Accepts, Flattened } from "../reading.ts";
import { cleaned } from "./control.ts";
import type { IndentManners } from "./manners.ts";
import { compileRules, type RuleTable } from "./rule.ts";
import { scan } from "./scan.ts";
import { type ClaimedLine, newScanner, type Scanner } from "./scanner.ts";

/**
 * Claims what can matter in a config whose children are indented, as absolute paths in file order. Text is UTF-8 (other
 * encodings were decoded before). Costs one pass; control characters (a pager's backspaces) cost a second one.
 */
export function flattenIndent(bytes: Uint8Array, profile: Profile, accepts: Accepts): Flattened {
  const manners = profile.config as IndentManners;
  const scanner = scanned(buffer(bytes), rulesOf(manners), accepts);
  const { hostname, unread, indicators } = scanner;
  const { refusals, typedLines, overflow, unended, configs } = scanner;
  const met = { refusals, typed: typedLines, overflow, unended, configs };
  const verdict = completenessOf(scanner.bytes, manners.completeness, met);
  return { hostname, ...verdict, unread, indicators, lines: inOrder(scanner.lines) };
}

function scanned(bytes: Buffer, rules: RuleTable, accepts: Accepts): Scanner {
  const scanner = newScanner(bytes, rules, accepts);
  scan(scanner);
  return scanner.controls ? scanned(cleaned(bytes), rules, accepts) : scanner;
}

/** The same bytes, at an offset from which they can be read four at a time. */
function buffer(bytes: Uint8Array): Buffer {
  const { buffer, byteOffset, byteLength } = bytes;
  return byteOffset % 4 === 0
    ? Buffer.from(buffer, byteOffset, byteLength)
    : Buffer.from(Uint8Array.from(bytes).buffer);
}

const tables = new WeakMap<IndentManners, RuleTable>();

/** Compiled once for each profile: a fleet has thousands of configs and four profiles. */
function rulesOf(manners: IndentManners): RuleTable {
  const table = tables.get(manners) ?? compileRules(manners);
  tables.set(manners, table);
  return table;
}

function inOrder(lines: readonly ClaimedLine[]): readonly FlatLine[] {
  const attended = new Set(lines.filter((line) => !line.helper).map((line) => line.parent));
  return lines
    .filter((line) => !line.beside || attended.has(line.parent))
    .sort((one, other) => one.line - other.line)
    .map(({ line, text, context }) => (context === undefined ? { line, text } : { line, text, context }));
}
