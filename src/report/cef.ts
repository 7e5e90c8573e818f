import type { OutboxEvent } from "../model/event.ts";
import { type Attribute, attributes, severityOfEvent } from "./attribute.ts";
import { eventIdOf } from "./eventid.ts";
import { clean, fit } from "./fitting.ts";
import { leefLimit } from "./leef.ts";
import { oneLine } from "./leeftext.ts";
import { syslogHeader, syslogSeverity } from "./rfc5424.ts";

export interface CefOptions {
  readonly host: string;
  readonly version: string;
  readonly limit?: number;
}

/** Keys of the CEF dictionary for what has one; everything else goes under its own name with the product's before it. */
const dictionary: Readonly<Record<string, string>> = {
  cat: "cat",
  devTime: "rt",
  src: "src",
  dst: "dst",
  usrName: "suser",
  device: "dvchost",
  finding: "externalId",
  why: "msg",
  step: "act",
};

/** What the dictionary keeps numbered text fields with labels for. */
const labelled: readonly string[] = [
  "session",
  "mechanism",
  "sources",
  "destinations",
  "difference",
  "policy",
];

/**
 * One event as Common Event Format (CEF 0, ArcSight "Implementing CEF") behind a full RFC 5424 header. In the header `\` and
 * `|` are escaped, in values `\` and `=`; what could start a line or deceive a terminal becomes a space.
 */
export function formatCef(event: OutboxEvent, { host, version, limit }: CefOptions): string {
  const severity = severityOfEvent(event);
  const head = syslogHeader({ severity: syslogSeverity(severity), at: event.at, host });
  const id = eventIdOf(event);
  const name = id.toLowerCase().replaceAll("_", " ");
  const fields = ["Mirrorwatch", "Mirrorwatch", version, id, name, String(severity)].map(headerField);
  const start = `${head}mirrorwatch - - - CEF:0|${fields.join("|")}|`;
  const room = Math.max(limit ?? leefLimit.tcp, leefLimit.udp) - Buffer.byteLength(start);
  const given = clean(
    attributes(event).filter(([key]) => key !== "sev"),
    oneLine,
  );
  return (
    start +
    fit(given, room, (one) => Buffer.byteLength(written(one)))
      .map(written)
      .join(" ")
  );
}

function written([key, value]: Attribute): string {
  const text = value.replace(/[\\=]/g, "\\$&");
  const number = labelled.indexOf(key) + 1;
  if (number > 0) return `cs${number}Label=${key} cs${number}=${text}`;
  return `${dictionary[key] ?? `mirrorwatch${key[0]!.toUpperCase()}${key.slice(1)}`}=${text}`;
}

function headerField(text: string): string {
  return oneLine(text).slice(0, 128).toWellFormed().replace(/[\\|]/g, "\\$&");
}
