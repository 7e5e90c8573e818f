import { fileURLToPath } from "node:url";
import { loadGrammar } from "./parse/grammar.ts";
import { type Header, type HeaderRecord, readHeader, timeOf } from "./parse/syslog/header.ts";

export type { Header, HeaderFormat } from "./parse/syslog/header.ts";
export type { Stamp } from "./parse/syslog/stamp.ts";
export type { StructuredElement } from "./parse/syslog/structured.ts";

const grammar = loadGrammar<HeaderRecord>(
  fileURLToPath(new URL("../grammars/syslog.peggy", import.meta.url)),
);

/**
 * Reads one syslog message, without its framing: RFC 5424, RFC 3164, and the forms of Cisco IOS, IOS-XE, IOS XR, NX-OS,
 * ASA, of Arista EOS and Junos, as they are sent and as relays rewrite them. Bytes are taken as UTF-8; a byte that is none
 * becomes U+FFFD. Never throws: what cannot be read has format `unknown` and all of it as `text`.
 */
export function parseMessage(message: string | Uint8Array): Header {
  const text = typeof message === "string" ? message : new TextDecoder().decode(message);
  return readHeader(grammar, text);
}

/**
 * The time of a message in ISO 8601, UTC with milliseconds, or null when it tells none for certain. A year that is left
 * out is the newest that does not put the message more than a day after `now`; a zone that is left out is UTC. Null for a
 * zone name without one certain meaning, and for a stamp without a year of a clock that was never set.
 */
export function messageTime(header: Header, now: Date): string | null {
  const instant = timeOf(header, now.getTime());
  return instant === null ? null : new Date(instant).toISOString();
}
