import type { StatementRecord } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";
import { readAbbreviated } from "../parse/abbreviation.ts";
import type { Grammar } from "../parse/grammar.ts";
import { placeTyped } from "../parse/indent/typed.ts";
import type { Profile } from "../parse/profile.ts";
import { beginsWith, type CommandPattern, compileCommand } from "../parse/syslog/command.ts";

/** What one user typed at one line of one device whose config is indented, as far as it matters. */
export interface TypedBlock {
  /** The modes that may be open, outermost first, keywords written out; the last may be a plain line. */
  readonly parents: readonly string[];
  /** The modes before the last `exit`, in case it left less than it seems. */
  readonly before: readonly string[];
  /** Statements in the order in which they were typed; `line` counts them. */
  readonly statements: readonly Statement[];
  /** How many statements there have been. */
  readonly count: number;
}

export const emptyBlock: TypedBlock = { parents: [], before: [], statements: [], count: 0 };

export interface TypedReader {
  readonly profile: Profile;
  readonly grammar: Grammar<StatementRecord>;
}

/** Far more than one session's statements. */
const mostStatements = 256;
const mostCharacters = 4096;

const modes = {
  all: ["end", "conf*igure t*erminal", "conf*igure", "abort", "commit"],
  one: ["ex*it", "quit"],
};
const [leaveAll, leaveOne] = [modes.all.map(compileCommand), modes.one.map(compileCommand)];

export interface Typed {
  readonly block: TypedBlock;
  /** The statement that the command turned out to be; null when it is none that matters. */
  readonly statement: Statement | null;
}

/** Adds one command to what was typed before; places it under its parents and writes its keywords out. */
export function typeCommand(block: TypedBlock, command: string, reader: TypedReader): Typed {
  const line = command.trim().replace(/\s+/g, " ").replace(/^do /i, "").slice(0, mostCharacters);
  if (matches(leaveAll, line)) return { block: { ...block, parents: [], before: [] }, statement: null };
  if (matches(leaveOne, line)) return { block: leave(block), statement: null };
  const placed = place(block, line, reader.grammar);
  if (placed) return added(block, placed);
  const parents = openedModes(block.parents, line, reader.profile);
  return { block: parents ? { ...block, parents, before: [] } : block, statement: null };
}

function matches(patterns: readonly CommandPattern[], line: string): boolean {
  return patterns.some((pattern) => pattern.length === line.split(" ").length && beginsWith(line, pattern));
}

/** The last line of the parents is as a rule no mode, so one more goes with it. */
function leave(block: TypedBlock): TypedBlock {
  const { parents } = block;
  return { ...block, parents: parents.slice(0, -2), before: parents };
}

interface Placement {
  readonly text: string;
  readonly record: StatementRecord;
}

function place(block: TypedBlock, line: string, grammar: Grammar<StatementRecord>): Placement | null {
  const accepts = (flat: string) => readAbbreviated(grammar, flat).result.ok;
  const placed = placeTyped(block.parents, line, accepts) ?? placeTyped(block.before, line, accepts);
  if (!placed) return null;
  const { result, text } = readAbbreviated(grammar, placed.flat);
  return result.ok ? { text, record: result.record } : null;
}

function added(block: TypedBlock, { text, record }: Placement): Typed {
  const statement: Statement = { line: block.count + 1, text, record };
  const statements = [...block.statements, statement].slice(-mostStatements);
  return {
    block: { parents: text.split("\t"), before: [], statements, count: statement.line },
    statement,
  };
}

/** `interface Gi0/1`, `l2vpn > xconnect group G`: a line that says nothing itself and opens a mode that matters. */
function openedModes(parents: readonly string[], line: string, profile: Profile): readonly string[] | null {
  if (profile.config.shape !== "indent") return null;
  for (const path of profile.config.parents) {
    const heads = path.split(" > ").map(compileCommand);
    const own = heads.pop()!;
    const around = heads.every((head, level) => beginsWith(parents[level] ?? "", head));
    if (around && beginsWith(line, own)) return [...parents.slice(0, heads.length), line];
  }
  return null;
}
