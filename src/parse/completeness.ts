import type { IndentManners } from "./indent/manners.ts";
import { compileHead, isBlank, matchHead } from "./indent/head.ts";
import { isLogLine } from "./indent/noise.ts";
import { lineEnd, lineStart } from "./indent/search.ts";
import { hasLine } from "./line.ts";

type Manners = IndentManners["completeness"];

/** May anything be concluded from what is absent in a text, and why, in one sentence for a person. */
export interface Completeness {
  readonly complete: boolean;
  readonly completeness: string;
}

/** What was met on the way through the text. */
export interface Encounters {
  /** Lines in which the device refused a command. */
  readonly refusals: number;
  /** Lines typed behind a prompt of the configuration mode. */
  readonly typed: number;
  /** The text has more lines about mirroring than any device, and was not read to its end. */
  readonly overflow: boolean;
  /** A banner, a certificate or another free text has no end. */
  readonly unended: boolean;
  /** Configs of other devices behind the first one. */
  readonly configs: number;
}

/** Judges a config by the OS's own signs; the first reason against it is the one that is told. */
export function completenessOf(bytes: Buffer, manners: Manners, met: Encounters): Completeness {
  const reason =
    emptiness(bytes, manners) ??
    (met.overflow
      ? "the text has more lines about mirroring than any device, and was not read to its end"
      : undefined) ??
    refusal(met.refusals) ??
    typing(met.typed) ??
    several(met.configs) ??
    partialCommand(bytes, manners) ??
    missingEnd(bytes, manners, met.unended) ??
    shortfall(bytes, manners) ??
    missingSigns(bytes, manners);
  if (reason !== undefined) return { complete: false, completeness: reason };
  return { complete: true, completeness: whole(manners) };
}

function whole(manners: Manners): string {
  if (manners.end !== undefined) return `the text ends with \`${manners.end}\``;
  return "this OS prints no end marker; the text has its opening signs and ends with a whole line, which is all that can be told";
}

function emptiness(bytes: Buffer, manners: Manners): string | undefined {
  const lines = firstLines(bytes, 40).filter((line) => line !== "" && line !== "!" && !isPrompt(line));
  if (lines.length === 0) return "the text is empty";
  const { header } = manners;
  return header !== undefined && lines.length < 3 && lines.at(-1) === header
    ? `nothing follows \`${header}\``
    : undefined;
}

function refusal(refusals: number): string | undefined {
  if (refusals === 0) return undefined;
  const lines = refusals === 1 ? "1 line" : `${refusals} lines`;
  return `the device refused a command (${lines})`;
}

function typing(lines: number): string | undefined {
  if (lines === 0) return undefined;
  return "the text holds commands typed at a prompt: it is a record of a session, not a config";
}

function several(configs: number): string | undefined {
  if (configs === 0) return undefined;
  return "the text holds the configs of several devices, of which only the first is named: split it";
}

/** `show running-config | section monitor`, echoed behind a prompt or in a header line, prints a part. */
function partialCommand(bytes: Buffer, manners: Manners): string | undefined {
  const heads = manners.commands.map(compileHead);
  for (const line of [...firstLines(bytes, 60), ...promptLines(bytes)]) {
    const command = echoedCommand(line);
    if (command === undefined) continue;
    const text = Buffer.from(command);
    const ends = heads.map((head) => matchHead(head, text, 0, text.length));
    if (ends.some((end) => end >= 0) && !ends.includes(text.length))
      return `the text was printed by \`${command.slice(0, 100)}\`, which shows a part of the config`;
  }
  return undefined;
}

/** The first lines in which something was shown behind a prompt, as far as other output can reach before a config. */
function promptLines(bytes: Buffer): readonly string[] {
  const text = bytes.subarray(0, 262_144);
  const lines: string[] = [];
  for (let at = text.indexOf("#sh"); at >= 0 && lines.length < 20; at = text.indexOf("#sh", at + 3))
    lines.push(text.toString("latin1", lineStart(text, at), lineEnd(text, at)).trim());
  return lines;
}

/** What was typed: behind a prompt, behind `!Command:`, or as the whole line; without `| no-more`. */
function echoedCommand(line: string): string | undefined {
  const typed = /^(?:! ?Command: |[^\s#>]{1,64}[#>] ?)?((?:sh|wr|more)\S* .*)$/i.exec(line)?.[1];
  return typed
    ?.replace(/\s*\|\s*no(?:-more)?\s*$/, "")
    .replace(/\s+/g, " ")
    .trim();
}

function missingEnd(bytes: Buffer, manners: Manners, unended: boolean): string | undefined {
  const { end } = manners;
  if (end === undefined) return cutLine(bytes);
  const tail = lastLines(bytes, end);
  const ends = tail[0] === end && (tail[1] === undefined || prompt.test(tail[1]));
  if (ends && !(unended && isOfText(bytes, end))) return undefined;
  return `the text does not end with \`${end}\`: it was cut off or shows a part of the config`;
}

/** Where a text is still open, the mark may be a part of it (`end-policy`, cut): a config's own follows a bare `!`. */
function isOfText(bytes: Buffer, end: string): boolean {
  const lines = bytes.toString("latin1", Math.max(0, bytes.length - 65_536)).split(/\r\n|\n|\r/);
  const at = lines.findLastIndex((line) => line.trimEnd() === end);
  return at === lines.length - 1 || lines[at - 1]?.trimEnd() !== "!";
}

function cutLine(bytes: Buffer): string | undefined {
  const last = bytes.at(-1);
  const closed = last === 0x0a || last === 0x0d || isPrompt(lastLines(bytes, undefined)[0] ?? "");
  return closed ? undefined : "the last line is cut: it has no line end";
}

/** From the last line that says `end` (without one: the very last line) on, what is neither blank, comment nor message. */
function lastLines(bytes: Buffer, end: string | undefined): readonly string[] {
  const lines: string[] = [];
  const least = Math.max(0, bytes.length - 262_144);
  for (let stop = bytes.length; stop > least; ) {
    const first = lineStart(bytes, stop);
    const line = bytes.toString("latin1", first, Math.min(stop, first + 200)).trim();
    if (line !== "" && !line.startsWith("!") && !isLogLine(bytes, first, stop)) lines.push(line);
    if (line !== "" && ((line === end && !isBlank(bytes[first]!)) || (end === undefined && lines.length > 0)))
      break;
    stop = first - 1;
  }
  return lines.reverse();
}

/** A prompt, with whatever was typed behind it; or the next part of a collection of outputs. */
const prompt = /^(?:[^\s#>]{1,64}[#>]|-{6,} ?show )/;

/** A prompt alone, or with the command that ended the session. */
function isPrompt(line: string): boolean {
  return /^[^\s#>]{1,64}[#>] ?(?:exit|logout|quit|terminal .*)?$/i.test(line);
}

/** The device announced more bytes than the text has. */
function shortfall(bytes: Buffer, manners: Manners): string | undefined {
  if (manners.size === undefined) return undefined;
  const at = bytes.indexOf(manners.size);
  if (at < 0) return undefined;
  const said = Number(
    /^\d{1,12}/.exec(bytes.toString("latin1", at + manners.size.length, at + 60))?.[0] ?? 0,
  );
  const has = bytes.length - at;
  return has < said * 0.9 ? `the device announced ${said} bytes and the text has ${has}` : undefined;
}

function missingSigns(bytes: Buffer, manners: Manners): string | undefined {
  const missing = manners.signs.find((signs) => !signs.some((sign) => hasLine(bytes, sign, "any")));
  if (missing === undefined) return undefined;
  const words = missing.map((sign) => `\`${sign}\``).join(" or ");
  return `no line begins with ${words}: the text shows a part of the config, or what a limited user may see`;
}

function firstLines(bytes: Buffer, count: number): readonly string[] {
  const text = bytes.toString("latin1", 0, 8192);
  return text.split(/\r\n|\n|\r/, count).map((line) => line.trim());
}
