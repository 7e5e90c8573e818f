import type { Grammar } from "../grammar.ts";
import { instantOf, type MomentRecord, type Stamp, type StampRecord, stampOf } from "./stamp.ts";
import { readStructured, type StructuredElement } from "./structured.ts";
import { findTag, readTag } from "./tag.ts";
import { zoneOffset } from "./zone.ts";

export type HeaderFormat = "rfc5424" | "rfc3164" | "cisco" | "unknown";

/**
 * The header of one syslog message, taken apart. Every field is what the message says; nothing comes from the network or
 * is guessed. What the message does not say is null.
 */
export interface Header {
  readonly format: HeaderFormat;
  /** 0..23 and 0..7, from the PRI part. */
  readonly facility: number | null;
  readonly severity: number | null;
  /** The name or address that the device gives itself (origin-id, RFC 5424 HOSTNAME), else what a relay calls it. */
  readonly host: string | null;
  /** The host that a relay wrote in front, when the device gave its own as well. */
  readonly relay: string | null;
  /** The device's own time, and the time that a relay wrote in front. */
  readonly stamp: Stamp | null;
  readonly relayStamp: Stamp | null;
  /** Cisco's message counter, and the number of `service sequence-numbers`. */
  readonly counter: number | null;
  readonly sequence: number | null;
  /** The card or VDC that speaks: `RP/0/RSP0/CPU0`, `VDC-1`, `re0`. */
  readonly node: string | null;
  readonly app: string | null;
  readonly process: string | null;
  readonly structured: readonly StructuredElement[];
  /** `%SYS-5-CONFIG_I`, `UI_COMMIT`, else the MSGID of RFC 5424. */
  readonly tag: string | null;
  /** What follows the tag. */
  readonly text: string;
}

/** The labels of grammars/syslog.peggy. */
export interface HeaderRecord {
  readonly priority?: string | null;
  readonly forwarder?: string | null;
  readonly modern?: {
    readonly stamp: MomentRecord;
    readonly host: string;
    readonly app: string;
    readonly process: string;
    readonly message: string;
  };
  readonly relay?: { readonly stamp: StampRecord; readonly host?: string | null };
  readonly cisco?: CiscoRecord;
  readonly bsd?: {
    readonly stamp: StampRecord;
    readonly host?: string;
    readonly member?: string | null;
    readonly program?: { readonly name: string; readonly id?: string | null };
    readonly counter?: { readonly value?: string } | null;
  };
  readonly rest: string;
}

interface CiscoRecord {
  readonly counter?: { readonly value?: string } | null;
  readonly origin?: string | null;
  readonly sequence?: { readonly value?: string } | null;
  readonly node?: string | null;
  readonly stamp?: StampRecord;
  readonly host?: string;
  readonly zone?: string;
  readonly process?: { readonly name: string; readonly id?: string } | null;
  readonly context?: string | null;
}

const blank: Omit<Header, "text"> = {
  format: "unknown",
  facility: null,
  severity: null,
  host: null,
  relay: null,
  stamp: null,
  relayStamp: null,
  counter: null,
  sequence: null,
  node: null,
  app: null,
  process: null,
  structured: [],
  tag: null,
};

/** Longer than any header: RFC 5424 allows about 500 characters before the structured data, the others a host name. */
const reach = { modern: 640, other: 320 };
/** A tag with the longest names fits into this. */
const tagReach = 96;

/** Reads the header of any message; never throws, and takes time linear in the message's length. */
export function readHeader(grammar: Grammar<HeaderRecord>, message: string): Header {
  const trimmed = message.replace(/^[\s\0\uFEFF]+/, "");
  const head = trimmed.slice(0, reachOf(trimmed));
  const read = grammar.read(head);
  const record = read.ok ? read.record : { rest: head };
  const text = trimmed.slice(head.length - record.rest.length);
  const header = { ...shape(grammar, record, text), ...priorityOf(record.priority) };
  const isOpen = header.format === "unknown" || (header.format === "rfc3164" && header.app === null);
  return isOpen && header.tag === null ? searched(header) : header;
}

const modernBeginning = /^(?:<?\d{1,3}>)? ?(?:Original Address=|\d{0,2} ?(?:\d{4}-\d\d-|- ))/;

/** Cisco headers end at the tag; a shorter head is a shorter walk for the grammar. */
function reachOf(message: string): number {
  if (modernBeginning.test(message)) return reach.modern;
  const percent = message.indexOf("%");
  return percent >= 0 && percent < reach.other - tagReach ? percent + tagReach : reach.other;
}

function priorityOf(priority: string | null | undefined): Pick<Header, "facility" | "severity"> {
  const value = priority ? Number(priority) : 192;
  return value > 191 ? { facility: null, severity: null } : { facility: value >> 3, severity: value & 7 };
}

function shape(grammar: Grammar<HeaderRecord>, record: HeaderRecord, text: string): Header {
  if (record.modern) return modern(grammar, record, text);
  if (record.cisco) return cisco(record, record.cisco, text);
  if (record.bsd) return bsd(record, text);
  return { ...blank, host: hostOf(record.forwarder), ...readTag(text) };
}

function modern(grammar: Grammar<HeaderRecord>, record: HeaderRecord, text: string): Header {
  const { stamp, host, app, process, message } = record.modern!;
  const data = readStructured(text);
  const body = text.slice(data.end).replace(/^[ \uFEFF]+/, "");
  const tagged = app.startsWith("%") ? readTag(`${app.replace(/:$/, "")}: ${body}`) : null;
  // A relay that takes the message apart as RFC 3164 makes the device's tag its APP-NAME.
  const inner = tagged?.tag ? { ...blank, ...tagged } : wrapped(grammar, body);
  const outer = "date" in stamp ? stampOf({ moment: stamp }) : null;
  const ownHost = hostOf(host) ?? hostOf(record.forwarder);
  return {
    ...inner,
    format: "rfc5424",
    host: inner.host ?? ownHost,
    relay: inner.host === null ? null : ownHost,
    stamp: inner.stamp ?? outer,
    relayStamp: inner.stamp ? outer : null,
    app: inner.app ?? (tagged?.tag ? null : nil(app)),
    process: inner.process ?? nil(process),
    structured: data.elements,
    tag: inner.tag ?? nil(message),
  };
}

/** A relay that rewraps a message in RFC 5424 leaves the device's own header at the head of the text. */
function wrapped(grammar: Grammar<HeaderRecord>, body: string): Header {
  const read = grammar.read(body.slice(0, reachOf(body)));
  if (!read.ok || !read.record.cisco || read.record.priority) return { ...blank, ...readTag(body) };
  const rest = body.slice(Math.min(body.length, reachOf(body)) - read.record.rest.length);
  return cisco(read.record, read.record.cisco, rest);
}

function cisco(record: HeaderRecord, own: CiscoRecord, text: string): Header {
  const relayed = record.relay ? stampOf(record.relay.stamp) : null;
  const stamp = own.stamp ? stampOf(own.stamp) : null;
  const outside = hostOf(record.relay?.host) ?? hostOf(record.forwarder);
  const host = hostOf(own.origin) ?? hostOf(own.host);
  return {
    ...blank,
    format: "cisco",
    host: host ?? outside,
    relay: host === null ? null : outside,
    stamp: stamp ?? (relayed && own.zone ? { ...relayed, zone: own.zone } : relayed),
    relayStamp: stamp ? relayed : null,
    ...countersOf(own),
    node: own.node ?? own.context ?? null,
    app: own.process?.name ?? null,
    process: own.process?.id ?? null,
    ...readTag(text),
  };
}

/** With two numbers the first is the message counter; one alone is taken as the counter as well. */
function countersOf(own: CiscoRecord): Pick<Header, "counter" | "sequence"> {
  const [counter, sequence] = [own.counter?.value, own.sequence?.value].map((value) =>
    value === undefined || value.length > 15 ? null : Number(value),
  );
  return { counter: counter ?? null, sequence: sequence ?? null };
}

function bsd(record: HeaderRecord, text: string): Header {
  const { stamp, host, member, program, counter } = record.bsd!;
  const own = hostOf(host);
  const outside = hostOf(record.relay?.host) ?? hostOf(record.forwarder);
  return {
    ...blank,
    format: "rfc3164",
    host: own ?? outside,
    relay: own === null ? null : outside,
    stamp: stampOf(stamp),
    relayStamp: record.relay ? stampOf(record.relay.stamp) : null,
    node: member ?? null,
    app: program ? nil(program.name) : null,
    process: program?.id || null,
    ...countersOf({ counter: counter ?? null }),
    ...readTag(text),
  };
}

/** Nobody can read the beginning: the tag is looked for, and what stands before it is left alone. */
function searched(header: Header): Header {
  const at = findTag(header.text.slice(0, reach.modern));
  return at < 0 ? header : { ...header, format: "cisco", ...readTag(header.text.slice(at)) };
}

function nil(field: string): string | null {
  return field === "-" ? null : field;
}

/** `-` and the address that a device sends before it has one are no names. */
function hostOf(host: string | null | undefined): string | null {
  return host === undefined || host === null || ["-", "0.0.0.0", "::"].includes(host) ? null : host;
}

/**
 * The best time that a message carries, in milliseconds since 1970: a stamp that states its zone before one that does
 * not, and the device's before a relay's. A year that the device leaves out is completed from the relay's time, else from
 * `now` (the rule is {@link instantOf}'s). Null when no stamp tells a certain time.
 */
export function timeOf(header: Pick<Header, "stamp" | "relayStamp">, now: number): number | null {
  const { stamp, relayStamp } = header;
  const relayed = relayStamp ? instantOf(relayStamp, now) : null;
  const own = stamp ? instantOf(stamp, relayed ?? now) : null;
  const zoned = (one: Stamp | null) => one?.zone != null && zoneOffset(one.zone) !== null;
  if (own !== null && zoned(stamp)) return own;
  if (relayed !== null && zoned(relayStamp)) return relayed;
  return own ?? relayed;
}
