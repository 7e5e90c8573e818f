import type { StatementRecord } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";
import { readAbbreviated } from "../parse/abbreviation.ts";
import { readConfig } from "../parse/config.ts";
import type { Grammar } from "../parse/grammar.ts";
import { placeTyped } from "../parse/indent/typed.ts";
import type { Profile } from "../parse/profile.ts";
import { beginsWith, type CommandPattern, compileCommand, wordsOf } from "../parse/syslog/command.ts";
import { bearing, canMatter, modesOf, openedBy } from "./mode.ts";

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

const patterns = (...texts: readonly string[]) => texts.map(compileCommand);
const leaveAll = patterns("end", "conf*igure t*erminal", "conf*igure", "abort", "commit");
const leaveOne = patterns("ex*it", "quit");
/** Commands that are typed in any mode and leave none. */
const neutral = patterns(
  "sh*ow",
  "do",
  "wr*ite",
  "ping",
  "copy",
  "ter*minal",
  "trace*route",
  "clear",
  "debug",
  "cd",
);

export interface Typed {
  readonly block: TypedBlock;
  /** The statement that the command turned out to be; null when it is none that matters. */
  readonly statement: Statement | null;
  /** It begins as a mirror statement does, and cannot be read. */
  readonly refused?: boolean;
}

/** Adds one command to what was typed before; places it under its parents and writes its keywords out. */
export function typeCommand(block: TypedBlock, command: string, reader: TypedReader): Typed {
  const line = command.trim().replace(/\s+/g, " ").replace(/^do /i, "").slice(0, mostCharacters);
  if (isOne(line, leaveAll)) return { block: { ...block, parents: [], before: [] }, statement: null };
  if (isOne(line, leaveOne)) return { block: leave(block), statement: null };
  const modes = modesOf(reader.profile);
  const open = [...block.parents, ...block.before];
  const placed = canMatter(line, open, modes) ? place(block, line, reader.grammar) : null;
  if (placed) return added(block, placed);
  if (neutral.some((pattern) => beginsWith(wordsOf(line), pattern))) return { block, statement: null };
  // A line that does not belong to the open block has left it.
  const parents = openedBy(line, block.parents, modes) ?? bearing(block.parents, modes);
  return { block: { ...block, parents, before: [] }, statement: null, refused: isRefused(line, reader) };
}

/** No line without a fate: what the profile claims and the grammar refuses is told as it was typed. */
function isRefused(line: string, { profile, grammar }: TypedReader): boolean {
  const reading = readConfig(new TextEncoder().encode(`${line}\n`), profile, grammar);
  return reading.statements.length === 0 && reading.unread.length > 0;
}

function isOne(line: string, commands: readonly CommandPattern[]): boolean {
  const words = wordsOf(line);
  return commands.some((pattern) => pattern.length === words.length && beginsWith(words, pattern));
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
  let accepted: Placement | null = null;
  const accepts = (flat: string) => {
    const { result, text } = readAbbreviated(grammar, flat);
    if (result.ok) accepted = { text, record: result.record };
    return result.ok;
  };
  const placed = placeTyped(block.parents, line, accepts) ?? placeTyped(block.before, line, accepts);
  return placed && accepted;
}

function added(block: TypedBlock, { text, record }: Placement): Typed {
  const statement: Statement = { line: block.count + 1, text, record };
  const others = block.statements.filter((one) => one.text !== text);
  const statements = [...others, statement].slice(-mostStatements);
  return {
    block: { parents: text.split("\t"), before: [], statements, count: statement.line },
    statement,
  };
}
