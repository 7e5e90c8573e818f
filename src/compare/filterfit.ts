import type { ApprovedFilter } from "../model/approval.ts";
import type { Difference } from "../model/finding.ts";
import { type Interval, merged, readRange, subtract } from "../model/numberrange.ts";
import { matches } from "../model/pattern.ts";
import { filterPhrase, readFilter } from "../model/phrase.ts";
import type { Filter } from "../model/session.ts";

/**
 * Filters narrow what is copied, so every approved one must still be there and let no more through. VLANs are one
 * list, of which a part will do; any other value must be there as it was approved.
 */
export function filterDifferences(
  approved: readonly ApprovedFilter[],
  observed: readonly Filter[],
): readonly Difference[] {
  if (approved.length === 0) return [];
  const [outer, inner] = [approved, observed].map((filters) => filters.map(asPhrase));
  return [...new Set(outer!.map((filter) => filter.kind))].flatMap((kind) =>
    kindDifference(
      outer!.filter((filter) => filter.kind === kind),
      inner!.filter((filter) => filter.kind === kind),
    ),
  );
}

function asPhrase(filter: ApprovedFilter): ApprovedFilter {
  return readFilter(filterPhrase(filter));
}

function kindDifference(approved: readonly ApprovedFilter[], observed: readonly Filter[]): Difference[] {
  const [outer, inner] = [numbers(approved), numbers(observed)];
  const fits = outer && inner ? subtract(inner, outer).length === 0 : sameFilters(approved, observed);
  if (fits && observed.length > 0) return [];
  const texts = { approved: inWords(approved), observed: inWords(observed) };
  const words =
    observed.length === 0
      ? `the approved filter ${texts.approved} is gone`
      : `filter ${texts.observed} lets through more than the approved ${texts.approved}`;
  return [{ field: "filters", ...texts, words }];
}

function inWords(filters: readonly Filter[]): string {
  return filters.map(filterPhrase).join(", ") || "no filter";
}

function sameFilters(approved: readonly ApprovedFilter[], observed: readonly Filter[]): boolean {
  const every = approved.every((filter) => observed.some((seen) => matches(filter.value, seen.value)));
  return every && observed.every((seen) => approved.some((filter) => matches(filter.value, seen.value)));
}

function numbers(filters: readonly ApprovedFilter[]): readonly Interval[] | undefined {
  if (!filters.every((filter) => /vlan/i.test(filter.kind))) return undefined;
  const lists = filters.map((filter) => readRange(filter.value));
  return lists.every((list) => list !== undefined) ? merged(lists.flat()) : undefined;
}
