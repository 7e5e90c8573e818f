/** One message of a file, before its header is read. */
export interface FramedMessage {
  /** 1-based line of the file on which the message begins. */
  readonly line: number;
  readonly text: string;
}

/** Tells whether a line begins with a header, and whether anything follows the header. */
export interface HeaderSense {
  hasHeader(line: string): boolean;
  isOnlyHeader(line: string): boolean;
}

const month = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
/** A PRI part with what only stands at the beginning of a message; some senders end a TCP message with nothing. */
const beginning = new RegExp(
  "<(?:\\d|[1-9]\\d|1[0-8]\\d|19[01])>" +
    `(?=\\d{1,15}: |: |[1-9]\\d? \\d{4}-\\d\\d-\\d\\dT|${month} [ \\d]\\d \\d|\\d{4} ${month} |%[A-Z])`,
);
/** What a terminal shows around a log: the command, its time, a bare prompt, the end of a page. */
const terminal =
  /^\s*(?:\S+[>#]\s*)?(?:sh|sho|show)\s+(?:log|logging|accounting|syslog)\b|^\S+[>#]\s*$|^\s*--More--\s*$|^\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\d+ [\d:.]+ [A-Z]{1,6}\s*$/i;
/** What rsyslog writes in place of a NUL, LF or CR that ended the message. */
const escapedEnd = /(?:#0(?:00|12|15)){1,3}$/;
const detail = /^\s*-(?:Traceback|Process)[ =]/;

/**
 * Cuts a file into messages: one a line, several on a line where a sender ended them with nothing, one over several lines
 * where the next line is indented and has no header. Blank lines, the heading of `show logging` and what a terminal adds are no messages.
 */
export function frameMessages(text: string, sense: HeaderSense): readonly FramedMessage[] {
  const messages: FramedMessage[] = [];
  for (const { line, text: whole } of messageLines(text)) {
    const last = messages.at(-1);
    const continues = (/^\s/.test(whole) || detail.test(whole)) && !sense.hasHeader(whole);
    if (continues && last) {
      messages[messages.length - 1] = { line: last.line, text: `${last.text}\n${whole.trim()}` };
      continue;
    }
    for (const part of separated(whole.trimStart(), sense)) messages.push({ line, text: part });
  }
  return messages;
}

function messageLines(text: string): FramedMessage[] {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const heading = headings(lines);
  return lines
    .map((one, index) => ({ line: index + 1, text: ended(one.replaceAll("\0", "")) }))
    .filter(({ line, text: one }) => one.trim() !== "" && !heading(line) && !terminal.test(one));
}

function ended(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === "\r") end--;
  return line.slice(0, end).replace(escapedEnd, "");
}

/** The lines from `Syslog logging:` to `Log Buffer (N bytes):` are the command's own words. */
function headings(lines: readonly string[]): (line: number) => boolean {
  const covered = new Set<number>();
  let opened = -1;
  for (const [index, line] of lines.entries()) {
    if (/^\s*Syslog logging:/.test(line)) opened = opened < 0 ? index : opened;
    if (opened < 0 || !/^\s*Log Buffer \(\d+ bytes\)/.test(line)) continue;
    for (let at = opened; at <= index; at++) covered.add(at + 1);
    opened = -1;
  }
  return (line) => covered.has(line);
}

function separated(line: string, sense: HeaderSense): string[] {
  const parts: string[] = [];
  let rest = line.replace(/^\d{1,7} (?=<\d{1,3}>)/, "");
  for (;;) {
    const at = nextBeginning(rest);
    if (at < 0 || sense.isOnlyHeader(rest.slice(0, at))) return [...parts, rest];
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at);
  }
}

function nextBeginning(text: string): number {
  const found = text.slice(1).search(beginning);
  return found < 0 ? -1 : found + 1;
}
