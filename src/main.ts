import { Command, CommanderError } from "commander";
import { exit, Fault } from "./model/fault.ts";

/** Runs one command line and resolves to the exit code. Only a bug shows a stack. */
export async function main(argv: readonly string[]): Promise<number> {
  const program = new Command("mirrorwatch").exitOverride();
  try {
    await program.parseAsync(argv, { from: "user" });
    return Number(process.exitCode ?? exit.approved);
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.approved : exit.couldNotRun;
  if (error instanceof Fault) {
    process.stderr.write(`mirrorwatch: ${error.message}\n`);
    return exit.couldNotRun;
  }
  process.stderr.write(
    `mirrorwatch: a bug, please report it: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return exit.bug;
}
