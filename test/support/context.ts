import { type Command, CommanderError } from "commander";
import type { CommandContext, SharedOptions } from "../../src/commands/context.ts";
import { main } from "../../src/main.ts";
import { Fault } from "../../src/model/fault.ts";
import { loadCatalog, packageFolder } from "../../src/parse/catalog.ts";
import { loadSettings } from "../../src/settings/load.ts";

/** What a command did in a test: its streams, its exit code, and the fault that ended it. */
export interface CommandRun {
  readonly out: string;
  readonly talk: string;
  readonly code: number;
  readonly fault?: Fault;
}

export interface CommandTest {
  /** Working folder: settings, database and relative paths start here. */
  readonly cwd: string;
  readonly options?: Partial<SharedOptions>;
  readonly now?: string;
  readonly user?: string;
  readonly terminal?: boolean;
  readonly stop?: AbortSignal;
}

/** Read once: each grammar of it is compiled when it is first used. */
const shipped = loadCatalog();

/** Runs one command in this process with a context of its own, as main would. */
export async function runCommand(
  make: (context: CommandContext) => Command,
  args: readonly string[],
  test: CommandTest,
): Promise<CommandRun> {
  const written = { out: "", talk: "", code: 0 };
  const options = { json: false, verbose: false, ...test.options };
  const command = make(testContext(test, () => options, written)).exitOverride();
  command.configureOutput({ writeOut: (text) => (written.out += text), outputError: () => {} });
  inherit(command);
  try {
    await command.parseAsync(args, { from: "user" });
    return written;
  } catch (error) {
    if (error instanceof Fault) return { ...written, code: 2, fault: error };
    if (error instanceof CommanderError) return { ...written, code: error.exitCode === 0 ? 0 : 2 };
    throw error;
  }
}

/** Runs a whole command line in this process. */
export async function runMain(argv: readonly string[], test: CommandTest): Promise<CommandRun> {
  const written = { out: "", talk: "", code: 0 };
  const code = await main(argv, (options) => ({
    context: testContext(test, options, written),
    exitCode: () => written.code,
  }));
  return { ...written, code };
}

/** As main does for the commands below a command. */
function inherit(command: Command): void {
  for (const child of command.commands) inherit(child.copyInheritedSettings(command));
}

function testContext(
  test: CommandTest,
  options: () => SharedOptions,
  written: { out: string; talk: string; code: number },
): CommandContext {
  const settings = () => loadSettings({ named: options().settings, env: {}, cwd: test.cwd });
  const terminal = test.terminal ?? false;
  return {
    out: (text) => {
      written.out += text;
    },
    talk: (line) => {
      written.talk += `${line}\n`;
    },
    screen: { outIsTerminal: terminal, talkIsTerminal: terminal, columns: 200 },
    progress: () => ({ step: () => {}, end: () => {} }),
    env: {},
    cwd: test.cwd,
    user: test.user ?? "tester",
    version: "0.0.0",
    now: () => new Date(test.now ?? "2026-03-01T10:00:00Z"),
    stop: test.stop ?? new AbortController().signal,
    options,
    settings,
    catalog: () => {
      const own = settings().catalog;
      return own.length === 0 ? shipped : loadCatalog({ folders: [packageFolder, ...own] });
    },
    reread: () => ({
      settings: settings(),
      catalog: loadCatalog({ folders: [packageFolder, ...settings().catalog] }),
    }),
    hangUp: () => () => {},
    database: () => options().database ?? settings().database,
    exit: (code) => {
      written.code = Math.max(written.code, code);
    },
  };
}
