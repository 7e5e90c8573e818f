/** One line of output. */
export interface ShowLine {
  readonly line: number;
  /** As it was printed, without a comment's mark and control characters; columns count in it. */
  readonly raw: string;
  /** One blank between words, `: ` behind a label. */
  readonly text: string;
  /** The command that was typed or announced on this line. */
  readonly command?: string;
  /** The prompt's name of the device. */
  readonly hostname?: string;
  /** Not part of any output. */
  readonly foreign?: boolean;
}

/** Longer lines are cut: no output has any. Characters. */
const longest = 4096;

/** The lines of a text that is output and nothing else. */
export function outputLines(bytes: Buffer): ShowLine[] {
  return textLines(bytes).map((raw, at) => showLine(raw, at + 1));
}

/** The lines of a config; only its comments, and what stands behind an echoed command, can be output. */
export function commentLines(bytes: Buffer, mark: string): ShowLine[] {
  let typed = false;
  return textLines(bytes).map((raw, at) => {
    const comment = commentOf(raw, mark);
    if (comment !== undefined) return showLine(comment, at + 1);
    const line = typed || mayBeCommand(raw) ? showLine(raw, at + 1) : undefined;
    if (line?.command !== undefined) typed = /^sh\S* (?!run|conf|start)/i.test(line.command);
    return typed && line ? line : { line: at + 1, raw: "", text: "", foreign: true };
  });
}

/** Saves a config's lines the full look. */
function mayBeCommand(raw: string): boolean {
  return /^(?:sh|-{3}|[^\s#>]{1,64}[#>] ?sh)/i.test(raw);
}

function commentOf(raw: string, mark: string): string | undefined {
  if (!raw.startsWith(mark)) return undefined;
  const text = raw.slice(mark.length);
  return text.startsWith(" ") ? text.slice(1) : text;
}

export function showLine(given: string, line: number): ShowLine {
  const raw = given.slice(0, longest).trimEnd();
  const text = squeezed(raw);
  const typed = commandOf(text);
  return typed === undefined ? { line, raw, text } : { line, raw, text, ...typed };
}

function textLines(bytes: Buffer): string[] {
  return bytes
    .toString("utf8")
    .split(/\r\n|\n|\r/)
    .map((line) => line.replaceAll("\t", "        ").replace(/[\x00-\x1f\x7f]/g, ""));
}

function squeezed(raw: string): string {
  return raw
    .trim()
    .replace(/\s+/g, " ")
    .replace(/ ?:(?: |$)/g, ": ")
    .replace(/ : ?/g, ": ")
    .trimEnd();
}

/** Behind a prompt, as the whole line, or between dashes in a collection of outputs. */
function commandOf(text: string): Pick<ShowLine, "command" | "hostname"> | undefined {
  const prompt = /^([\w.@:/()-]{1,64}?) ?[#>] ?(.*)$/.exec(text);
  const announced = /^(?:-{3,} ?)?(sh(?:o|ow)? [a-z].{0,150}?)(?: ?-{3,})?$/.exec(
    prompt ? prompt[2]! : text,
  )?.[1];
  if (announced === undefined && (prompt === null || /\S/.test(prompt[2]!))) return undefined;
  const hostname = prompt?.[1]?.replace(/^.*[@:]/, "").replace(/\(.*$/, "");
  return { command: announced ?? "", ...(hostname ? { hostname } : {}) };
}
