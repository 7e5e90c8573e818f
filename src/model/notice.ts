/** One syslog message: the JSON of `mirrorwatch parse --json --os syslog`. A public contract. */
export interface Notice {
  /** 1-based number of the message's first line in its file; 0 for one that came over the network. */
  readonly line: number;
  readonly format: "rfc5424" | "rfc3164" | "cisco" | "accounting" | "unknown";
  /** The name that the message gives its device; never a sequence number, never a date. */
  readonly device: string | null;
  /** ISO 8601 in UTC with milliseconds, or null when the message tells no certain instant (docs/syslog.md has the rule). */
  readonly time: string | null;
  readonly clock: "ok" | "unset" | "unsynced" | "none";
  /** `%PARSER-5-CFGLOG_LOGGEDCMD`, `UI_CFG_AUDIT_SET`, …; null when there is none. */
  readonly tag: string | null;
  readonly kind: "command" | "change" | "session-state" | "tamper" | "other";
  readonly user: string | null;
  /** Where the user came from: an address, a line or a console, as printed. */
  readonly from: string | null;
  /** What was typed or logged, for every message of kind `command`. */
  readonly commands: readonly string[];
}
