import { parsed } from "./embedded.ts";
import { type CloudRecord, type Found, recordsIn, recordsInText } from "./record.ts";
import type { Piece, Trouble } from "./piece.ts";
import { splitter } from "./splitter.ts";

/** What a stream of audit records came to, beside the records. */
export interface CloudCounts {
  /** Audit records of whatever operation. */
  readonly records: number;
  /** Values and lines that hold no audit record. */
  readonly foreign: number;
  /** Places from which nothing could be read. */
  readonly troubles: number;
}

export interface CloudReading {
  push(chunk: Uint8Array): void;
  /** The stream has ended. */
  end(): CloudCounts;
}

export interface CloudReadingOptions {
  readonly record: (record: CloudRecord) => void;
  readonly trouble: (trouble: Trouble) => void;
  readonly most?: number;
}

const wrong = "a JSON value breaks off or is wrong";

/** Reads one file of audit records, whatever wraps them, piece by piece. Never throws. */
export function cloudReading({ record, trouble, most }: CloudReadingOptions): CloudReading {
  const counts = { records: 0, foreign: 0, troubles: 0 };
  let values = 0;
  let firstText: Trouble | undefined;
  const report = (one: Trouble) => {
    counts.troubles++;
    trouble(one);
  };
  const keep = ({ records, whole }: Found, byte: number, line: number) => {
    values++;
    counts.records += records.length;
    if (!whole) report({ line, byte, what: wrong });
    else if (records.length === 0) counts.foreign++;
    for (const one of records) record(one);
  };
  /** A line that is no JSON as a whole; `begun`: it began like JSON. False when nothing could be read from it. */
  const readText = (text: string, line: number, byte: number, begun: boolean): boolean => {
    const value = parsed(text);
    if (value !== undefined) {
      keep(recordsIn(value), byte, line);
      return true;
    }
    const found = recordsInText(text);
    if (found.records.length > 0 || (found.objects > 0 && (found.all || !begun))) keep(found, byte, line);
    else if (begun || !found.whole) return false;
    else {
      counts.foreign++;
      if (!isLogLine(text)) firstText ??= { line, byte, what: "it holds no JSON" };
    }
    return true;
  };
  const readLines = ({ kind, text, line, byte }: Piece) => {
    const lines = kind === "broken" ? text.split("\n") : [text];
    let unread: number | undefined;
    for (const [index, one] of lines.entries())
      if (one.trim() !== "" && !readText(one.trim(), line + index, byte, kind !== "text"))
        unread ??= line + index;
    if (unread !== undefined) report({ line: unread, byte, what: wrong });
  };
  const read = (piece: Piece) => {
    const value = piece.kind === "value" ? parsed(piece.text) : undefined;
    if (value === undefined) readLines(piece);
    else keep(recordsIn(value), piece.byte, piece.line);
  };
  const cut = splitter({ piece: read, trouble: report, ...(most === undefined ? {} : { most }) });
  return {
    push: (chunk) => cut.push(chunk),
    end: () => {
      cut.end();
      if (firstText && values === 0 && counts.troubles === 0) report(firstText);
      return { ...counts };
    },
  };
}

/** Begins as log lines do: with a priority, a date or a month. Such lines may well speak of other things. */
function isLogLine(text: string): boolean {
  return /^(?:<\d{1,3}>|\d{4}-\d\d-\d\d|[A-Z][a-z]{2} {1,2}\d{1,2} )/.test(text);
}
