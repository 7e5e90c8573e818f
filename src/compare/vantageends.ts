// Does a config state the ends that a device shows? Only what both tell is compared: an output leaves out attributes, and
// names some things in another way.
import type { Difference } from "../model/finding.ts";
import { interfaceMatcher } from "../model/interfacelist.ts";
import { type Interval, readRange, subtract, writeRange } from "../model/numberrange.ts";
import type { Destination, Direction, MirrorSession, Source } from "../model/session.ts";
import { destinationsInWords, sourcesInWords } from "./exact.ts";

type End = Source | Destination;

/** Sources that the device shows and the config does not state, or states in fewer directions. */
export function hiddenSources(
  stated: MirrorSession,
  shown: readonly Source[],
  bundles: readonly string[],
): readonly Difference[] {
  const hidden = shown.flatMap((source) => uncopied(source, stated.sources, bundles));
  return hidden.length === 0
    ? []
    : [
        difference(
          "sources",
          sourcesInWords(stated.sources),
          sourcesInWords(hidden),
          (seen) => `the device copies ${seen}`,
        ),
      ];
}

/** Destinations that the device shows and the config does not state, or states without a way back in. */
export function hiddenDestinations(
  stated: MirrorSession,
  shown: readonly Destination[],
  bundles: readonly string[],
): readonly Difference[] {
  const known = (end: Destination) => stated.destinations.filter((one) => isSameDestination(one, end));
  const hidden = shown.filter(
    (end) => known(end).length === 0 && !isMember(end, stated.destinations, bundles),
  );
  const open = shown.filter(
    (end) => end.ingress && known(end).length > 0 && !known(end).some((one) => one.ingress),
  );
  const said = destinationsInWords(stated.destinations);
  return [
    ...(hidden.length === 0
      ? []
      : [
          difference(
            "destinations",
            said,
            destinationsInWords(hidden),
            (seen) => `the device copies to ${seen}`,
          ),
        ]),
    ...(open.length === 0
      ? []
      : [
          difference(
            "ingress",
            said,
            destinationsInWords(open),
            (seen) => `the device takes traffic from ${seen}`,
          ),
        ]),
  ];
}

function difference(
  field: string,
  stated: string,
  observed: string,
  words: (seen: string) => string,
): Difference {
  return { field, approved: stated, observed, words: `${words(observed)}, and its config says ${stated}` };
}

/** The part of a shown source that no stated one holds. */
function uncopied(shown: Source, stated: readonly Source[], bundles: readonly string[]): Source[] {
  if (stated.some((one) => holdsAll(one, shown)) || isMember(shown, stated, bundles)) return [];
  const ranges = shown.kind.endsWith("vlan") ? readRange(shown.name ?? "") : undefined;
  if (shown.kind.endsWith("vlan") && isOtherwiseNamed(shown, stated, ranges)) return [];
  const left = ways(shown.direction).filter((way) => !isStated(shown, way, stated, ranges));
  if (left.length === 0) return [];
  return [
    {
      ...shown,
      ...namedRest(shown.kind, ranges, left, stated),
      direction: left.length === 2 ? "both" : left[0]!,
    },
  ];
}

/** A source that stands for everything, or a filter whose ports an output does not tell. */
function holdsAll(stated: Source, shown: Source): boolean {
  if (stated.kind === "filter") return shown.kind !== "cpu";
  return (
    stated.kind === "all" && (shown.kind === "all" || shown.kind === "interface" || shown.kind === "vlan")
  );
}

function ways(direction: Direction): readonly Direction[] {
  return direction === "both" ? ["rx", "tx"] : [direction];
}

function isStated(
  shown: Source,
  way: Direction,
  stated: readonly Source[],
  ranges: readonly Interval[] | undefined,
): boolean {
  const same = stated.filter(({ direction }) => direction === "both" || direction === way);
  if (ranges) return subtract(ranges, numbersOf(same, shown.kind)).length === 0;
  return same.some((one) => isSamePlace(one, shown));
}

function namedRest(
  kind: string,
  ranges: readonly Interval[] | undefined,
  left: readonly Direction[],
  stated: readonly Source[],
): { readonly name?: string } {
  if (!ranges) return {};
  const same = stated.filter(({ direction }) =>
    left.every((way) => direction === "both" || direction === way),
  );
  return { name: writeRange(subtract(ranges, numbersOf(same, kind))) };
}

function numbersOf(sources: readonly End[], kind: string): readonly Interval[] {
  return sources.filter((one) => one.kind === kind).flatMap(({ name }) => readRange(name ?? "") ?? []);
}

/** A VLAN has a name and a number, and an output may show either: one of each kind cannot be compared. */
function isOtherwiseNamed(
  shown: Source,
  stated: readonly Source[],
  ranges: readonly Interval[] | undefined,
): boolean {
  return stated.some(
    ({ kind, name = "" }) =>
      kind === shown.kind && (readRange(name) === undefined) !== (ranges === undefined),
  );
}

function isSameDestination(stated: Destination, shown: Destination): boolean {
  if (shown.kind === "interface" && stated.via !== undefined && isSameName(stated.via, shown.name))
    return true;
  if (stated.kind === "vlan" && shown.kind === "vlan") return isSameVlan(stated.name ?? "", shown.name ?? "");
  return isSamePlace(stated, shown) && isSame(stated, shown, "erspanId") && isSame(stated, shown, "origin");
}

function isSameVlan(stated: string, shown: string): boolean {
  const [one, other] = [readRange(stated), readRange(shown)];
  if (one && other) return subtract(other, one).length === 0;
  return (one === undefined) !== (other === undefined) || stated === shown;
}

function isSamePlace(stated: End, shown: End): boolean {
  if (stated.kind !== shown.kind) return false;
  if (shown.kind === "interface") return isSameName(stated.name ?? "", shown.name);
  if (shown.kind === "address") return isSame(stated, shown, "address") && isSame(stated, shown, "vrf");
  if (shown.kind === "pseudowire") return isSame(stated, shown, "neighbor") && isSame(stated, shown, "pwId");
  return shown.kind === "cpu" || shown.kind === "module" || isSame(stated, shown, "name");
}

/** A port stands for its units, whichever of the two is shown. */
function isSameName(stated: string, shown: string | undefined): boolean {
  if (shown === undefined) return true;
  return interfaceMatcher(stated)(shown) || interfaceMatcher(shown)(stated);
}

/** Equal, or not told by one of the two. */
function isSame(stated: End, shown: End, attribute: string): boolean {
  const [one, other] = [stated, shown].map((end) => (end as unknown as Record<string, unknown>)[attribute]);
  return one === undefined || other === undefined || one === other;
}

/** A port that the device shows in place of the bundle that the config names. */
function isMember(shown: End, stated: readonly End[], bundles: readonly string[]): boolean {
  const isBundle = ({ kind, name = "" }: End) =>
    kind === "interface" &&
    bundles.some((type) => /^\d/.test(name.slice(type.length)) && name.startsWith(type));
  return shown.kind === "interface" && !isBundle(shown) && stated.some(isBundle);
}
