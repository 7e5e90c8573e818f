import type { Grammar } from "../grammar.ts";
import { type HeaderRecord, readHeader } from "./header.ts";
import type { Stamp } from "./stamp.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** One record of an accounting server, or of a device's own accounting log. */
export interface Accounting {
  /** The systems that write such records; empty for a server, which serves any. */
  readonly os: readonly string[];
  readonly tag: string | null;
  readonly device: string | null;
  readonly stamp: Stamp | null;
  readonly user: string | null;
  readonly from: string | null;
  /** The terminal line: `tty3`. */
  readonly port: string | null;
  /** Whole commands, still with their secrets; empty for a start or stop of a session. */
  readonly commands: readonly string[];
  readonly failed: boolean;
}

type Reader = (vocabulary: Vocabulary, message: string) => Accounting | null;

/** Reads a record of tac_plus, ISE, ACS, or a local accounting log; null when the message is none of them. */
export function readAccounting(vocabulary: Vocabulary, message: string): Accounting | null {
  const readers: readonly Reader[] = [readLocal, readTacPlus, readServer];
  for (const read of readers) {
    const record = read(vocabulary, message);
    if (record) return record;
  }
  return null;
}

/** `Mon Oct 21 10:10:10 2019:type=update:id=10.1.1.1@pts/0:user=admin:cmd=… ; … (SUCCESS)`. */
function readLocal(vocabulary: Vocabulary, message: string): Accounting | null {
  for (const { os, template } of vocabulary.accounting) {
    const fields = template.match(message);
    const stamp = fields?.time ? stampFrom(vocabulary.header, fields.time) : null;
    if (!fields || !stamp) continue;
    return {
      os: [os],
      tag: null,
      device: null,
      stamp,
      user: fields.user ?? null,
      from: fields.from ?? null,
      port: fields.line ?? null,
      commands: fields.command ? fields.command.split(/\s;\s/) : [],
      failed: isFailure(fields.outcome),
    };
  }
  return null;
}

/** A refusal as NX-OS, ISE and accounting servers word it. */
export function isFailure(outcome: string | undefined): boolean {
  return /^(?:fail|denied|reject|invalid|error)/i.test(outcome ?? "");
}

/**
 * The file format of tac_plus: time, NAS, user, port, remote address, type, then attributes in any order; separated by
 * TAB (which a relay may show as `#011`) or `|`. Through syslog the time may be the relay's only.
 */
function readTacPlus(vocabulary: Vocabulary, message: string): Accounting | null {
  const fields = separate(message);
  const type = fields.findIndex((field) => /^(?:start|stop|update)$/.test(field));
  if (type < 4) return null;
  const attributes = attributesOf(fields.slice(type + 1));
  const [nas, user, port, remote] = fields.slice(type - 4, type);
  const words = nas!.trim().split(/\s+/);
  const written = fields[type - 5];
  const stamp =
    written === undefined
      ? readHeader(vocabulary.header, message.replaceAll("#011", "\t")).stamp
      : stampFrom(vocabulary.header, written);
  const command = commandOf(attributes);
  return {
    os: [],
    tag: null,
    device: words.at(-1) || null,
    stamp,
    user: known(user),
    from: addressOf(remote),
    port: known(port),
    commands: command === "" ? [] : [command],
    failed: false,
  };
}

function separate(message: string): string[] {
  const tabbed = message.replaceAll("#011", "\t").split("\t");
  const fields = tabbed.length > 5 ? tabbed : message.split("|");
  return fields.length > 5 ? fields.map((field) => field.trim()) : [];
}

/** Where `|` separates, a command may hold one too: what is no attribute belongs to the one before. */
function attributesOf(fields: readonly string[]): readonly string[] {
  const attributes: string[] = [];
  for (const field of fields)
    if (/^[\w-]{1,64}[=*]/.test(field) || attributes.length === 0) attributes.push(field);
    else attributes.push(`${attributes.pop()} | ${field}`);
  return attributes;
}

/** `cmd=show cmd-arg=version cmd-arg=<cr>`, or the whole command in `cmd=`. */
function commandOf(attributes: readonly string[]): string {
  const words = attributes.flatMap((attribute) => /^cmd(?:-arg)?[=*](.*)$/s.exec(attribute)?.[1] ?? []);
  return withoutReturn(words.join(" "));
}

/** `<cr>` ends a command in accounting. */
export function withoutReturn(command: string): string {
  const text = command.trim();
  return /<cr>$/i.test(text) ? text.slice(0, -4).trimEnd() : text;
}

function known(field: string | undefined): string | null {
  return field === undefined || /^(?:unknown|async)?$/i.test(field) ? null : field;
}

/** Some servers log an opaque number pair in place of an address. */
function addressOf(field: string | undefined): string | null {
  return field === undefined || /^\d+\/\d+$/.test(field) ? null : known(field);
}

/** The grammar reads a stamp where a header has one; a syslog header may stand before it. */
function stampFrom(grammar: Grammar<HeaderRecord>, written: string): Stamp | null {
  const own = written.split(/: /).at(-1)!.trim();
  return readHeader(grammar, `${own}: `).stamp ?? readHeader(grammar, written).stamp;
}

const serverRecord =
  /(?:^|\s)((?:CISE|CSCOacs)_\w+)\s+\d+\s+\d+\s+\d+\s+(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d\d:?\d\d)?)\s+(.*)$/s;

/** ISE and ACS: `CISE_TACACS_Accounting ID TOTAL SEGMENT TIME ZONE NUMBER CODE SEVERITY Category: Title, Name=value, …`. */
function readServer(vocabulary: Vocabulary, message: string): Accounting | null {
  const found = /(?:^|\s)(?:CISE|CSCOacs)_/.test(message.slice(0, 300)) ? serverRecord.exec(message) : null;
  if (!found) return null;
  const [, tag, time, body] = found;
  const { commands, rest } = commandSet(body!);
  const title = /^[^,]{0,200}/.exec(rest)?.[0] ?? "";
  return {
    os: [],
    tag: tag!,
    device: attribute(rest, "NetworkDeviceName") ?? attribute(rest, "Device IP Address"),
    stamp: stampFrom(vocabulary.header, time!),
    user: attribute(rest, "User") ?? attribute(rest, "UserName"),
    from: attribute(rest, "Remote-Address"),
    port: attribute(rest, "Port"),
    commands,
    failed: /\bfail|\breject|\bdenied/i.test(title),
  };
}

/** Commands may hold commas and brackets, so the set is cut out before anything else is looked for. */
function commandSet(body: string): { commands: string[]; rest: string } {
  const start = body.indexOf("CmdSet=[");
  if (start < 0) return { commands: [], rest: body };
  const inside = start + "CmdSet=[".length;
  const end = closing(body.slice(inside));
  const set = end < 0 ? body.slice(inside) : body.slice(inside, inside + end);
  const rest = end < 0 ? body.slice(0, start) : body.slice(0, start) + body.slice(inside + end + 2);
  const commands = set.split("CmdAV=").map((one) => withoutReturn(joined(one.split("CmdArgAV="))));
  return { commands: commands.filter((command) => command !== ""), rest };
}

/** A bracket inside a command has no blank before it, or no comma behind it. */
function closing(set: string): number {
  const apart = set.search(/ \](?:,|\s*$)/);
  return apart >= 0 ? apart : set.search(/\](?:,|\s*$)/);
}

function joined(words: readonly string[]): string {
  return words.map((word) => word.trim()).join(" ");
}

function attribute(body: string, name: string): string | null {
  const found = new RegExp(`(?:^|,)\\s*${name}\\s?=([^,]*)`).exec(body);
  return found?.[1]?.trim() || null;
}
