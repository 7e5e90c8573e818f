import type { OutboxEvent } from "../model/event.ts";
import { type Attribute, attributes, severityOfEvent } from "./attribute.ts";
import { eventIdOf } from "./eventid.ts";
import { clean, fit } from "./fitting.ts";
import { leefHeaderField, leefValue } from "./leeftext.ts";
import { syslogHeader, syslogSeverity } from "./rfc5424.ts";

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
export function formatLeef(event: OutboxEvent, options: LeefOptions): string {
  const start = lineStart(event, options);
  const room = Math.max(options.limit ?? leefLimit.tcp, leefLimit.udp) - Buffer.byteLength(start);
  return (
    start +
    fit(clean(attributes(event), leefValue), room, (one) => Buffer.byteLength(written(one)))
      .map(written)
      .join("\t")
  );
}

function lineStart(event: OutboxEvent, { host, version, format }: LeefOptions): string {
  const head = syslogHeader({ severity: syslogSeverity(severityOfEvent(event)), at: event.at, host });
  const id = eventIdOf(event);
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

function written([key, value]: Attribute): string {
  return `${key}=${value}`;
}
