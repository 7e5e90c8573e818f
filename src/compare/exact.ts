import type { Approval, ApprovedEnd } from "../model/approval.ts";
import { interfaceList } from "../model/interfacelist.ts";
import { escaped } from "../model/pattern.ts";
import { endPhrase, filterPhrase, readFilter, vlanProblem } from "../model/phrase.ts";
import type { Destination, MirrorSession, Source } from "../model/session.ts";

/** The parts of an approval that say what is admitted, without who and why. */
export type Envelope = Omit<Approval, "id" | "required" | "owner" | "ticket" | "reason" | "from" | "until">;

/** The narrowest envelope that holds this session. */
export function exactEnvelope(device: string, session: MirrorSession): Envelope {
  return {
    device: escaped(device),
    session: escaped(session.name),
    ...(session.context === undefined ? {} : { context: escaped(session.context) }),
    mechanism: session.mechanism,
    sources: exactSources(session.sources),
    destinations: exactDestinations(session.destinations),
    filters: session.filters.map(({ kind, value }) =>
      readFilter(filterPhrase({ kind, value: escaped(value) })),
    ),
    ...(session.state === "inactive" ? { state: session.state } : {}),
  };
}

/** One end for each kind, direction and filter; interfaces that share them are joined to one list. */
export function exactSources(sources: readonly Source[]): readonly ApprovedEnd[] {
  return joined(sources.map(sourceEnd));
}

export function exactDestinations(destinations: readonly Destination[]): readonly ApprovedEnd[] {
  return joined(destinations.map(destinationEnd));
}

/** What is copied, as phrases: `interface GigabitEthernet1/0/1-4 rx, vlan 10`. */
export function sourcesInWords(sources: readonly Source[]): string {
  return (
    exactSources(sources)
      .map((end) =>
        end.direction === "both" ? `${endPhrase(end, "source")} both` : endPhrase(end, "source"),
      )
      .join(", ") || "nothing"
  );
}

/** Where the copy goes, as phrases. */
export function destinationsInWords(destinations: readonly Destination[]): string {
  return (
    exactDestinations(destinations)
      .map((end) => endPhrase(end, "destination"))
      .join(", ") || "nowhere"
  );
}

export function filtersInWords(filters: MirrorSession["filters"]): string {
  return filters.map(filterPhrase).join(", ") || "no filter";
}

function sourceEnd(source: Source): ApprovedEnd {
  const { kind, direction, via, family, term, vrf, erspanId } = source;
  const value = kind === "address" ? (source.address ?? source.name ?? "") : (source.name ?? "");
  return present({ kind, value, direction, via, family, term, vrf, erspanId });
}

function destinationEnd(destination: Destination): ApprovedEnd {
  const { kind, ingress, vrf, erspanId, origin, pwId } = destination;
  const value = destination.address ?? destination.neighbor ?? destination.name ?? "";
  return present({ kind, value, ingress, vrf, erspanId, origin, pwId });
}

function present(
  end: { readonly [Field in keyof ApprovedEnd]: ApprovedEnd[Field] | undefined },
): ApprovedEnd {
  return Object.fromEntries(Object.entries(end).filter(([, value]) => value !== undefined)) as never;
}

function joined(ends: readonly ApprovedEnd[]): readonly ApprovedEnd[] {
  const alike = Map.groupBy(ends, (end) => attributes(end) + (isListed(end) ? "" : ` ${end.value}`));
  return [...alike.values()].map((group) => {
    const [first] = group as [ApprovedEnd];
    const value = isListed(first) ? interfaceList(group.map((end) => end.value)) : exactValue(first);
    return quotedTexts({ ...first, value });
  });
}

/** Interfaces that have names share one list. */
function isListed({ kind, value }: ApprovedEnd): boolean {
  return kind === "interface" && value !== "";
}

function exactValue(end: ApprovedEnd): string {
  // A VLAN whose name looks like numbers, and is no list of them, must not be read as one.
  const odd = end.kind.endsWith("vlan") && vlanProblem(end.value) !== undefined;
  return odd ? `\\${end.value}` : escaped(end.value);
}

/** Texts that may hold a `*` of their own. */
function quotedTexts(end: ApprovedEnd): ApprovedEnd {
  const texts = Object.entries(end).map(([field, value]) =>
    ["vrf", "via", "family", "term", "origin"].includes(field)
      ? [field, escaped(String(value))]
      : [field, value],
  );
  return Object.fromEntries(texts) as never;
}

function attributes(end: ApprovedEnd): string {
  const { value: _, ...rest } = end;
  return JSON.stringify(Object.entries(rest).sort());
}
