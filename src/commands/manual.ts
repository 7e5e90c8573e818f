import type { Command } from "commander";

/** One line of `Examples:` in a command's help: what to type and what it does. */
export type Example = readonly [command: string, does: string];

const exitCodes = [
  ["0", "everything is as approved, or the command did what it was asked"],
  ["1", "there are findings"],
  ["2", "could not run: wrong option, settings, file or database"],
  ["3", "ran, but some devices could not be read whole"],
  ["70", "a bug in mirrorwatch; please report it with the text it printed"],
] as const;

/** Ends a command's `--help` with examples and the exit codes. Returns the command. */
export function manual(command: Command, examples: readonly Example[]): Command {
  const typed = examples.map(([line, does]) => `  ${line}\n      ${does}`);
  const codes = exitCodes.map(([code, means]) => `  ${code.padStart(2)}  ${means}`);
  return command.addHelpText("after", `\nExamples:\n${typed.join("\n")}\n\nExit codes:\n${codes.join("\n")}`);
}
