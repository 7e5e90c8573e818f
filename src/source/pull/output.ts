import { screenLine } from "./screenline.ts";

/** Lines before the echo of a command: prompts that came twice, log lines. */
const before = 12;

/**
 * What a command printed: the text between its echo and the prompt, as it would stand on a screen. Characters are bytes
 * (latin1), so that no encoding changes what the device wrote.
 */
export function commandOutput(raw: string, command: string, prompt: string): string {
  const lines = raw.split("\n").map((line) => screenLine(line.replace(/\r+$/, "")));
  const body = lines.slice(echoEnd(lines, command));
  const first = body.findIndex((line) => line !== "");
  body.splice(0, Math.max(0, first));
  while (body.length > 0 && isLeft(body.at(-1)!, prompt)) body.pop();
  return body.length === 0 ? "" : `${body.join("\n")}\n`;
}

/** What may stand behind the output: the prompt, with a message that was logged on its line. */
function isLeft(line: string, prompt: string): boolean {
  return line.trim() === "" || (prompt !== "" && line.startsWith(prompt));
}

/** The number of the line after the echo; 0 when the device echoes nothing. An echo may be wrapped over lines. */
function echoEnd(lines: readonly string[], command: string): number {
  const wanted = squeezed(command);
  for (let first = 0; first < Math.min(before, lines.length); first++) {
    let text = squeezed(lines[first]!);
    if (text === "") continue;
    for (let last = first; last < lines.length; last++) {
      if (last > first) text += squeezed(lines[last]!);
      if (text.endsWith(wanted)) return last + 1;
      if (text.length >= wanted.length + 128 || !mayGrow(text, wanted)) break;
    }
  }
  return 0;
}

/** Is the end of the text the beginning of what is wanted? */
function mayGrow(text: string, wanted: string): boolean {
  for (let size = Math.min(text.length, wanted.length - 1); size > 0; size--)
    if (text.endsWith(wanted.slice(0, size))) return true;
  return false;
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, "");
}

/** The line in which the device says that the command failed; it stands near the beginning or at the end. */
export function refusalIn(output: string, errors: readonly string[]): string | undefined {
  const lines = output.split("\n", 24);
  const end = output.length > 4096 ? output.slice(-512).split("\n").slice(-4) : [];
  return [...lines, ...end]
    .map((line) => line.trim())
    .find((line) => errors.some((error) => line.startsWith(error)));
}
