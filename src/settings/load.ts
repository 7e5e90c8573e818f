import { existsSync, readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import { type Document, LineCounter, parseDocument } from "yaml";
import { Fault } from "../model/fault.ts";
import { complaints } from "./complaint.ts";
import { credentialSets, deviceEntries, hostEntry, pullSettings, secretSource } from "./pullload.ts";
import { type RawSettings, settingsSchema } from "./schema.ts";
import type { DeliverTls, QradarSettings, Settings, TlsListenSettings } from "./settings.ts";

/** Where a settings file may be named or lie. */
export interface SettingsSearch {
  /** `--settings`. */
  readonly named?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

const fileName = "mirrorwatch.yaml";
/** A settings file is a page or two; anything beyond this is the wrong file. */
const mostBytes = 1_048_576;

/**
 * The settings of `--settings`, `$MIRRORWATCH_SETTINGS`, ./mirrorwatch.yaml or /etc/mirrorwatch/mirrorwatch.yaml, the
 * first of these; the defaults when there is none. Relative paths start at the file's own folder.
 *
 * @throws Fault `settings-unreadable`, or `settings-invalid` that names every wrong key and value with its line.
 */
export function loadSettings(search: SettingsSearch): Settings {
  const file = findSettings(search);
  return file === null
    ? resolved(settingsSchema.parse({}), null, search.cwd)
    : resolved(read(file), file, dirname(file));
}

/** The settings file that counts; null when there is none. A file that was named must exist. */
export function findSettings({ named, env, cwd }: SettingsSearch): string | null {
  const chosen = named ?? (env.MIRRORWATCH_SETTINGS || undefined);
  if (chosen !== undefined) return resolve(cwd, chosen);
  return [resolve(cwd, fileName), `/etc/mirrorwatch/${fileName}`].find((file) => existsSync(file)) ?? null;
}

function read(file: string): RawSettings {
  const text = readText(file);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken)
    throw invalid(file, [`line ${lines.linePos(broken.pos[0]).line}: ${firstLine(broken.message)}`]);
  const result = settingsSchema.safeParse(values(file, document) ?? {});
  if (!result.success) throw invalid(file, complaints(result.error.issues, document, lines, settingsSchema));
  return result.data;
}

function readText(file: string): string {
  try {
    if (statSync(file).size > mostBytes) throw new RangeError("it is larger than 1 MB");
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    throw new Fault({
      code: "settings-unreadable",
      where: file,
      what: `the settings file cannot be read (${inWords(cause)})`,
      remedy: "check the path, that this user may read it, and that it is UTF-8 text",
      cause,
    });
  }
}

/** What the system said, without its code and the path that stands beside it. */
function inWords(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.replace(/^E[A-Z]+: /, "").replace(/, \w+ '.*'$/s, "");
}

/** Aliases may repeat a value, but not multiply a small file into a large one. */
function values(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw invalid(file, [cause instanceof Error ? cause.message : String(cause)]);
  }
}

function firstLine(message: string): string {
  return message
    .split("\n")[0]!
    .replace(/ at line \d+, column \d+:?$/, "")
    .replace(/\.$/, "");
}

function invalid(file: string, found: readonly string[]): Fault {
  const line = (text: string) => Number(/^line (\d+)/.exec(text)?.[1] ?? 0);
  const wrong = found.toSorted((one, other) => line(one) - line(other));
  return new Fault({
    code: "settings-invalid",
    where: file,
    what: wrong.length === 1 ? wrong[0]! : `${wrong.length} things are wrong\n${wrong.join("\n")}\n`,
    remedy: "mend the file; docs/settings.md describes every key",
  });
}

/** Fills in what only the machine knows and makes every path absolute. */
function resolved(raw: RawSettings, file: string | null, folder: string): Settings {
  const at = (path: string) => resolve(folder, path);
  return {
    file,
    database: at(raw.database ?? "mirrorwatch.sqlite"),
    accounts: raw.accounts,
    configs: raw.configs.map((one) => ({
      folder: at(one.folder),
      path: one.path ?? null,
      os: one.os ?? null,
    })),
    catalog: raw.catalog.map(at),
    inventory: new Map(Object.entries(raw.inventory).map(([name, entry]) => [name.toLowerCase(), entry])),
    baseline: raw.baseline,
    retention: raw.retention,
    devices: deviceEntries(raw.devices),
    deviceFiles: raw.deviceFiles.map(at),
    credentials: credentialSets(raw.credentials, at),
    jumps: new Map(Object.entries(raw.jumps).map(([name, entry]) => [name, hostEntry(name, entry)])),
    pull: pullSettings(raw.pull, at),
    watch: { ...raw.watch, tls: tlsListen(raw.watch.tls, at) },
    deliver: {
      to: raw.deliver.to ?? null,
      host: raw.deliver.host ?? hostname(),
      format: raw.deliver.format,
      ...(raw.deliver.heartbeat === undefined ? {} : { heartbeat: raw.deliver.heartbeat }),
      tls: deliverTls(raw.deliver, at),
    },
    qradar: qradarSettings(raw.qradar, at),
  };
}

type Absolute = (path: string) => string;

function tlsListen(raw: RawSettings["watch"]["tls"], at: Absolute): TlsListenSettings | null {
  if (raw === undefined) return null;
  const { listen, clients, certificate, key, clientCa } = raw;
  const ca = clientCa === undefined ? null : at(clientCa);
  return { listen, clients, certificate: at(certificate), key: at(key), clientCa: ca };
}

function qradarSettings(raw: RawSettings["qradar"], at: Absolute): QradarSettings | null {
  if (raw === undefined) return null;
  const { url, token, version = null, ca, fingerprint = null, serverName = null, timeout } = raw;
  const file = ca === undefined ? null : at(ca);
  return { url, token: secretSource(token, at)!, version, ca: file, fingerprint, serverName, timeout };
}

function deliverTls(raw: RawSettings["deliver"], at: Absolute): DeliverTls {
  const file = (path: string | undefined) => (path === undefined ? null : at(path));
  return {
    ca: file(raw.ca),
    fingerprint: raw.fingerprint ?? null,
    serverName: raw.serverName ?? null,
    certificate: file(raw.certificate),
    key: file(raw.key),
  };
}
