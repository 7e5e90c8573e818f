import { compileHead, type Head, matchHead, skipBlanks } from "./head.ts";
import type { IndentManners } from "./manners.ts";

export type RuleKind =
  | "claim"
  | "parent"
  | "region"
  | "automation"
  | "hostname"
  | "context"
  | "home"
  | "prefix"
  | "leave";

/** One way in which a line can begin that is not just any line. All rules have the same shape, for the scanner's sake. */
export interface Rule {
  readonly kind: RuleKind;
  readonly head: Head;
  /** claim: the children belong to it. */
  readonly block: boolean;
  readonly helper: boolean;
  /** claim: only where the parent begins like this. */
  readonly under: Head | undefined;
  /** claim: only where something that is no helper stands beside it. */
  readonly beside: boolean;
  /** parent: how deep the mode is, and the mode around it. */
  readonly level: number;
  readonly around: Rule | undefined;
  /** region: a delimiter of the line's own choice, or the line that ends it. */
  readonly until: string | undefined;
  readonly unless: string | undefined;
  readonly when: string | undefined;
  readonly alone: boolean;
  readonly except: Head | undefined;
  readonly hex: boolean;
  /** automation, region: why it matters. */
  readonly why: string | undefined;
  readonly seeks: readonly Head[];
}

/** Rules by the first three letters of a line, so that almost every line costs one look-up. */
export interface RuleTable {
  readonly buckets: readonly (readonly Rule[] | undefined)[];
  /** Heads that copy traffic; sought in automation. */
  readonly mirrors: readonly Head[];
  /** How a line begins in which the device refuses a command. */
  readonly refusals: readonly Uint8Array[];
  /** The last line of a whole config. */
  readonly end: string | undefined;
  /** What the device prints as every delimiter; empty where it prints the one that was typed. */
  readonly delimiters: readonly string[];
  /** Heads of lines at the left margin that no free text holds; empty where no text can hold its own end. */
  readonly structure: readonly Head[];
}

const plain = {
  block: false,
  helper: false,
  under: undefined,
  beside: false,
  level: 0,
  around: undefined,
  until: undefined,
  unless: undefined,
  when: undefined,
  alone: false,
  except: undefined,
  hex: false,
  why: undefined,
  seeks: [],
} as const;

export function compileRules(manners: IndentManners): RuleTable {
  const claims = manners.claims.map(claimRule);
  const rules: Rule[] = [
    ...manners.regions.map((one) => ({
      ...plain,
      kind: "region" as const,
      head: compileHead(one.opens),
      until: one.until,
      unless: one.unless,
      when: one.when,
      alone: one.alone ?? false,
      except: one.except === undefined ? undefined : compileHead(one.except),
      hex: one.hex ?? false,
      why: one.automation,
    })),
    ...claims,
    ...manners.automation.map((one) => ({
      ...plain,
      kind: "automation" as const,
      head: compileHead(one.line),
      why: one.why,
      seeks: (one.seeks ?? []).map(compileHead),
    })),
    ...parentRules(manners.parents),
    ...plainRules("hostname", manners.hostname),
    ...plainRules("context", manners.contexts?.opens ?? []),
    ...plainRules("home", manners.contexts?.closes ?? []),
    ...plainRules("prefix", ["no", "default", "do"]),
    ...plainRules("leave", ["ex*it", "end"]),
  ];
  return {
    buckets: bucketsOf(rules),
    mirrors: claims.filter((rule) => !rule.helper).map((rule) => rule.head),
    refusals: manners.completeness.refusals.map((text) => new TextEncoder().encode(text)),
    end: manners.completeness.end,
    delimiters: (manners.delimiters ?? []).map(latin),
    structure: (manners.structure ?? []).map(compileHead),
  };
}

/** As the bytes are searched: one character for each byte of the UTF-8 text. */
function latin(text: string): string {
  return Buffer.from(text).toString("latin1");
}

function plainRules(kind: RuleKind, heads: readonly string[]): readonly Rule[] {
  return heads.map((head) => ({ ...plain, kind, head: compileHead(head) }));
}

function claimRule(claim: IndentManners["claims"][number]): Rule {
  return {
    ...plain,
    kind: "claim",
    head: compileHead("block" in claim ? claim.block : claim.line),
    block: "block" in claim,
    helper: claim.helper ?? false,
    under: claim.under === undefined ? undefined : compileHead(claim.under),
    beside: claim.beside ?? false,
  };
}

/** `l2vpn > xc*onnect gr*oup` is a rule for `xc*onnect gr*oup` at level 1 around which the rule `l2vpn` must be open. */
function parentRules(paths: readonly string[]): readonly Rule[] {
  const rules = new Map<string, Rule>();
  for (const path of paths) {
    const cut = path.lastIndexOf(" > ");
    const around = cut < 0 ? undefined : rules.get(path.slice(0, cut));
    const head = compileHead(cut < 0 ? path : path.slice(cut + 3));
    rules.set(path, { ...plain, kind: "parent", head, level: around ? around.level + 1 : 0, around });
  }
  return [...rules.values()];
}

const size = 4096;

/** The bucket of a line; bytes after the line's end count as they stand, see `thirds`. */
export function bucketOf(first: number, second: number, third: number): number {
  return (((first | 0x20) * 31 + (second | 0x20)) * 31 + (third | 0x20)) & (size - 1);
}

function bucketsOf(rules: readonly Rule[]): readonly (readonly Rule[] | undefined)[] {
  const buckets = new Array<Rule[] | undefined>(size).fill(undefined);
  for (const rule of rules) {
    for (const key of keysOf(rule.head)) {
      buckets[key] ??= [];
      buckets[key].push(rule);
    }
  }
  return buckets;
}

/** Bytes that can follow a word of two letters: blank, tab, line feed, carriage return, end of text. */
const afterWord = [0x20, 0x09, 0x0a, 0x0d, 0];

function keysOf(head: Head): ReadonlySet<number> {
  const { letters, least } = head[0]!;
  const keys = new Set<number>();
  if (letters.length > 2) keys.add(bucketOf(letters[0]!, letters[1]!, letters[2]!));
  if (least <= 2) for (const byte of afterWord) keys.add(bucketOf(letters[0]!, letters[1]!, byte));
  return keys;
}

/** Does a line of the region's head, bytes[.., stop) after it, meet the region's conditions? */
function opens(rule: Rule, bytes: Uint8Array, end: number, stop: number): boolean {
  if (rule.alone && skipBlanks(bytes, end, stop) < stop) return false;
  if (rule.except !== undefined && matchHead(rule.except, bytes, skipBlanks(bytes, end, stop), stop) >= 0)
    return false;
  if (rule.unless === undefined && rule.when === undefined) return true;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + end, stop - end);
  if (rule.unless !== undefined && text.includes(rule.unless)) return false;
  return rule.when === undefined || text.includes(rule.when);
}

/** `do no monitor session 1`: words before the head that a device takes. */
const mostPrefixes = 2;

/** The first rule whose head begins bytes[first, stop), or undefined. Behind a prefix only claims count. */
export function ruleAt(
  table: RuleTable,
  bytes: Uint8Array,
  first: number,
  stop: number,
  prefixes = 0,
): Rule | undefined {
  const bucket = table.buckets[bucketOf(bytes[first]!, bytes[first + 1] ?? 0, bytes[first + 2] ?? 0)];
  if (bucket === undefined) return undefined;
  for (let index = 0; index < bucket.length; index++) {
    const rule = bucket[index]!;
    if (prefixes > 0 && rule.kind !== "claim" && rule.kind !== "prefix") continue;
    const end = matchHead(rule.head, bytes, first, stop);
    if (end < 0) continue;
    if (rule.kind === "region" && !opens(rule, bytes, end, stop)) continue;
    if (rule.kind !== "prefix") return rule;
    if (prefixes === mostPrefixes) continue;
    const negated = ruleAt(table, bytes, skipBlanks(bytes, end, stop), stop, prefixes + 1);
    if (negated !== undefined) return negated;
  }
  return undefined;
}
