/** What the parse stage hands to the normalise stage. */
import type { StatementRecord } from "./record.ts";

/** One absolute-path line: the line that a grammar sees. Levels are joined by TAB, words by one space. */
export interface FlatLine {
  /** 1-based line in the file as read. */
  readonly line: number;
  readonly text: string;
  /** Junos `inactive:` / `deactivate`, on the statement or on an ancestor. */
  readonly inactive?: boolean;
  /** Lines of the commands that made it so (`deactivate`). */
  readonly silencedBy?: readonly number[];
  /** The Junos group that this line was inherited from. */
  readonly inherited?: string;
  /** Logical system, tenant or VDC; already cut from `text`. */
  readonly context?: string;
}

/** One line as the grammar read it. */
export interface Statement extends FlatLine {
  readonly record: StatementRecord;
}

/** A line that the profile claims and the grammar refuses: never dropped, always a finding. */
export interface Unread {
  readonly line: number;
  /** The line as it stands in the file, cut to 500 characters. */
  readonly text: string;
  /** What the grammar would have accepted where it stopped, in words. */
  readonly expected: string;
}

/** A statement that hides, schedules or enables copying without being a session. */
export interface Indicator {
  readonly kind: "automation" | "blind" | "intercept" | "logging" | "diversion";
  readonly line: number;
  readonly text: string;
  readonly why: string;
}
