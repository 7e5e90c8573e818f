import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { resolve } from "node:path";
import { type Catalog, loadCatalog, packageFolder } from "../parse/catalog.ts";
import { type ProgressScreen, progress } from "../report/progress.ts";
import { loadSettings } from "../settings/load.ts";
import type { Settings } from "../settings/settings.ts";
import type { CommandContext, SharedOptions } from "./context.ts";

/** Wide enough that nothing is cut when no terminal tells its width. */
const wide = 200;

/** What a command line runs in. */
export interface CommandProcess {
  readonly context: CommandContext;
  /** The highest code that the command set. */
  readonly exitCode: () => number;
}

export type StartProcess = (options: () => SharedOptions) => CommandProcess;

/** A real run: this process's streams, environment and signals. */
export function startProcess(options: () => SharedOptions): CommandProcess {
  leaveQuietlyWhenNobodyReads();
  return { context: processContext(options), exitCode: () => Number(process.exitCode ?? 0) };
}

function processContext(options: () => SharedOptions): CommandContext {
  let settings: Settings | undefined;
  let catalog: Catalog | undefined;
  let stop: AbortSignal | undefined;
  const readSettings = () => loadSettings({ named: options().settings, env: context.env, cwd: context.cwd });
  const readCatalog = (from: Settings) => loadCatalog({ folders: [packageFolder, ...from.catalog] });
  const context: CommandContext = {
    out: (text) => void process.stdout.write(text),
    talk: (line) => void process.stderr.write(`${line}\n`),
    screen: {
      outIsTerminal: process.stdout.isTTY === true,
      talkIsTerminal: process.stderr.isTTY === true,
      columns: process.stdout.columns ?? wide,
    },
    progress: (total, what) => progress(total, what, progressScreen()),
    env: process.env,
    cwd: process.cwd(),
    user: loginName(),
    version: packageVersion(),
    now: () => new Date(),
    get stop() {
      stop ??= stopSignal();
      return stop;
    },
    options,
    settings: () => {
      settings ??= readSettings();
      return settings;
    },
    catalog: () => {
      catalog ??= readCatalog(context.settings());
      return catalog;
    },
    reread: () => {
      const fresh = readSettings();
      return { settings: fresh, catalog: readCatalog(fresh) };
    },
    hangUp: (heard) => {
      process.on("SIGHUP", heard);
      return () => process.off("SIGHUP", heard);
    },
    database: () => {
      const named = options().database;
      return named === undefined ? context.settings().database : resolve(context.cwd, named);
    },
    exit: (code) => {
      process.exitCode = Math.max(code, Number(process.exitCode ?? 0));
    },
  };
  return context;
}

function progressScreen(): ProgressScreen | undefined {
  const { isTTY, columns } = process.stderr;
  if (isTTY !== true) return undefined;
  return { write: (text) => process.stderr.write(text), columns: columns ?? wide, now: () => Date.now() };
}

/** Under sudo the person counts, not root. A uid without a name (containers) is shown as its number. */
function loginName(): string {
  const behind = process.getuid?.() === 0 ? process.env.SUDO_USER : undefined;
  if (behind) return behind;
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}

function packageVersion(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

/** Only a command that asks for it takes over the signals; a second one ends the process at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(code);
      controller.abort(signal);
    });
  }
  return controller.signal;
}

/** `mirrorwatch … | head` closes the pipe: nobody reads any more, which is no error. */
function leaveQuietlyWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(process.exitCode);
      throw error;
    });
  }
}
