import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { Fault } from "../../model/fault.ts";
import { type Grammar, loadGrammar } from "../grammar.ts";
import { compileCommand, type CommandPattern } from "./command.ts";
import type { HeaderRecord } from "./header.ts";
import { type MessageManners, type SyslogManners, syslogManners } from "./manners.ts";
import { compileTemplate, type Fields, matchesGlob, type Template } from "./template.ts";

/** One message of one system, ready to be compared. */
export interface MessageEntry {
  readonly os: string;
  readonly manners: MessageManners;
  readonly templates: readonly Template[];
}

/** Everything the profiles say about messages, of all systems together, and the grammar of their headers. */
export interface Vocabulary {
  readonly header: Grammar<HeaderRecord>;
  /** Entries by what follows the last `-` of their tag; under `*` those whose tag ends in a star. */
  readonly entries: ReadonlyMap<string, readonly MessageEntry[]>;
  readonly facilities: ReadonlySet<string>;
  readonly accounting: readonly { readonly os: string; readonly template: Template }[];
  readonly tamper: readonly CommandPattern[];
  readonly verbs: ReadonlyMap<string, string>;
}

/** A system that logs commands in messages of its own and has no config that mirrorwatch reads. */
const messagesOnly = z.strictObject({ os: z.string(), title: z.string(), syslog: syslogManners });

interface Speaker {
  readonly os: string;
  readonly syslog?: SyslogManners | undefined;
}

/**
 * The vocabulary of these profiles and of the systems in `data/messages/` of the package's folder.
 *
 * @throws Fault `messages-invalid`, `grammar-unreadable`, `grammar-invalid`.
 */
export function loadVocabulary(profiles: Iterable<Speaker>, folder: string): Vocabulary {
  const speakers = [...profiles, ...loadMessages(join(folder, "data", "messages"))];
  return {
    header: loadGrammar<HeaderRecord>(join(folder, "grammars", "syslog.peggy")),
    entries: collectEntries(speakers),
    facilities: new Set(speakers.flatMap(({ syslog }) => syslog?.facilities ?? [])),
    accounting: speakers.flatMap(({ os, syslog }) =>
      (syslog?.accounting ?? []).map((text) => ({ os, template: compileTemplate(text) })),
    ),
    tamper: speakers.flatMap(({ syslog }) => (syslog?.tamper ?? []).map(compileCommand)),
    verbs: new Map(speakers.flatMap(({ syslog }) => Object.entries(syslog?.verbs ?? {}))),
  };
}

function loadMessages(folder: string): Speaker[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return names.sort().map((name) => {
    const file = join(folder, name);
    const result = messagesOnly.safeParse(parse(readFileSync(file, "utf8")));
    if (result.success) return result.data;
    throw new Fault({
      code: "messages-invalid",
      where: file,
      what: z.prettifyError(result.error),
      remedy: "mend the file (docs/adding-an-os.md lists its keys)",
    });
  });
}

function collectEntries(speakers: readonly Speaker[]): Map<string, MessageEntry[]> {
  const entries = new Map<string, MessageEntry[]>();
  for (const { os, syslog } of speakers)
    for (const manners of syslog?.messages ?? []) {
      const entry = { os, manners, templates: (manners.text ?? []).map(compileTemplate) };
      for (const name of new Set(manners.tag.map(keyOf)))
        entries.set(name, [...(entries.get(name) ?? []), entry]);
    }
  return entries;
}

function keyOf(glob: string): string {
  const last = lastPart(glob);
  return last.includes("*") ? "*" : last;
}

function lastPart(tag: string): string {
  return tag.slice(tag.lastIndexOf("-") + 1);
}

/** The tag without the priority that Junos may write before it: `%INTERACT-6-UI_COMMIT` is `UI_COMMIT`. */
export function plainTag(vocabulary: Vocabulary, tag: string): string {
  const prefix = /^%([A-Z_]+)-[0-7]-(?=.)/.exec(tag);
  return prefix && vocabulary.facilities.has(prefix[1]!) ? tag.slice(prefix[0].length) : tag;
}

/** The entries of a tag: those that name it, then those that name its facility; in the order of the profiles. */
export function entriesOf(vocabulary: Vocabulary, tag: string): readonly MessageEntry[] {
  const { entries } = vocabulary;
  const candidates = [...(entries.get(lastPart(tag)) ?? []), ...(entries.get("*") ?? [])];
  return candidates.filter(({ manners }) => manners.tag.some((glob) => matchesGlob(glob, tag)));
}

/**
 * The fields of the RFC 5424 parameters, else of the first template that fits, if they are as the entry wants them; an
 * entry without templates fits any text.
 */
export function fieldsOf(
  entry: MessageEntry,
  text: string,
  params: ReadonlyMap<string, string>,
): Fields | null {
  const { manners, templates } = entry;
  const stated = paramFields(manners.params ?? {}, params);
  if (stated) return holds(manners.when, stated) ? stated : null;
  if (templates.length === 0) return {};
  for (const template of templates) {
    const fields = template.match(text);
    if (fields && holds(manners.when, fields)) return fields;
  }
  return null;
}

function paramFields(names: Fields, params: ReadonlyMap<string, string>): Fields | null {
  const found = Object.entries(names).flatMap(([field, name]) => {
    const value = params.get(name)?.trim();
    return value ? [[field, value] as const] : [];
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}

function holds(when: MessageManners["when"], fields: Fields): boolean {
  return Object.entries(when ?? {}).every(([name, globs]) =>
    globs.some((glob) => matchesGlob(glob.toLowerCase(), (fields[name] ?? "").toLowerCase())),
  );
}

/**
 * Strings of which every message that can matter contains at least one: the longest fixed part of each known tag, and what
 * accounting records with a command always say. For a search that is faster than reading.
 */
export function anchorsOf(vocabulary: Vocabulary): readonly string[] {
  const matter = [...vocabulary.entries.values()].flat().filter(matters);
  const tags = matter.flatMap(({ manners }) => manners.tag.map((glob) => longest(glob.split("*"))));
  const local = vocabulary.accounting.map(({ template }) => longest(template.text.split(/\{\w*\}|\s+/)));
  return [...new Set([...tags, ...local, ...accountingAnchors])].sort();
}

/** A login is not told as anything, but says where the user of a later command came from. */
function matters({ manners, templates }: MessageEntry): boolean {
  return (
    manners.kind !== "other" ||
    templates.some(({ text }) => text.includes("{user}") && text.includes("{from}"))
  );
}

function longest(parts: readonly string[]): string {
  return parts.reduce((best, part) => (part.length > best.length ? part : best), "");
}

/** What every record of tac_plus, ISE or ACS with a command contains; a command may begin in a later segment. */
const accountingAnchors = ["cmd=", "cmd*", "CISE_", "CSCOacs_"];
