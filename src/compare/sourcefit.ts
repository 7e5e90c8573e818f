import type { ApprovedEnd } from "../model/approval.ts";
import type { Difference } from "../model/finding.ts";
import { type Interval, readRange, subtract, writeRange } from "../model/numberrange.ts";
import { endPhrase } from "../model/phrase.ts";
import type { Direction, Source } from "../model/session.ts";
import { type Admission, admission, fitsAttributes, vlans, wrongAttributes } from "./endfit.ts";
import { sourcesInWords } from "./exact.ts";

/** Sources, directions and selecting filters that go beyond the approved ones. */
export function sourceDifferences(
  approved: readonly ApprovedEnd[],
  observed: readonly Source[],
): readonly Difference[] {
  const admissions = approved.map(admission);
  const left = observed.filter((source) => !admissions.some((one) => covers(one, source)));
  return left.length === 0 ? [] : leftOver(admissions, left);
}

/** Does one approved end hold all of a source? */
function covers({ end, names }: Admission, source: Source): boolean {
  const { direction = "both" } = end;
  return (
    (direction === "both" || direction === source.direction) && names(source) && fitsAttributes(end, source)
  );
}

function leftOver(approved: readonly Admission[], observed: readonly Source[]): readonly Difference[] {
  const outside: Source[] = [];
  const wider: Source[] = [];
  const unfiltered: Source[] = [];
  for (const source of observed) {
    const left = uncovered(approved, source);
    if (left === undefined) continue;
    if (approved.some(({ end, names }) => names(source) && wrongAttributes(end, source)[0] === "via")) {
      unfiltered.push(source);
    } else if (left.direction !== source.direction) wider.push(source);
    else outside.push(left);
  }
  const listed = approved.map(({ end }) => endPhrase(end, "source")).join(", ") || "no source";
  const notListed = (seen: string) => `${seen} is not among the approved sources (${listed})`;
  const tooWide = (seen: string) => `${seen} is wider than the approved direction (${listed})`;
  const open = (seen: string) => `${seen} passes no approved filter (${listed})`;
  return [
    ...difference("sources", listed, outside, notListed),
    ...difference("direction", listed, wider, tooWide),
    ...difference("filters", listed, unfiltered, open),
  ];
}

function difference(
  field: string,
  approved: string,
  sources: readonly Source[],
  words: (seen: string) => string,
) {
  if (sources.length === 0) return [];
  const observed = sourcesInWords(sources);
  return [{ field, approved, observed, words: words(observed) }];
}

/** The part of a source that no approved end admits: its VLANs and directions; undefined when all of it is admitted. */
function uncovered(approved: readonly Admission[], source: Source): Source | undefined {
  const ranges = source.kind.endsWith("vlan") ? vlans(source.name) : undefined;
  const left = parts(source.direction).map((direction) => ({
    direction,
    ranges: uncoveredOneWay(approved, source, direction, ranges),
  }));
  const open = left.filter((part) => part.ranges !== undefined);
  if (open.length === 0) return undefined;
  const direction = open.length === 2 ? "both" : open[0]!.direction;
  const rest = open[0]!.ranges!;
  // Some VLANs that are left in one direction only are told in full, for the sentence to stay simple.
  const name = rest.length > 0 ? writeRange(rest) : source.name;
  return {
    ...source,
    direction: source.direction === "both" ? direction : source.direction,
    ...(name === undefined ? {} : { name }),
  };
}

/** What is left in one direction: undefined for nothing, empty for a source that has no numbers to list. */
function uncoveredOneWay(
  approved: readonly Admission[],
  source: Source,
  direction: Direction,
  ranges: readonly Interval[] | undefined,
): readonly Interval[] | undefined {
  const fitting = approved.filter(
    ({ end }) => parts(end.direction ?? "both").includes(direction) && fitsAttributes(end, source),
  );
  if (!ranges) return fitting.some(({ names }) => names(source)) ? undefined : [];
  let left = ranges;
  for (const { end, names } of fitting) {
    if (names(source)) return undefined;
    const taken = end.kind === source.kind ? readRange(end.value) : undefined;
    if (taken) left = subtract(left, taken);
  }
  return left.length === 0 ? undefined : left;
}

function parts(direction: Direction): readonly Direction[] {
  return direction === "both" ? ["rx", "tx"] : [direction];
}
