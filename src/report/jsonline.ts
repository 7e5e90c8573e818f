import type { OutboxEvent } from "../model/event.ts";
import { type Attribute, attributes } from "./attribute.ts";
import { eventIdOf } from "./eventid.ts";
import { clean, fit } from "./fitting.ts";
import { leefLimit } from "./leef.ts";
import { oneLine } from "./leeftext.ts";

export interface JsonLineOptions {
  readonly host: string;
  readonly version: string;
  readonly limit?: number;
}

const numbers: readonly string[] = [
  ...["devTime", "sev", "sourceCount", "destinationCount", "devices", "findings", "waiting"],
];

/** One event as one JSON object on one line (RFC 8259), without a syslog header; the keys are those of the LEEF event. */
export function formatJsonLine(event: OutboxEvent, { host, version, limit }: JsonLineOptions): string {
  const first: readonly Attribute[] = [
    ["event", eventIdOf(event)],
    ["time", event.at],
    ["host", oneLine(host).slice(0, 255)],
    ["product", `mirrorwatch ${oneLine(version).slice(0, 32)}`],
  ];
  const given = [...first, ...clean(attributes(event), oneLine)];
  const room = Math.max(limit ?? leefLimit.tcp, leefLimit.udp) - 2;
  return `{${fit(given, room, (one) => Buffer.byteLength(written(one)))
    .map(written)
    .join(",")}}`;
}

function written([key, value]: Attribute): string {
  return `${JSON.stringify(key)}:${numbers.includes(key) ? Number(value) : JSON.stringify(value)}`;
}
