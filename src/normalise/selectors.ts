import type { RecordEnd, StatementRecord } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";
import { type Bindings, collectBindings, type Place } from "./bindings.ts";
import { type JoinWords, mechanismOf, sessionKey, sessionOf } from "./names.ts";
import { outputsOf, type Outputs } from "./outputs.ts";
import { type Slots, slotsOf } from "./slots.ts";

/**
 * Joins the halves of filter-based mirroring: a session says where copies go, a filter term selects packets for it, and
 * a binding says where the filter meets traffic. Selectors and bindings become sources of their sessions:
 * the ports, VLANs and tables where a bound filter meets traffic (`via` = the filter), or the filter itself where
 * nobody bound it. All other lines pass unchanged.
 */
export function joinSelectors(statements: readonly Statement[], words: JoinWords): Statement[] {
  const sites: Sites = {
    words,
    bindings: collectBindings(statements, words),
    outputs: outputsOf(statements, words),
    slots: slotsOf(statements, words),
  };
  const chains = new Map<string, Chain[]>();
  for (const statement of statements) {
    if (!statement.record.selector || !statement.record.mechanism) continue;
    if (words.follows?.includes(statement.record.mechanism) && !isStated(statement, sites)) continue;
    for (const chain of chainsOf(statement, sites)) {
      const list = chains.get(chain.key);
      if (list) list.push(chain);
      else chains.set(chain.key, [chain]);
    }
  }
  const others = statements.filter(({ record }) => !record.selector && !record.binding?.filter);
  return [...others, ...[...chains.values()].flatMap((list) => sourcesOf(list, sites))];
}

interface Sites {
  readonly words: JoinWords;
  readonly bindings: Bindings;
  readonly outputs: Outputs;
  readonly slots: Slots;
}

/** A selecting line, the session it feeds, and one place where its filter meets traffic, or none. */
interface Chain {
  readonly key: string;
  readonly session: { readonly context?: string; readonly mechanism: string; readonly session: string };
  readonly selecting: Statement;
  readonly place?: Place;
  readonly inactive: boolean;
  /** The session has an output for the family of this filter. */
  readonly served: boolean;
}

function isStated(selecting: Statement, { outputs, words }: Sites): boolean {
  const session = sessionOf(selecting, words);
  return (
    session !== undefined && outputs.defined(selecting.context, mechanismOf(selecting, words) ?? "", session)
  );
}

function chainsOf(selecting: Statement, sites: Sites): Chain[] {
  const places = sites.bindings.places(selecting);
  const mechanism = mechanismOf(selecting, sites.words) ?? "";
  const chains = (place?: Place) =>
    sessionsAt(selecting, mechanism, sites, place).map((session) => chain(selecting, session, sites, place));
  return places.length === 0 ? chains() : places.flatMap((place) => chains(place));
}

/** A term that names no session feeds the one of the slot where it meets traffic, else the only one there is. */
function sessionsAt(
  selecting: Statement,
  mechanism: string,
  sites: Sites,
  place?: Place,
): Chain["session"][] {
  const named = sessionOf(selecting, sites.words);
  const serves = (session: string) =>
    sites.outputs.serves(sessionKey(undefined, mechanism, session), selecting, sites.words);
  const names = selecting.record.session
    ? [selecting.record.session]
    : sites.slots.sessions({ mechanism, port: place?.source.port ?? undefined, unnamed: named, serves });
  return names.map((session) => {
    const { context } = selecting;
    const inside = context !== undefined && sites.outputs.defined(context, mechanism, session);
    return context !== undefined && (inside || !sites.outputs.defined(undefined, mechanism, session))
      ? { context, mechanism, session }
      : { mechanism, session };
  });
}

function chain(selecting: Statement, session: Chain["session"], sites: Sites, place?: Place): Chain {
  const key = sessionKey(session.context, session.mechanism, session.session);
  const inactive = selecting.inactive === true || place?.inactive === true;
  const served = sites.outputs.serves(key, selecting, sites.words);
  return { key, session, selecting, inactive, served, ...(place ? { place } : {}) };
}

/** The sources of one session; those that are switched off are told only when nothing else is left. */
function sourcesOf(chains: readonly Chain[], sites: Sites): Statement[] {
  const joined = chains.filter((chain) => chain.place && chain.served);
  const live = joined.some((chain) => !chain.inactive) || sites.outputs.fed(chains[0]!.key);
  const told = live ? chains.filter((chain) => !chain.inactive) : chains;
  const sources = told.flatMap((chain) => [selectorLine(chain, sites.words), sourceLine(chain, sites.words)]);
  if (live) return sources;
  const asleep = joined.length > 0 || chains.every((chain) => chain.inactive);
  return [...sources, line(chains[0]!, { state: asleep ? "inactive" : "incomplete" })];
}

function selectorLine(chain: Chain, words: JoinWords): Statement {
  const { filter, term } = chain.selecting.record.selector ?? {};
  const words3 = [familyOf(chain.selecting, words), filter, term];
  return line(chain, { option: { selector: words3.filter(Boolean).join(" ") } });
}

function sourceLine(chain: Chain, words: JoinWords): Statement {
  const { place } = chain;
  if (!place) return line(chain, { source: unbound(chain.selecting, words) });
  return line(chain, { source: { ...place.source, via: place.filter } }, place.statement);
}

function unbound(selecting: Statement, words: JoinWords): RecordEnd {
  const { filter, term } = selecting.record.selector ?? {};
  return { filter: filter ?? "", family: familyOf(selecting, words), ...(term ? { term } : {}) };
}

function familyOf(selecting: Statement, words: JoinWords): string {
  const { family, kind } = selecting.record.selector ?? {};
  return family ?? words.family?.[kind ?? "filter"] ?? "";
}

/** A line of the session that stands where `at` stands. */
function line(chain: Chain, record: StatementRecord, at: Statement = chain.selecting): Statement {
  const { context, mechanism, session } = chain.session;
  return {
    line: at.line,
    text: at.text,
    ...(at.inherited === undefined ? {} : { inherited: at.inherited }),
    ...(context === undefined ? {} : { context }),
    record: { mechanism, session, ...record },
  };
}
