import { z } from "zod";
import { readPrefix } from "../model/address.ts";
import { parseDuration } from "./duration.ts";
import { parseAddress, parseTarget } from "./address.ts";
import { credentialSet, deviceEntry, jumpEntry, pullSchema, secret } from "./pullschema.ts";
import { eventFormats } from "./settings.ts";

const path = z.string().min(1, "must be a path");

const listenAddress = z.string().transform((text, { addIssue }) => {
  const address = parseAddress(text);
  if (address === undefined)
    addIssue("must be ADDRESS:PORT, as in 0.0.0.0:5514, 127.0.0.1:5514 or [::]:5514");
  return address ?? z.NEVER;
});

const target = z.string().transform((text, { addIssue }) => {
  const found = parseTarget(text);
  if (found === undefined) addIssue("must be tls://HOST:PORT, tcp://HOST:PORT or udp://HOST:PORT");
  return found ?? z.NEVER;
});

const duration = z.string().transform((text, { addIssue }) => {
  const length = parseDuration(text);
  if (length === undefined) addIssue("must be a number and its unit, as in 90s, 15m, 1h or 30d");
  return length ?? z.NEVER;
});

const sha256 = /^(?:[0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$/;

const osName = z.string().regex(/^[a-z][a-z0-9-]*$/, "must be the os of a profile, as in cisco-ios");

/** One value where a list is allowed; an empty list stays one. */
function oneOrMany<T extends z.ZodType>(item: T) {
  return z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(item));
}

/** A short form, plain text, of an object whose one needed key is `key`. */
function shortFor<T extends z.ZodType>(key: string, object: T) {
  return z.preprocess((given) => (typeof given === "string" ? { [key]: given } : given), object);
}

/** YAML reads an account of twelve digits as a number, which has lost its leading zeros. */
const account = z.preprocess(
  (given) => (typeof given === "number" ? String(given).padStart(12, "0") : given),
  z.string().regex(/^[\w:.-]+$/, "must be an AWS account, an Azure subscription or a Google project"),
);

const configFolder = z.strictObject({
  folder: path,
  path: z.string().includes("{device}", "must contain {device}, as in {group}/configs/{device}").optional(),
  os: osName.optional(),
});

const wholeNumber = (from: number, to: number) => z.number().int("must be a whole number").min(from).max(to);

const limits = z.strictObject({
  messageBytes: wholeNumber(480, 1_048_576).default(65_535),
  connections: wholeNumber(1, 65_535).default(1_000),
  connectionsPerAddress: wholeNumber(1, 65_535).default(250),
  idleSeconds: wholeNumber(1, 604_800).default(86_400),
  queue: wholeNumber(1, 1_000_000).default(10_000),
  receiveBuffer: wholeNumber(4_096, 1_073_741_824).default(4_194_304),
});

const fingerprint = z
  .string()
  .regex(sha256, "must be the SHA-256 of a certificate: 64 hex digits, colons between them allowed");

const clientName = z
  .string()
  .regex(
    new RegExp(`^(?:(?:\\*\\.)?[A-Za-z0-9_][A-Za-z0-9_.-]*|sha256:${sha256.source.slice(1, -1)})$`),
    "must be a name, as in relay1.example.net or *.example.net, or sha256: and a fingerprint",
  );

const prefix = z
  .string()
  .refine((text) => readPrefix(text) !== undefined, "must be an address or a network, as in 192.0.2.0/24");

const tlsListen = z.strictObject({
  listen: oneOrMany(listenAddress).prefault("0.0.0.0:6514"),
  certificate: path,
  key: path,
  clientCa: path.optional(),
  clients: oneOrMany(clientName).prefault([]),
});

const consoleUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).protocol === "https:" && new URL(text).username === "",
    "must be the URL of a console, as in https://qradar.example.net",
  );

/** The REST API of a console, for `mirrorwatch qradar`. */
const qradar = z.strictObject({
  url: consoleUrl,
  token: secret,
  version: z
    .string()
    .regex(/^\d+\.\d+$/, 'must be a version of the API between quotes, as in "26.0"')
    .optional(),
  ca: path.optional(),
  fingerprint: fingerprint.optional(),
  serverName: z.string().min(1).max(253).optional(),
  timeout: duration.prefault("60s"),
});

/** mirrorwatch.yaml. Every key is described in docs/settings.md. */
export const settingsSchema = z.strictObject({
  database: path.optional(),
  accounts: oneOrMany(account).prefault([]),
  configs: oneOrMany(shortFor("folder", configFolder)).prefault([]),
  catalog: oneOrMany(path).prefault([]),
  inventory: z.record(z.string(), shortFor("os", z.strictObject({ os: osName }))).prefault({}),
  devices: z.record(z.string(), deviceEntry).prefault({}),
  deviceFiles: oneOrMany(path).prefault([]),
  credentials: z.record(z.string(), credentialSet).prefault({}),
  jumps: z.record(z.string(), jumpEntry).prefault({}),
  pull: pullSchema.prefault({}),
  baseline: z
    .strictObject({
      fourEyes: z.boolean().default(false),
      warnDays: wholeNumber(0, 3_650).default(30),
    })
    .prefault({}),
  retention: z
    .strictObject({
      resolvedDays: wholeNumber(1, 36_500).default(730),
      observationDays: wholeNumber(1, 36_500).default(180),
      sentDays: wholeNumber(1, 36_500).default(30),
    })
    .prefault({}),
  watch: z
    .strictObject({
      holdSeconds: wholeNumber(0, 300).default(5),
      udp: oneOrMany(listenAddress).prefault("0.0.0.0:5514"),
      tcp: oneOrMany(listenAddress).prefault("0.0.0.0:5514"),
      tls: tlsListen.optional(),
      proxies: oneOrMany(prefix).prefault([]),
      limits: limits.prefault({}),
    })
    .prefault({}),
  deliver: z
    .strictObject({
      to: target.optional(),
      ca: path.optional(),
      fingerprint: fingerprint.optional(),
      serverName: z
        .string()
        .regex(/^[A-Za-z0-9_.-]{1,253}$/, "must be the host name in the receiver's certificate")
        .optional(),
      certificate: path.optional(),
      key: path.optional(),
      host: z
        .string()
        .regex(/^[!-~]{1,255}$/, "must be a host name without spaces")
        .optional(),
      heartbeat: duration.optional(),
      format: z.enum(eventFormats).default("leef-1.0"),
    })
    .refine(({ certificate, key }) => (certificate === undefined) === (key === undefined), {
      path: ["key"],
      message: "must be given together with deliver.certificate",
    })
    .prefault({}),
  qradar: qradar.optional(),
});

export type RawSettings = z.output<typeof settingsSchema>;
