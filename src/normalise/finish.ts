import type { Destination, MirrorSession, Source, State } from "../model/session.ts";
import { farthest, finishDestinations } from "./destinations.ts";
import type { Draft, FarEnd } from "./draft.ts";
import { finishFilters } from "./filters.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { byName, byText } from "./order.ts";
import { finishSources } from "./sources.ts";
import type { Words } from "./words.ts";

/** The session as its record: one entry for each thing, defaults stated, in canonical order. */
export function finishSession(draft: Draft, words: Words): MirrorSession {
  const mechanism = mechanismOf(draft, words);
  const receives = mechanism === "erspan-destination";
  const destinations = finishDestinations(draft, mechanism, receives, words);
  const sources = finishSources(draft, mechanism, receives, words);
  const options = optionsOf(draft, destinations.length === 0 ? draft.receiver : {});
  const session = {
    name: draft.name,
    ...(draft.context === undefined ? {} : { context: draft.context }),
    mechanism,
    reach: farthest(destinations),
    state: stateOf(draft, mechanism, sources, destinations, words),
    sources,
    destinations,
    filters: finishFilters(draft.filters),
    ...(Object.keys(options).length > 0 ? { options } : {}),
  };
  return { ...session, lines: [...draft.lines].sort((a, b) => a - b), fingerprint: fingerprintOf(session) };
}

function mechanismOf(draft: Draft, words: Words): string {
  const typed = draft.mechanisms.at(-1);
  if (typed !== undefined) return words.mechanism(typed);
  const telling = [
    draft.sources.some(({ kind }) => kind === "remote-vlan") && "remote-vlan",
    draft.sources.some(({ kind }) => kind === "filter") && "filter",
    draft.destinations.some(({ kind, via }) => kind === "address" && via !== undefined) && "tunnel",
    draft.destinations.some(({ kind }) => kind === "address") && "address",
    draft.destinations.some(({ kind }) => kind === "vlan") && "vlan",
  ].find((kind) => kind !== false && words.defaultMechanism(kind) !== undefined);
  return words.defaultMechanism(telling || "session") ?? words.defaultMechanism("session") ?? "span";
}

/** What was said of a far end that has no address stays visible. */
function optionsOf(draft: Draft, loose: FarEnd): Record<string, string> {
  const options = [...draft.options].map(([key, values]): [string, string] => [
    key,
    [...values].sort(byName).join(","),
  ]);
  const { erspanId, origin, vrf } = { ...draft.transport, ...loose };
  const far = draft.destinations.length === 0 && draft.sources.every(({ kind }) => kind !== "address");
  if (far && erspanId !== undefined) options.push(["erspan-id", String(erspanId)]);
  if (far && origin !== undefined) options.push(["origin", origin]);
  if (far && vrf !== undefined) options.push(["vrf", vrf]);
  return Object.fromEntries(options.sort(([a], [b]) => byText(a, b)));
}

function stateOf(
  draft: Draft,
  mechanism: string,
  sources: readonly Source[],
  destinations: readonly Destination[],
  words: Words,
): State {
  if (draft.inactive) return "inactive";
  if (destinations.length > 0 && sources.length === 0 && words.dormant(mechanism)) return "inactive";
  if (!draft.defined || sources.length === 0 || destinations.length === 0) return "incomplete";
  const said = draft.states.map((word) => words.state(word)).findLast((state) => state !== undefined);
  return said ?? words.defaultState(mechanism, draft.mechanisms.length > 0 ? "typed" : "session");
}
