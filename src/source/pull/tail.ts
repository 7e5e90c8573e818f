import { isLogLine } from "../../parse/indent/noise.ts";
import { screenLine } from "./screenline.ts";

/** Bytes that are looked at for a prompt, however much a device writes. */
const depth = 1024;

/** The end of what a device wrote: its last line, which may be a prompt, a question or a pager. */
export interface Tail {
  add(chunk: Buffer): void;
  clear(): void;
  /** As it stands on a screen, without blanks at its end. */
  line(): string;
  /** Does `prompt` stand at the beginning of a line, and behind it nothing but messages that the device logged? */
  buries(prompt: string): boolean;
}

export function outputTail(): Tail {
  let text = "";
  let line: string | undefined;
  return {
    add: (chunk) => {
      const end = chunk.length > depth ? chunk.subarray(-depth) : chunk;
      text = `${text}${end.toString("latin1")}`.slice(-depth);
      line = undefined;
    },
    clear: () => {
      text = "";
      line = "";
    },
    line: () => {
      line ??= screenLine(text.slice(text.lastIndexOf("\n") + 1)).trimEnd();
      return line;
    },
    buries: (prompt) => isBuried(text, prompt),
  };
}

function isBuried(text: string, prompt: string): boolean {
  const lines = text.split(/[\r\n]+/).map(screenLine);
  const at = lines.findLastIndex((line) => line.startsWith(prompt));
  if (at < 0) return false;
  const behind = [lines[at]!.slice(prompt.length), ...lines.slice(at + 1)].filter(
    (line) => line.trim() !== "",
  );
  return behind.length > 0 && behind.every(isLog);
}

function isLog(line: string): boolean {
  const bytes = Buffer.from(line, "latin1");
  return isLogLine(bytes, 0, bytes.length);
}
