import type { RecordEnd, RecordFilter, StatementRecord } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";
import { addOption, type Draft, type DraftFilter, mannerText, newDraft, removeOption } from "./draft.ts";
import {
  addDestination,
  addSource,
  addTransport,
  hasPlace,
  namesOf,
  removeDestination,
  removeSource,
  removeTransport,
  settle,
} from "./ends.ts";
import { compressRanges } from "./vlan.ts";
import type { Words } from "./words.ts";

/** Sessions by context and name, in the order in which the text first names them. */
export type Drafts = Map<string, Draft>;

/** Puts the statements of each session together. A removal takes away what stood before it, as on the device. */
export function foldSessions(statements: readonly Statement[], words: Words): Drafts {
  const drafts: Drafts = new Map();
  const dead = new Map<string, Statement[]>();
  for (const statement of statements) {
    if (statement.record.scope) setStates(drafts, statement);
    if (!statement.record.session) continue;
    if (statement.inactive) hold(dead, statement, words);
    else if (removesWhole(statement.record)) removeSessions(drafts, statement, words);
    else apply(draftOf(drafts, statement, words), statement, words);
  }
  for (const [key, held] of dead) if (!drafts.has(key)) foldInactive(drafts, held, words);
  for (const draft of drafts.values()) settle(draft);
  return drafts;
}

/** The draft that a statement speaks of, new when nothing has named it yet. */
export function draftOf(
  drafts: Drafts,
  { record, context }: { readonly record: StatementRecord; readonly context?: string | undefined },
  words: Words,
): Draft {
  const key = draftKey(record, context, words);
  const known = drafts.get(key) ?? newDraft(record.session ?? "", context);
  // What there is no room for is put together and forgotten; the text is called incomplete.
  if (drafts.size < mostSessions) drafts.set(key, known);
  return known;
}

/** No device has so many sessions (most have two or four, clouds aside); a text that names more would fill the memory. */
export const mostSessions = 4096;

/** Why nothing may be concluded from what is absent, when sessions were left out. */
export const tooManySessions = `the text names ${mostSessions} mirror sessions or more, which no device has; the others are left out`;

function draftKey(record: StatementRecord, context: string | undefined, words: Words): string {
  return [context ?? "", words.namespace(record.mechanism), record.session].join("\u0000");
}

export function each<T extends object>(one: T | readonly T[] | null | undefined): readonly T[] {
  if (one === null || one === undefined) return [];
  return Array.isArray(one) ? one : [one as T];
}

function hold(dead: Map<string, Statement[]>, statement: Statement, words: Words): void {
  const key = draftKey(statement.record, statement.context, words);
  const held = dead.get(key) ?? [];
  held.push(statement);
  dead.set(key, held);
}

/** A session of which no statement is in force is kept, as inactive; of any other, only what is in force counts. */
function foldInactive(drafts: Drafts, held: readonly Statement[], words: Words): void {
  for (const statement of held) {
    const draft = draftOf(drafts, statement, words);
    draft.inactive = true;
    apply(draft, statement, words);
  }
}

/** `monitor session all shut`: the state of every session that stands before it. */
function setStates(drafts: Drafts, { record, context, line }: Statement): void {
  for (const draft of drafts.values()) {
    if (draft.context !== context || !covers(record.scope ?? "", draft.name)) continue;
    draft.states.push(record.state ?? "");
    draft.lines.add(line);
  }
}

function removesWhole(record: StatementRecord): boolean {
  const part =
    record.source ?? record.destination ?? record.transport ?? record.filter ?? record.option ?? record.state;
  return Boolean(record.removed) && (part === null || part === undefined);
}

/** `no monitor session 1-3,5`, `all`, or one of the kinds of session (`local`, `remote`). */
function removeSessions(drafts: Drafts, { record, context }: Statement, words: Words): void {
  const named = record.session ?? "";
  const namespace = words.namespace(record.mechanism);
  for (const [key, draft] of drafts) {
    if (draft.context !== context || words.namespace(draft.mechanisms[0]) !== namespace) continue;
    if (covers(named, draft.name) || isOfKind(draft, named, words)) drafts.delete(key);
  }
}

/** Does a list of sessions (`1-3,5`, `all`) hold this one? */
function covers(sessions: string, name: string): boolean {
  if (sessions === name || sessions === "all") return true;
  const ranges = /^[\d,\- ]+$/.test(sessions) ? compressRanges(sessions).split(",") : [];
  return ranges.some((range) => within(name, range));
}

function within(name: string, range: string): boolean {
  const [low = "", high = low] = range.split("-");
  return /^\d+$/.test(name) && Number(name) >= Number(low) && Number(name) <= Number(high);
}

function isOfKind(draft: Draft, named: string, words: Words): boolean {
  const remote =
    draft.sources.some(({ kind }) => kind === "remote-vlan") ||
    draft.destinations.some(({ kind }) => kind === "vlan");
  const local = draft.mechanisms.every((word) => words.mechanism(word) === words.mechanism("local"));
  return (named === "remote" && remote) || (named === "local" && local && !remote);
}

function apply(draft: Draft, { record, line }: Statement, words: Words): void {
  draft.lines.add(line);
  draft.defined ||= !record.attachment;
  if (record.mechanism) draft.mechanisms.push(record.mechanism);
  if (record.state) draft.states.push(record.state);
  const change = record.removed ? taking : adding;
  const sources = wholeEnds(each<RecordEnd>(record.source));
  for (const end of sources) change.source(draft, end, words);
  for (const end of wholeEnds(each<RecordEnd>(record.destination))) change.destination(draft, end, words);
  for (const end of each<RecordEnd>(record.transport)) change.farEnd(draft, end, words);
  for (const filter of each<RecordFilter>(record.filter)) change.filter(draft, filter, sources, words);
  for (const [label, value] of Object.entries(record.option ?? {})) change.option(draft, label, value);
}

/** A line may tell one end in several parts, in any order: those without a place belong to the one that has it. */
function wholeEnds(ends: readonly RecordEnd[]): readonly RecordEnd[] {
  const placed = ends.filter(hasPlace);
  return placed.length === 1 && ends.length > 1 ? [Object.assign({}, ...ends) as RecordEnd] : ends;
}

const adding = {
  source: addSource,
  destination: addDestination,
  farEnd: addTransport,
  filter: addFilter,
  option: addOption,
};

const taking = {
  source: removeSource,
  destination: removeDestination,
  farEnd: removeTransport,
  filter: removeFilter,
  option: removeOption,
};

/**
 * Keeps the filter, and as an option what belongs to it alone: its family, its manners, and the sources that it narrows
 * when it stands on their line.
 */
function addFilter(draft: Draft, filter: RecordFilter, sources: readonly RecordEnd[], words: Words): void {
  const { kind, value, list: _, family, ...manners } = filter;
  draft.filters.push(draftFilter(filter));
  const said = Object.entries(manners).flatMap(([label, word]) => (word ? [mannerText(label, word)] : []));
  const names = sources.flatMap((end) => namesOf(end, words));
  if (names.length === 0 && !family && said.length === 0) return;
  const text = [family, value, ...said].filter(Boolean).join(" ");
  for (const name of names) addOption(draft, kind, `${name} ${text}`.trim());
  if (names.length === 0) addOption(draft, kind, text);
}

function removeFilter(draft: Draft, filter: RecordFilter): void {
  const { kind, value } = draftFilter(filter);
  draft.filters = draft.filters.filter((one) => one.kind !== kind || one.value !== value);
}

/** An access list belongs to its family: lists of one name but for IPv6 or MAC are others. Without a word it is for IPv4. */
function draftFilter({ kind: word, value, list, family }: RecordFilter): DraftFilter {
  const kind = !family || family === "ip" || family === "ipv4" ? word : `${family} ${word}`;
  return list === undefined
    ? { kind, value: value ?? word, list: false }
    : { kind, value: compressRanges(list), list: true };
}
