import { Command, CommanderError } from "commander";
import { auditCommand } from "./commands/audit.ts";
import { baselineCommand } from "./commands/baseline.ts";
import { cloudCommand } from "./commands/cloud.ts";
import type { CommandContext, SharedOptions } from "./commands/context.ts";
import { devicesCommand } from "./commands/devices.ts";
import { doctorCommand } from "./commands/doctor/doctor.ts";
import { findingsCommand } from "./commands/findings.ts";
import { manual } from "./commands/manual.ts";
import { parseCommand } from "./commands/parse.ts";
import { qradarCommand } from "./commands/qradar/qradar.ts";
import { type StartProcess, startProcess } from "./commands/process.ts";
import { watchCommand } from "./commands/watch.ts";
import { exit, Fault } from "./model/fault.ts";
import { json, plain } from "./report/plain.ts";

/** Every command, in the order in which `--help` lists them. */
const commands: readonly ((context: CommandContext) => Command)[] = [
  auditCommand,
  baselineCommand,
  findingsCommand,
  devicesCommand,
  parseCommand,
  watchCommand,
  cloudCommand,
  qradarCommand,
  doctorCommand,
];

/** Runs one command line and resolves to the exit code. Only a bug shows a stack. */
export async function main(argv: readonly string[], start: StartProcess = startProcess): Promise<number> {
  const program = frame();
  const { context, exitCode } = start(() => ({
    json: false,
    verbose: false,
    ...program.opts<Partial<SharedOptions>>(),
  }));
  program
    .version(context.version, "-V, --version", "print the version")
    .configureOutput({ writeOut: context.out, writeErr: (text) => context.talk(text.trimEnd()) });
  for (const command of commands) program.addCommand(inherit(command(context), program));
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode();
  } catch (error) {
    return explain(error, argv.includes("--json"), context);
  }
}

function frame(): Command {
  const program = new Command("mirrorwatch")
    .description("Finds every mirror session on network devices that nobody approved.")
    .option("--settings <file>", "settings file (default: $MIRRORWATCH_SETTINGS, ./, /etc/mirrorwatch/)")
    .option(
      "--database <file>",
      "SQLite file (default: `database` of the settings, else ./mirrorwatch.sqlite)",
    )
    .option("--json", "results, and faults, as JSON on stdout")
    .option("--verbose", "say more on stderr")
    .configureOutput({ outputError: () => {} })
    .configureHelp({ showGlobalOptions: true })
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .exitOverride();
  return manual(program, [
    ["mirrorwatch audit --configs /var/lib/rancid", "compare every config backup with the baseline"],
    ["mirrorwatch parse --json core1.cfg", "the mirror sessions of one config"],
    ["mirrorwatch doctor", "is this installation able to do its job?"],
  ]);
}

/** A command that was made by itself gets the program's ways: help, errors, exit. */
function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inherit(child, command);
  return command;
}

function explain(error: unknown, asJson: boolean, context: CommandContext): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exit.approved;
    // The help of a command that needs a subcommand is already on stderr.
    if (error.code !== "commander.help") return report(usage(error), asJson, context);
    return asJson ? report(incomplete(), asJson, context) : exit.couldNotRun;
  }
  if (error instanceof Fault) return report(error, asJson, context);
  context.talk(
    `mirrorwatch: a bug, please report it: ${error instanceof Error ? error.stack : String(error)}`,
  );
  return exit.bug;
}

function report(fault: Fault, asJson: boolean, context: CommandContext): number {
  const { code, where, what, remedy } = fault;
  if (asJson) context.out(json({ fault: { code, where, what, remedy } }));
  else context.talk(`mirrorwatch: ${spoken(where)}: ${spoken(what)}; ${spoken(remedy)}`);
  return exit.couldNotRun;
}

/** A fault that lists several things has a line for each, indented so that none can pass for a line of its own. */
function spoken(text: string): string {
  return text.split("\n").map(plain).join("\n  ");
}

function incomplete(): Fault {
  return new Fault({
    code: "usage",
    where: "command line",
    what: "it ends before it says what to do",
    remedy: "`mirrorwatch COMMAND --help` lists what may follow",
  });
}

function usage(error: CommanderError): Fault {
  const what = error.message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ");
  return new Fault({
    code: "usage",
    where: "command line",
    what,
    remedy: "`mirrorwatch --help` lists the commands, `mirrorwatch COMMAND --help` their options",
  });
}
