import type { Notice } from "../model/notice.ts";
import { plainText } from "../parse/encoding.ts";
import { type Accounting, isFailure, readAccounting, withoutReturn } from "../parse/syslog/accounting.ts";
import { type Audit, auditFromParams, readAudit, statementOf } from "../parse/syslog/audit.ts";
import { beginsWith, wordsOf } from "../parse/syslog/command.ts";
import { type FramedMessage, frameMessages, type HeaderSense } from "../parse/syslog/frame.ts";
import { type Header, readHeader, timeOf } from "../parse/syslog/header.ts";
import { cutSecrets } from "../parse/syslog/secret.ts";
import { joinSegments, restOf, type Segments } from "../parse/syslog/segment.ts";
import { instantOf, type Stamp } from "../parse/syslog/stamp.ts";
import type { Fields } from "../parse/syslog/template.ts";
import {
  entriesOf,
  fieldsOf,
  type MessageEntry,
  plainTag,
  type Vocabulary,
} from "../parse/syslog/vocabulary.ts";
import { type Actor, actorOf } from "./actor.ts";

/** A notice and what else its message tells; the notice alone is the public contract. */
export interface Message {
  readonly notice: Notice;
  /** Systems whose profile knows this message; empty when any system may have been told of. */
  readonly os: readonly string[];
  /** What keeps one user's sessions apart: terminal line or process. */
  readonly session: string | null;
  /** The notice's commands before secrets were cut: for reading only, never stored or shown. */
  readonly typed: readonly string[];
  /** The device, or the server that it asked, refused the command. */
  readonly failed: boolean;
  /** The commands are whole statements of a candidate config, in force after a commit. */
  readonly candidate: boolean;
  readonly step: "commit" | "rollback" | null;
  /** Cisco's number of this message among those sent here, for finding gaps; else that among all messages. */
  readonly counter: number | null;
}

export interface ReadingOptions {
  /** When the message came in, or the file is read: the reference for a year that is left out. */
  readonly now: Date;
  readonly vocabulary: Vocabulary;
}

/**
 * One notice for each message of a file, in the order of their first lines. Never throws; time and memory are linear in
 * the bytes. The rules for times are those of {@link timeOf}.
 */
export function readNotices(bytes: Uint8Array | string, options: ReadingOptions): readonly Notice[] {
  return readMessages(bytes, options).map(({ notice }) => notice);
}

export function readMessages(bytes: Uint8Array | string, options: ReadingOptions): readonly Message[] {
  const text = typeof bytes === "string" ? bytes : new TextDecoder().decode(plainText(bytes).bytes);
  const whole: FramedMessage[] = [];
  let segments: Segments = new Map();
  for (const framed of frameMessages(text, senseOf(options.vocabulary))) {
    const joined = joinSegments(segments, framed);
    segments = joined.segments;
    whole.push(...joined.messages);
  }
  whole.push(...restOf(segments));
  return whole
    .sort((a, b) => a.line - b.line)
    .map((framed) => readMessage(framed.text, framed.line, options));
}

/** How the framing of a text tells a header from a continuation. */
export function senseOf(vocabulary: Vocabulary): HeaderSense {
  const read = (line: string) => readHeader(vocabulary.header, line);
  return {
    hasHeader: (line) => read(line).format !== "unknown" || readAccounting(vocabulary, line.trim()) !== null,
    isOnlyHeader: (line) => {
      const { format, text, tag } = read(line);
      return format !== "unknown" && text === "" && tag === null;
    },
  };
}

/** Reads one message without its framing; `line` is 0 for one that came over the network. */
export function readMessage(text: string, line: number, options: ReadingOptions): Message {
  const accounting = readAccounting(options.vocabulary, text);
  if (accounting) return fromAccounting(accounting, line, options);
  return fromHeader(readHeader(options.vocabulary.header, text), line, options);
}

function fromAccounting(record: Accounting, line: number, { now, vocabulary }: ReadingOptions): Message {
  const instant = record.stamp ? instantOf(record.stamp, now.getTime()) : null;
  const { user, from } = actorOf({ user: record.user, from: record.from, line: record.port });
  const typed = record.commands.map(trimmed);
  const commands = typed.map(cutSecrets);
  const notice: Notice = {
    line,
    format: "accounting",
    device: record.device,
    ...timing(instant, record.stamp),
    tag: record.tag,
    kind: commands.length === 0 ? "other" : kindOfCommands(commands, vocabulary),
    user,
    from,
    commands,
  };
  return {
    notice,
    os: record.os,
    session: record.port,
    typed,
    failed: record.failed,
    candidate: false,
    step: null,
    counter: null,
  };
}

function timing(instant: number | null, stamp: Stamp | null): Pick<Notice, "time" | "clock"> {
  const time = instant === null ? null : new Date(instant).toISOString();
  return { time, clock: stamp && stamp.time !== null ? stamp.clock : "none" };
}

function fromHeader(header: Header, line: number, options: ReadingOptions): Message {
  const { vocabulary, now } = options;
  const tag = header.tag === null ? null : plainTag(vocabulary, header.tag);
  const found = tag === null ? null : meaningOf(tag, header, vocabulary);
  const commands = found?.commands ?? [];
  const { user, from } = found?.actor ?? { user: null, from: null };
  const notice: Notice = {
    line,
    format: header.format,
    device: header.host,
    ...timing(timeOf(header, now.getTime()), header.stamp),
    tag,
    kind: found?.kind ?? "other",
    user,
    from,
    commands,
  };
  return {
    notice,
    os: found?.os ?? [],
    session: found?.session ?? header.process,
    typed: found?.typed ?? [],
    failed: found?.failed ?? false,
    candidate: found?.candidate ?? false,
    step: found?.step ?? null,
    counter: header.counter ?? header.sequence,
  };
}

interface Meaning extends Omit<Message, "notice" | "counter"> {
  readonly kind: Notice["kind"];
  readonly actor: Actor;
  readonly commands: readonly string[];
}

function meaningOf(tag: string, header: Header, vocabulary: Vocabulary): Meaning | null {
  const text = withoutRepeat(header.text);
  const params = new Map(header.structured.flatMap((element) => element.params));
  const entries = entriesOf(vocabulary, tag);
  const os = [...new Set(entries.map((entry) => entry.os))];
  if (entries.some((entry) => entry.manners.audit))
    return auditMeaning(auditFromParams(params) ?? readAudit(text), os, vocabulary);
  const fitting = entries.flatMap((entry) => {
    const fields = fieldsOf(entry, text, params);
    return fields ? [{ entry, fields }] : [];
  });
  // Several systems know the same tag: the wording that tells most is the one that was used.
  const best = fitting.sort((a, b) => Object.keys(b.fields).length - Object.keys(a.fields).length)[0];
  return best ? { ...entryMeaning(best.entry, best.fields, vocabulary), os } : null;
}

function entryMeaning(entry: MessageEntry, fields: Fields, vocabulary: Vocabulary): Omit<Meaning, "os"> {
  const { kind, joined, step } = entry.manners;
  const parts = fields.command ? (joined ? fields.command.split(joined) : [fields.command]) : [];
  const typed = parts.map(trimmed).filter((command) => command !== "");
  const commands = typed.map(cutSecrets);
  const actor = actorOf({ user: fields.user ?? null, from: fields.from ?? null, line: fields.line ?? null });
  const base = { actor, commands, typed, session: fields.line ?? null, failed: isFailure(fields.outcome) };
  const rest = { ...base, candidate: false, step: step ?? null };
  if (kind !== "command") return { ...rest, kind };
  return { ...rest, kind: commands.length === 0 ? "other" : kindOfCommands(commands, vocabulary) };
}

function auditMeaning(audit: Audit | null, os: readonly string[], vocabulary: Vocabulary): Meaning | null {
  if (!audit) return null;
  const statement = statementOf(audit, vocabulary.verbs);
  const typed = statement === null ? [] : [trimmed(statement)];
  const commands = typed.map(cutSecrets);
  const undoes = vocabulary.verbs.get(audit.verb) === "change" && audit.verb === "rollback";
  return {
    kind: commands.length === 0 ? "change" : kindOfCommands(commands, vocabulary),
    os,
    actor: actorOf({ user: audit.user, from: null, line: null }),
    commands,
    typed,
    session: null,
    failed: false,
    candidate: true,
    step: undoes ? "rollback" : null,
  };
}

/**
 * A command that turns logging, archive or accounting off is `tamper`, with the command still told: no other message says
 * that an archive or accounting was turned off.
 */
function kindOfCommands(commands: readonly string[], { tamper }: Vocabulary): Notice["kind"] {
  return commands.some((command) => turnsOff(wordsOf(command), tamper)) ? "tamper" : "command";
}

/** `(message repeated 3 times)` says nothing of the message itself. */
function withoutRepeat(text: string): string {
  return text
    .trimEnd()
    .replace(/\(message repeated \d{1,9} times?\)$/i, "")
    .trimEnd();
}

function turnsOff(words: readonly string[], tamper: Vocabulary["tamper"]): boolean {
  return tamper.some((pattern) => beginsWith(words, pattern));
}

function trimmed(command: string): string {
  return withoutReturn(command.trim());
}
