import type { Direction, Source } from "../model/session.ts";
import type { Draft, DraftSource } from "./draft.ts";
import { endText, ordered } from "./endorder.ts";
import { byName, byText } from "./order.ts";
import { mergeVlans } from "./vlan.ts";
import type { Words } from "./words.ts";

/** What is copied, each thing once, with its direction stated. `receives`: the session listens to a far end. */
export function finishSources(draft: Draft, mechanism: string, receives: boolean, words: Words): Source[] {
  const fallback = draft.direction ?? words.defaultDirection(mechanism);
  const farEnd = receives ? { ...draft.transport, ...draft.sender } : draft.sender;
  const sources = draft.sources.map((source) => ({
    ...(source.kind === "address" ? farEnd : {}),
    ...source,
    direction: source.direction ?? fallback,
  }));
  const vlans = mergeVlans(
    sources.filter(plainVlan).map(({ name = "", direction }) => ({ list: name, direction })),
  ).map(({ list, direction }): Source => ({ kind: "vlan", name: list, direction }));
  return sorted([...mergeDirections(sources.filter((source) => !plainVlan(source))), ...vlans]);
}

function plainVlan(source: DraftSource): boolean {
  return source.kind === "vlan" && source.via === undefined && source.vrf === undefined;
}

/** The same source received by one line and sent by another is copied in both directions. */
function mergeDirections(sources: readonly Source[]): Source[] {
  const merged = new Map<string, Source>();
  for (const source of sources) {
    const { direction, ...rest } = source;
    const key = endText(rest);
    const known = merged.get(key);
    merged.set(key, known ? { ...known, direction: together(known.direction, direction) } : source);
  }
  return [...merged.values()].map(ordered);
}

function together(one: Direction, other: Direction): Direction {
  return one === other ? one : "both";
}

/** The text of each end is made once: a session may have thousands. */
function sorted(sources: readonly Source[]): Source[] {
  return sources
    .map((source) => ({ source, text: endText(source) }))
    .sort(
      ({ source: a, text: left }, { source: b, text: right }) =>
        byText(a.kind, b.kind) || byName(left, right) || byText(a.direction, b.direction),
    )
    .map(({ source }) => source);
}
