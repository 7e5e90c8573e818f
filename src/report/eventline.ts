import type { OutboxEvent } from "../model/event.ts";
import type { EventFormat } from "../settings/settings.ts";
import { formatCef } from "./cef.ts";
import { formatJsonLine } from "./jsonline.ts";
import { formatLeef } from "./leef.ts";

export interface EventLineOptions {
  /** Host name in the syslog header; QRadar's log source identifier. */
  readonly host: string;
  /** Version of mirrorwatch. */
  readonly version: string;
  readonly format?: EventFormat;
  /** Bytes of the whole line, from 1024; default 4000. */
  readonly limit?: number;
}

/** One event as one line without its end, in the format that the settings name. */
export function formatEvent(
  event: OutboxEvent,
  { format = "leef-1.0", ...options }: EventLineOptions,
): string {
  if (format === "cef") return formatCef(event, options);
  if (format === "json") return formatJsonLine(event, options);
  return formatLeef(event, { ...options, format });
}
