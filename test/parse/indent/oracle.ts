// A slow reading of an indented config that makes a string of every line: what the byte scanner must agree with. It knows
// no grammar, so it stands for a scanner whose `accepts` says no to everything: parents are those that are indented less.
import type { Profile } from "../../../src/parse/profile.ts";
import type { IndentManners } from "../../../src/parse/indent/manners.ts";

export interface Fates {
  /** `3 interface Gi1 > switchport capture` */
  readonly claimed: readonly string[];
  readonly unread: readonly number[];
  readonly indicated: readonly number[];
}

interface Line {
  readonly number: number;
  readonly raw: string;
  /** Offset in the text, without which a banner's length is unknown. */
  readonly offset: number;
}

const longestLine = 8192;
const longestBanner = 65_536;

const patterns = new Map<string, RegExp>();

/** `mon*itor s*ession` as a pattern for the beginning of a line. */
function pattern(head: string): RegExp {
  const known = patterns.get(head) ?? compiled(head);
  patterns.set(head, known);
  return known;
}

function compiled(head: string): RegExp {
  const words = head.split(" ").map((word) => {
    if (word === "_") return "[^ \\t]+";
    const [least = "", rest = ""] = word.split("*");
    const optional = [...rest].reduceRight((tail, letter) => `(?:${quoted(letter)}${tail})?`, "");
    return quoted(least) + optional;
  });
  return new RegExp(`^${words.join("[ \\t]+")}(?=[ \\t]|$)`, "i");
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The lines of a text: LF, CR LF, lone CR; a lone CR counts only where there is no LF. */
function linesOf(text: string): readonly Line[] {
  const countsReturns = !text.includes("\n");
  const lines: Line[] = [];
  let number = 1;
  let offset = 0;
  for (const part of text.split(/(\r\n|\n|\r)/)) {
    if (part === "\r\n" || part === "\n" || (part === "\r" && countsReturns)) number++;
    if (!/^[\r\n]/.test(part)) lines.push({ number, raw: part, offset });
    offset += part.length;
  }
  return lines;
}

function indentOf(raw: string): number {
  let column = 0;
  for (const character of /^[ \t]*/.exec(raw)![0]) column += character === " " ? 1 : 8 - (column % 8);
  return column;
}

const squeezed = (text: string): string => text.replace(/[ \t\x03]+/g, " ").trim();
const dated = /^[*.]?((Sun|Mon|Tue|Wed|Thu|Fri|Sat) )?[A-Z][a-z]{2} +\d{1,2} (\d{4} )?\d\d:\d\d:\d\d/;
const logLine = /%[A-Z0-9_]+(?:-[A-Z0-9_]+)*-[0-7]-[A-Z0-9_]+(?:-[A-Z0-9_]+)*[: ]/;

type Region = IndentManners["regions"][number];

function opens(region: Region, body: string): boolean {
  const head = pattern(region.opens);
  const rest = body.replace(head, "");
  if (!head.test(body) || (region.alone && rest.trim() !== "")) return false;
  if (region.except !== undefined && pattern(region.except).test(rest.trimStart())) return false;
  if (region.unless !== undefined && rest.includes(region.unless)) return false;
  return region.when === undefined || rest.includes(region.when);
}

/** The region that a line opens, and its text behind the head. */
function opened(manners: IndentManners, raw: string): { region: Region; rest: string } | undefined {
  const body = raw.replace(/^[ \t]+|[ \t]+$/g, "");
  const region = manners.regions.find((one) => opens(one, body));
  return region && { region, rest: body.replace(pattern(region.opens), "").replace(/^[ \t]+/, "") };
}

interface Ending {
  /** Index of the line that closes the region; -1 when none does. */
  readonly at: number;
  readonly delimiter?: string;
  readonly extended?: boolean;
}

/** Where the region ends that line `index` opens. */
function regionEnd(manners: IndentManners, lines: readonly Line[], index: number): Ending {
  const { region, rest } = opened(manners, lines[index]!.raw)!;
  if (region.until !== undefined) {
    for (let at = index + 1; at < lines.length; at++) {
      const { raw } = lines[at]!;
      if (raw.replace(/^[ \t]+|[ \t]+$/g, "") === region.until) return { at };
      if (opened(manners, raw)?.region.until === region.until) return { at: -1 };
    }
    return { at: -1 };
  }
  const [character = ""] = rest;
  const delimiters = /^\^[A-Z[\]\\]/.test(rest) ? [rest.slice(0, 2), "^"] : rest === "" ? [] : [character];
  for (const delimiter of delimiters) {
    const end = delimitedEnd(manners, lines, index, delimiter);
    if (end < 0) continue;
    const at = lastEnd(manners, lines, index, end, delimiter);
    return { at, delimiter, extended: at > end };
  }
  return { at: -1 };
}

const isBar = ({ raw }: Line): boolean => raw.replace(/^[ \t]+|[ \t]+$/g, "") === "!";
const isHead = (manners: IndentManners, { raw }: Line): boolean =>
  (manners.structure ?? []).some((one) => pattern(one).test(raw));

/** A text may hold the delimiter that its device prints: it goes on up to the last one that opens nothing. */
function lastEnd(
  manners: IndentManners,
  lines: readonly Line[],
  index: number,
  close: number,
  delimiter: string,
): number {
  if (!manners.delimiters?.includes(delimiter)) return close;
  let end = close;
  for (let at = close + 1; at < lines.length; at++) {
    const { raw, offset } = lines[at]!;
    if (isBar(lines[at]!) || isHead(manners, lines[at]!)) break;
    const found = raw.indexOf(delimiter);
    if (found < 0) continue;
    const again = opened(manners, raw);
    if (again?.rest.startsWith(delimiter) && raw.lastIndexOf(again.rest) === found) break;
    if (raw.slice(found + delimiter.length).trim() !== "") break;
    if (offset + found - lines[index]!.offset > longestBanner) break;
    end = at;
  }
  return end;
}

/** How far the bounds of a region can be relied on; see the scanner. `glued`: the line that closed a text behind other words. */
function trust(
  manners: IndentManners,
  lines: readonly Line[],
  index: number,
  { at, delimiter, extended }: Ending,
  glued: number,
): "trusted" | "refuted" | "doubted" {
  const inside = lines.slice(index + 1, at);
  if (manners.structure === undefined || at <= index + 1)
    return at > index + 1 || !extended ? "trusted" : "doubted";
  const crosses = inside.some((line) => isHead(manners, line));
  const own = delimiter !== undefined && manners.delimiters?.includes(delimiter);
  const foreign = delimiter !== undefined && !own && lines.some((line) => printsOwn(manners, line));
  const hex = opened(manners, lines[index]!.raw)!.region.hex;
  const stuffed = hex && !inside.every(({ raw }) => /^[0-9A-Fa-f \t]*$/.test(raw));
  const follows = glued === index - 1 && glued >= 0 && (crosses || !own);
  const sign = foreign || stuffed || follows;
  if (crosses && sign) return "refuted";
  return crosses || inside.some(isBar) || stuffed || extended ? "doubted" : "trusted";
}

function printsOwn(manners: IndentManners, { raw }: Line): boolean {
  const body = raw.replace(/^[ \t]+/, "");
  return (manners.delimiters ?? []).some(
    (delimiter) => body.indexOf(delimiter) > 0 && opened(manners, raw) !== undefined,
  );
}

function delimitedEnd(
  manners: IndentManners,
  lines: readonly Line[],
  index: number,
  delimiter: string,
): number {
  const first = lines[index]!.raw;
  const from = first.lastIndexOf(opened(manners, first)!.rest) + delimiter.length;
  for (let at = index; at < lines.length; at++) {
    const { raw, offset } = lines[at]!;
    const found = raw.indexOf(delimiter, at === index ? from : 0);
    if (found < 0) continue;
    if (offset + found - (lines[index]!.offset + from) > longestBanner) return -1;
    if (raw.slice(found + delimiter.length).replace(/[ \t]+$/, "") !== "") return -1;
    const again = at > index ? opened(manners, raw) : undefined;
    return again?.rest.startsWith(delimiter) && raw.lastIndexOf(again.rest) === found ? -1 : at;
  }
  return -1;
}

export function readSlowly(profile: Profile, text: string): Fates {
  const manners = profile.config as IndentManners;
  const claims = manners.claims.map((claim) => ({
    ...claim,
    block: "block" in claim,
    head: pattern("block" in claim ? claim.block : claim.line),
  }));
  const mirrors = claims.filter((claim) => !claim.helper).map(({ head }) => head);
  const lines = linesOf(text);
  const claimed: { path: readonly string[]; number: number; helper: boolean; beside: boolean }[] = [];
  const unread: number[] = [];
  const indicated: number[] = [];
  let glued = -1;
  let named: string | undefined;
  const open: { indent: number; text: string }[] = [];
  let block: { indent: number; helper: boolean } | undefined;

  const namesMirror = (raw: string, seeks: readonly string[]): boolean => {
    const words = raw.replace(/\\[nrt]/g, "  ").replace(/[^A-Za-z0-9-]/g, " ");
    return [...words.matchAll(/(?<=^| )[^ ]/g)].some(({ index }) => {
      const rest = words.slice(index);
      const shown = /(?:^| )sh(?:o|ow)? +$/i.test(words.slice(Math.max(0, index - 12), index));
      return (
        (!shown && mirrors.some((head) => head.test(rest))) || seeks.some((head) => pattern(head).test(rest))
      );
    });
  };
  const keep = (text: string, number: number, length: number, helper: boolean, beside: boolean): void => {
    if (length > longestLine) unread.push(number);
    else claimed.push({ path: [...open.map((one) => one.text), squeezed(text)], number, helper, beside });
  };

  for (let index = 0; index < lines.length; index++) {
    const { raw, number } = lines[index]!;
    const indent = indentOf(raw);
    const body = raw.replace(/^[ \t]+|[ \t]+$/g, "");
    if (body === "^C" && manners.delimiters?.includes(body)) indicated.push(number);
    if (body === "" || (indent === 0 && /^[A-Z0-9*.%<:[-]/.test(body) && isNoise(manners, raw))) continue;
    if (body.startsWith("!")) {
      if (body !== "!") continue;
      while (open.length > 0 && open.at(-1)!.indent >= indent) open.pop();
      if (block !== undefined && block.indent >= indent) block = undefined;
      continue;
    }
    while (open.length > 0 && open.at(-1)!.indent >= indent) open.pop();
    if (block !== undefined && indent > block.indent) {
      keep(body, number, body.length, block.helper, false);
      open.push({ indent, text: squeezed(body) });
      continue;
    }
    block = undefined;
    const region = manners.regions.find((one) => opens(one, body));
    const claim = region ? undefined : claims.find((one) => stands(one, body, open));
    if (region !== undefined) {
      const ending = regionEnd(manners, lines, index);
      const doubt = ending.at < 0 ? "refuted" : trust(manners, lines, index, ending, glued);
      const end = doubt === "refuted" ? -1 : ending.at;
      if (end < 0) unread.push(number);
      open.push({ indent, text: squeezed(body) });
      for (let at = index + 1; at <= end; at++) {
        if (region.automation !== undefined && namesMirror(lines[at]!.raw, []))
          indicated.push(lines[at]!.number);
        const hidden = lines[at]!.raw.replace(/^[ \t]+|[ \t]+$/g, "");
        const rule = opened(manners, lines[at]!.raw) ? undefined : claims.find((one) => begins(one, hidden));
        if (doubt === "doubted" && rule && !rule.helper) indicated.push(lines[at]!.number);
      }
      if (end >= 0) {
        const { delimiter } = ending;
        const last = lines[end]!.raw;
        const before = delimiter === undefined ? "" : last.slice(0, last.lastIndexOf(delimiter));
        glued = before.trim() === "" ? -1 : end;
      }
      index = Math.max(index, end);
      continue;
    }
    if (claim !== undefined) {
      keep(body, number, body.length, claim.helper ?? false, claim.beside ?? false);
      if (claim.block && body.length <= longestLine) block = { indent, helper: claim.helper ?? false };
    }
    const automation = manners.automation.find((one) => pattern(one.line).test(body));
    if (claim === undefined && region === undefined && automation && namesMirror(raw, automation.seeks ?? []))
      indicated.push(number);
    if (claim === undefined && automation === undefined && indent === 0 && /^hostname[ \t]/i.test(body)) {
      const name = squeezed(body.slice(8));
      named ??= name;
      if (name !== named) indicated.push(number);
    }
    open.push({ indent, text: squeezed(body) });
  }
  const parent = (path: readonly string[]): string => path.slice(0, -1).join(" > ");
  const attended = new Set(claimed.filter((one) => !one.helper).map((one) => parent(one.path)));
  return {
    claimed: claimed
      .filter((one) => !one.beside || attended.has(parent(one.path)))
      .map((one) => `${one.number} ${one.path.join(" > ")}`),
    unread: unread.sort((a, b) => a - b),
    indicated,
  };
}

function stands(
  claim: { readonly head: RegExp; readonly under?: string | undefined },
  body: string,
  open: readonly { readonly text: string }[],
): boolean {
  if (!begins(claim, body)) return false;
  return claim.under === undefined || pattern(claim.under).test(open.at(-1)?.text ?? "");
}

function begins(claim: { readonly head: RegExp }, body: string): boolean {
  const typed = body.replace(/^(?:(?:no|default|do)[ \t]+){1,2}/i, "");
  return claim.head.test(body) || claim.head.test(typed);
}

function isNoise(manners: IndentManners, raw: string): boolean {
  return (
    manners.completeness.refusals.some((text) => raw.trimEnd().startsWith(text)) ||
    dated.test(raw) ||
    logLine.test(raw.slice(0, 300))
  );
}
