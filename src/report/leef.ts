import type { MirrorEvent } from "../model/event.ts";
import { type Attribute, attributes, severity } from "./attribute.ts";
import { eventId } from "./eventid.ts";
import { cutBytes, leefHeaderField, leefValue } from "./leeftext.ts";
import { syslogHeader } from "./rfc5424.ts";

export interface LeefOptions {
  /** Host name in the syslog header; QRadar's log source identifier. */
  readonly host: string;
  /** Version of mirrorwatch. */
  readonly version: string;
  /** `leef-1.0` (every reader agrees on it) or `leef-2.0` with the delimiter written as `0x09`. */
  readonly format?: "leef-1.0" | "leef-2.0";
  /** Bytes of the whole line, from 1024: QRadar cuts TCP events at 4096 and UDP events at 1024. Default 4000. */
  readonly limit?: number;
}

export const leefLimit = { tcp: 4000, udp: 1024 } as const;

/**
 * One event as one line without its end: RFC 5424 short header, LEEF header, attributes separated by TAB (IBM, "LEEF event
 * components"). What a device wrote can add no field and no line. A line that is too long loses its least important
 * values first, in a fixed order, and says `truncated=true`.
 */
export function formatLeef(event: MirrorEvent, options: LeefOptions): string {
  const start = lineStart(event, options);
  const room = Math.max(options.limit ?? leefLimit.tcp, leefLimit.udp) - Buffer.byteLength(start);
  return (
    start +
    fit(clean(attributes(event)), room)
      .map(written)
      .join("\t")
  );
}

function lineStart(event: MirrorEvent, { host, version, format }: LeefOptions): string {
  const sev = severity(event.finding.severity);
  const head = syslogHeader({ severity: sev >= 9 ? 3 : sev >= 5 ? 4 : 5, at: event.at, host });
  const id = eventId(event.finding.kind, event.step);
  const two = format === "leef-2.0";
  const fields = [
    "Mirrorwatch",
    "Mirrorwatch",
    leefHeaderField(version).slice(0, 32),
    id,
    ...(two ? ["0x09"] : []),
  ];
  return `${head}LEEF:${two ? "2.0" : "1.0"}|${fields.join("|")}|`;
}

/** Longest value of a key, in bytes; those that are never cut must be short by nature. */
const longest: Readonly<Record<string, number>> = {
  usrName: 255,
  finding: 64,
  uuid: 64,
  fingerprint: 64,
};

function clean(given: readonly Attribute[]): readonly Attribute[] {
  return given
    .map(
      ([key, value]): Attribute => [key, cutBytes(leefValue(value), longest[key] ?? Number.MAX_SAFE_INTEGER)],
    )
    .filter(([, value]) => value !== "");
}

/** First to go first. What is not named here (cat, devTime, sev, src, dst, finding, kind, uuid, fingerprint) never goes. */
const cutOrder = [
  ...[
    "lines",
    "filters",
    "sources",
    "difference",
    "command",
    "destinations",
    "why",
    "firstSeen",
    "from",
    "life",
    "by",
  ],
  ...["step", "destinationCount", "sourceCount", "policy", "resource", "context", "os", "state", "reach"],
  "mechanism",
];
/** Shortened at the very last, and never dropped: without them nobody knows where to look. */
const identity = ["session", "usrName", "device"];
/** Bytes that a shortened value keeps. */
const stub = 64;

/** Shortens, then drops, until the attributes fit into `room` bytes. */
function fit(given: readonly Attribute[], room: number): readonly Attribute[] {
  if (size(given) <= room) return given;
  const kept = new Map<string, string>([...given, ["truncated", "true"]]);
  const over = () => size([...kept]) - room;
  for (const key of [...cutOrder, ...identity]) if (over() > 0) shorten(kept, key, over());
  for (const key of cutOrder) if (over() > 0) kept.delete(key);
  return [...kept];
}

function shorten(kept: Map<string, string>, key: string, over: number): void {
  const value = kept.get(key) ?? "";
  const bytes = Buffer.byteLength(value);
  if (bytes > stub) kept.set(key, cutBytes(value, Math.max(stub, bytes - over)));
}

function size(given: readonly Attribute[]): number {
  return given.reduce((sum, one) => sum + Buffer.byteLength(written(one)), Math.max(0, given.length - 1));
}

function written([key, value]: Attribute): string {
  return `${key}=${value}`;
}
