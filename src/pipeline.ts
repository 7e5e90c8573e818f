// The pipeline sentence: source -> parse -> normalise -> compare -> report. This file only joins the stages.
import type { VantageManners } from "./compare/vantagejudge.ts";
import type { ShowRecord } from "./model/show.ts";
import type { SnapshotRecord } from "./model/snapshot.ts";
import { mostSessions, tooManySessions } from "./normalise/fold.ts";
import { normaliseReading } from "./normalise/normalise.ts";
import { remoteVlansOf } from "./normalise/remotevlan.ts";
import { normaliseShow } from "./normalise/shown.ts";
import type { Catalog } from "./parse/catalog.ts";
import { changeTime } from "./parse/changetime.ts";
import { readConfig } from "./parse/config.ts";
import { detectOs } from "./parse/detect.ts";
import { plainText } from "./parse/encoding.ts";
import { hasLine, linesAt } from "./parse/line.ts";
import type { Reading } from "./parse/reading.ts";
import { cutSecrets } from "./parse/syslog/secret.ts";
import { type Recognised, recogniseComments, recogniseShow } from "./parse/show/recognise.ts";

/** What is known of a config text from outside. */
export interface Inspection {
  /** Stands for the device when the text names none: file name, inventory. */
  readonly name: string;
  /** Overrules what the text looks like. */
  readonly os?: string;
  readonly catalog: Catalog;
}

/**
 * What a config text says of mirroring. A text that no profile recognises gives os `unknown` and is not complete.
 *
 * @throws Fault `os-unknown` for an os that was asked for, `grammar-unreadable`, `grammar-invalid`.
 */
export function inspect(bytes: Uint8Array, { name, os: asked, catalog }: Inspection): SnapshotRecord {
  const detected =
    asked === undefined ? detectOs(plainText(bytes).bytes, catalog.profiles) : { os: asked, why: "" };
  if (detected.os === null) return unknownText(name, unreadable(bytes) ?? detected.why);
  const { os } = detected;
  const profile = catalog.profile(os);
  const reading = readConfig(bytes, profile, catalog.grammar(os));
  const { sessions, indicators, unread, doubt: short } = normaliseReading(reading, profile);
  const doubt = sessions.length < mostSessions ? short : tooManySessions;
  const { complete, completeness } = doubt === undefined ? reading : doubted(reading, doubt);
  return {
    device: reading.hostname ?? name,
    os,
    complete,
    completeness: cutSecrets(completeness),
    sessions,
    unread: withoutSecrets(unread),
    indicators: withoutSecrets(indicators),
  };
}

/** What is told of a line is stored and sent on, so no secret may stand in it, whatever the system. */
function withoutSecrets<T extends { readonly text: string }>(lines: readonly T[]): readonly T[] {
  return lines.map((line) => ({ ...line, text: cutSecrets(line.text) }));
}

/**
 * What show output says of mirroring: the second vantage. Undefined for a text in which no profile recognises any.
 *
 * @throws Fault `os-unknown` for an os that was asked for.
 */
export function inspectShow(bytes: Uint8Array, { name, os, catalog }: Inspection): ShowRecord | undefined {
  if (os !== undefined) catalog.profile(os);
  const found = recogniseShow(plainText(bytes).bytes, catalog.profiles, os);
  return found && showRecord(found, name, catalog);
}

/** The lines that sessions, unread lines and indicators rest on, as they stand, secrets cut; by 1-based number. */
export function statementTexts(bytes: Uint8Array, snapshot: SnapshotRecord): ReadonlyMap<number, string> {
  const { sessions, unread, indicators } = snapshot;
  const numbers = new Set([
    ...sessions.flatMap(({ lines }) => lines),
    ...[...unread, ...indicators].map(({ line }) => line),
  ]);
  const texts = numbers.size === 0 ? [] : [...linesAt(plainText(bytes).bytes, numbers)];
  return new Map(texts.map(([line, text]) => [line, cutSecrets(text)]));
}

/** When a config text says that it was last changed; as `changeTime` tells it. */
export function statedChange(bytes: Uint8Array, os: string, catalog: Catalog): string | undefined {
  const heads = catalog.profiles.get(os)?.changed ?? [];
  return heads.length === 0 ? undefined : changeTime(plainText(bytes).bytes, heads);
}

/** What a config text shows beside its statements: output that a backup tool keeps in its comments, or behind commands. */
export function inspectComments(
  bytes: Uint8Array,
  { device, os }: SnapshotRecord,
  catalog: Catalog,
): ShowRecord | undefined {
  const profile = catalog.profiles.get(os);
  const found = profile && recogniseComments(plainText(bytes).bytes, profile);
  return found && showRecord(found, device, catalog);
}

/** What must be known of a config and its profile to compare it with what its device shows. */
export function vantageManners(
  bytes: Uint8Array,
  { os }: SnapshotRecord,
  shown: ShowRecord,
  catalog: Catalog,
): VantageManners {
  const profile = catalog.profile(os);
  const { inherent, started, bundles, vlansWhere = [] } = profile.show ?? {};
  const text = plainText(bytes).bytes;
  const holdsVlans = shown.remoteVlans !== undefined && vlansWhere.some((line) => hasLine(text, line, "any"));
  if (!holdsVlans) return { inherent, started, bundles };
  const { statements } = readConfig(bytes, profile, catalog.grammar(os));
  return { inherent, started, bundles, remoteVlans: remoteVlansOf(statements) };
}

function showRecord({ os, reading }: Recognised, name: string, catalog: Catalog): ShowRecord {
  const { sessions, remoteVlans } = normaliseShow(reading, catalog.profile(os));
  const { outputs, unread, commands } = reading;
  return {
    device: reading.hostname ?? name,
    os,
    vantage: "show",
    complete: false,
    completeness: "show output tells what is there, and proves no absence",
    outputs,
    sessions,
    ...(remoteVlans === undefined ? {} : { remoteVlans }),
    commands,
    unread: withoutSecrets(unread),
    indicators: [],
  };
}

/** What the text itself lacks is told before what could not be made of it. */
function doubted(
  { complete, completeness }: Reading,
  doubt: string,
): Pick<Reading, "complete" | "completeness"> {
  return { complete: false, completeness: complete ? doubt : completeness };
}

function unreadable(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return "the text is empty";
  return plainText(bytes).damage === undefined ? undefined : "the file is binary, not the text of a config";
}

function unknownText(name: string, why: string): SnapshotRecord {
  return {
    device: name,
    os: "unknown",
    complete: false,
    completeness: why,
    sessions: [],
    unread: [],
    indicators: [],
  };
}
