import { pino } from "pino";
import { plain } from "../report/plain.ts";
import type { CommandContext } from "./context.ts";

export type LogFields = Readonly<Record<string, unknown>>;

/** What the daemon says of itself, on stderr: short lines for a person at a terminal, else one JSON object a line. */
export interface WatchLog {
  info(what: string, fields?: LogFields): void;
  warn(what: string, fields?: LogFields): void;
  error(what: string, fields?: LogFields): void;
}

export function watchLog(context: Pick<CommandContext, "talk" | "screen" | "now">): WatchLog {
  return context.screen.talkIsTerminal ? shortLines(context) : jsonLines(context);
}

function shortLines({ talk, now }: Pick<CommandContext, "talk" | "now">): WatchLog {
  const line =
    (mark: string) =>
    (what: string, fields: LogFields = {}) => {
      const time = now().toTimeString().slice(0, 8);
      const said = Object.entries(fields).map(([key, value]) => `${key}: ${plain(inWords(value))}`);
      talk(`${time} ${mark}${plain(what)}${said.length === 0 ? "" : ` (${said.join(", ")})`}`);
    };
  return { info: line(""), warn: line("warning: "), error: line("error: ") };
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(" ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function jsonLines({ talk }: Pick<CommandContext, "talk">): WatchLog {
  const logger = pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    { write: (line: string) => talk(line.trimEnd()) },
  );
  const line =
    (level: "info" | "warn" | "error") =>
    (what: string, fields: LogFields = {}) =>
      logger[level](harmless(fields) as object, plain(what));
  return { info: line("info"), warn: line("warn"), error: line("error") };
}

/** JSON escapes C0 controls, but neither C1 controls nor format characters. */
function harmless(value: unknown): unknown {
  if (typeof value === "string") return plain(value);
  if (Array.isArray(value)) return value.map(harmless);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, harmless(one)]));
}
