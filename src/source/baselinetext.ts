import { Document, type Node, type Pair, type Scalar, visit, type YAMLMap, type YAMLSeq } from "yaml";
import type { Approval } from "../model/approval.ts";
import type { Collector, Definition, Tag } from "../model/definition.ts";
import { endPhrase, filterPhrase } from "../model/phrase.ts";

/** An approval with a remark that stands above it in the file. */
export interface Entry {
  readonly approval: Omit<Approval, "id">;
  readonly remark?: string;
}

/** The YAML text of a baseline: what readBaselineFile reads back to the same approvals. */
export function baselineText(
  approvals: readonly Entry[],
  review: readonly Entry[],
  heading: string,
  definitions: readonly Definition[] = [],
): string {
  const content = {
    version: 1,
    ...plainDefinitions(definitions),
    approvals: approvals.map(({ approval }) => plainEntry(approval)),
    ...(review.length === 0 ? {} : { review: review.map(({ approval }) => plainEntry(approval)) }),
  };
  const document = new Document(content, { aliasDuplicateObjects: false });
  document.commentBefore = commented(heading);
  remark(document, "approvals", approvals);
  if (review.length > 0) remark(document, "review", review);
  visit(document, { Scalar: (_, scalar) => quoteDeceptive(scalar) });
  // What is left of these characters stands between double quotes, where YAML reads them by number.
  const text = document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
  return text.replace(deceptive, (character) => (character === "\n" ? character : numbered(character)));
}

/** Controls, format characters, separators, lone surrogates: what a person who reads the file cannot see or is misled by. */
const deceptive = /[\p{C}\p{Zl}\p{Zp}]/gu;

function quoteDeceptive(scalar: Scalar): void {
  if (typeof scalar.value === "string" && scalar.value.search(deceptive) >= 0) scalar.type = "QUOTE_DOUBLE";
}

function numbered(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
}

/** An approval as it stands in a file: ends and filters as phrases, what goes without saying left out. */
export function plainEntry(approval: Omit<Approval, "id">): Record<string, unknown> {
  const { device, session, context, mechanism, state, required, owner, ticket, reason, from, until } =
    approval;
  const all = {
    device,
    session,
    context,
    mechanism,
    sources: approval.sources.map((end) => endPhrase(end, "source")),
    destinations: approval.destinations.map((end) => endPhrase(end, "destination")),
    filters: approval.filters.length === 0 ? undefined : approval.filters.map(filterPhrase),
    principals: approval.principals,
    state,
    required: required || undefined,
    owner,
    ticket,
    reason,
    from,
    until,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Collectors and tags as they stand in a file; nothing for none. */
export function plainDefinitions(definitions: readonly Definition[]): Record<string, unknown> {
  const collectors = definitions.filter((one): one is Collector => one.kind === "collector");
  const tags = definitions.filter((one): one is Tag => one.kind === "tag");
  return {
    ...(collectors.length === 0 ? {} : { collectors: collectors.map(plainCollector) }),
    ...(tags.length === 0
      ? {}
      : { tags: Object.fromEntries(tags.map(({ name, devices }) => [name, devices])) }),
  };
}

function plainCollector({ id: _, kind: __, destinations, ...rest }: Collector): Record<string, unknown> {
  const { name, device, ...said } = rest;
  return {
    name,
    ...(device === undefined ? {} : { device }),
    destinations: destinations.map((end) => endPhrase(end, "destination")),
    ...said,
  };
}

function remark(document: Document, key: string, entries: readonly Entry[]): void {
  const list = document.get(key) as YAMLSeq<YAMLMap>;
  for (const [index, item] of list.items.entries()) {
    const text = entries[index]?.remark;
    if (text !== undefined) item.commentBefore = commented(text);
  }
  const pair = (document.contents as YAMLMap).items.find((item: Pair) => String(item.key) === key);
  (pair?.key as Node & { spaceBefore?: boolean }).spaceBefore = true;
}

/** A remark may hold names that a device chose; it stays a remark on lines of its own. */
function commented(text: string): string {
  return text
    .split("\n")
    .map((line) => ` ${line.replace(deceptive, "?")}`)
    .join("\n");
}
