import type { RecordEnd, StatementRecord } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";
import { type Chain, collectChains, familyOf, type SessionName } from "./chains.ts";
import { type Conditions, conditionKind, conditionsOf, conditionText } from "./conditions.ts";
import type { JoinWords } from "./names.ts";
import { type Outputs, outputsOf } from "./outputs.ts";
import { type Room, takeLines } from "./room.ts";

/**
 * Joins the halves of filter-based mirroring: a session says where copies go, a filter term selects packets for it, and
 * a binding says where the filter meets traffic. Selectors and bindings become sources of their sessions:
 * the ports, VLANs and tables where a bound filter meets traffic (`via` = the filter), or the filter itself where
 * nobody bound it. All other lines pass unchanged.
 */
export function joinSelectors(statements: readonly Statement[], words: JoinWords, room: Room): Statement[] {
  const outputs = outputsOf(statements, words);
  const chains = collectChains(statements, outputs, words, room);
  const others = statements.filter(({ record }) => !record.selector && !record.binding?.filter);
  const conditions = conditionsOf(statements, (line) => familyOf(line, words));
  const joining = { outputs, conditions, words, room };
  return [...others, ...[...chains.values()].flatMap((list) => sourcesOf(list, joining))];
}

interface Joining {
  readonly outputs: Outputs;
  readonly words: JoinWords;
  readonly conditions: Conditions;
  readonly room: Room;
}

/** The sources of one session; those that are switched off are told only when nothing else is left. */
function sourcesOf(chains: readonly Chain[], joining: Joining): Statement[] {
  const { outputs, words, room } = joining;
  const { key, session } = chains[0]!;
  const joined = chains.filter((chain) => chain.place && chain.served);
  const live = joined.some((chain) => !chain.inactive) || outputs.fed(key);
  const told = live ? chains.filter((chain) => !chain.inactive) : chains;
  const selecting = selectingLines(told, live, room);
  const lines = [
    ...selecting.map((one) => lineOf(session, one, { option: { selector: selectorName(one, words) } })),
    ...narrowing(session, selecting, joining),
    ...(takeLines(room, told.length)
      ? told.map((chain) => sourceLine(chain, words))
      : [lineOf(session, selecting[0]!, { source: { direction: "both", all: "all" } })]),
  ];
  if (live) return lines;
  const asleep = joined.length > 0 || chains.every((chain) => chain.inactive);
  const state = asleep ? "inactive" : "incomplete";
  return [...lines, lineOf(session, selecting[0]!, { state })];
}

/** A text can make thousands of terms feed thousands of sessions; beyond its room, a session names its first term. */
function selectingLines(told: readonly Chain[], live: boolean, room: Room): readonly Statement[] {
  const groups = [...new Set(told.map((chain) => chain.selecting))];
  const counts = (one: Statement) => !live || !one.inactive;
  if (
    takeLines(
      room,
      groups.reduce((sum, lines) => sum + lines.length, 0),
    )
  )
    return groups.flat().filter(counts);
  const first = groups.find((lines) => lines.some(counts)) ?? groups[0]!;
  return [first.find(counts) ?? first[0]!];
}

/** `inet MIRROR-WEB web`: family, filter and term. */
function selectorName(selecting: Statement, words: JoinWords): string {
  const { filter, term } = selecting.record.selector ?? {};
  return [familyOf(selecting, words), filter, term].filter(Boolean).join(" ");
}

/**
 * What narrows the terms, as filters: `from inet MIRROR-WEB web protocol tcp`. Beside a term that something narrows, one
 * that nothing does takes `any`: it must not look like less than it is.
 */
function narrowing(
  session: SessionName,
  selecting: readonly Statement[],
  { conditions, words, room }: Joining,
): Statement[] {
  const terms = selecting.map((line) => ({ line, found: conditions.of(line) }));
  const [narrowed] = terms.flatMap(({ found }) => found.slice(0, 1));
  if (!narrowed) return [];
  const kind = conditionKind(narrowed);
  const filter = (at: Statement, term: Statement, value: string) =>
    lineOf(session, at, { filter: { kind, value: `${selectorName(term, words)} ${value}` } });
  return terms.flatMap(({ line, found }) => {
    if (found.length === 0 || !takeLines(room, found.length)) return [filter(line, line, "any")];
    return found.map((one) => filter(one, line, conditionText(one)));
  });
}

function sourceLine({ session, selecting, place }: Chain, words: JoinWords): Statement {
  if (!place) return lineOf(session, selecting[0]!, { source: unbound(selecting[0]!, words) });
  return lineOf(session, place.statement, { source: { ...place.source, via: place.filter } });
}

function unbound(selecting: Statement, words: JoinWords): RecordEnd {
  const { filter, term } = selecting.record.selector ?? {};
  return { filter: filter ?? "", family: familyOf(selecting, words), ...(term ? { term } : {}) };
}

/** A line of the session that stands where `at` stands. */
function lineOf(
  { context, mechanism, session }: SessionName,
  at: Statement,
  record: StatementRecord,
): Statement {
  return {
    line: at.line,
    text: at.text,
    ...(at.inherited === undefined ? {} : { inherited: at.inherited }),
    ...(context === undefined ? {} : { context }),
    record: { mechanism, session, ...record },
  };
}
