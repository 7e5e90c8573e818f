import type { Catalog } from "../parse/catalog.ts";
import type { Progress } from "../report/progress.ts";
import type { Settings } from "../settings/settings.ts";

/** What a command may touch of the process it runs in. Wired by hand in main.ts; tests build their own. */
export interface CommandContext {
  /** Results, as they stand, to stdout. Text from devices must have gone through `plain()` or `table()` (src/report). */
  readonly out: (text: string) => void;
  /** One line of talk to stderr; the newline is added. */
  readonly talk: (line: string) => void;
  readonly screen: Screen;
  /** A progress bar on stderr for `total` pieces of work, named in the plural; silent when nobody watches. */
  readonly progress: (total: number, what: string) => Progress;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths of the command line start. */
  readonly cwd: string;
  /** Who acts: the login name, for approvals and histories. */
  readonly user: string;
  /** Version of this package. */
  readonly version: string;
  readonly now: () => Date;
  /** Aborts on SIGINT and SIGTERM; long runs end in an orderly way. */
  readonly stop: AbortSignal;
  /** The options that every command takes, before or after its name; never declare them again in a command. */
  readonly options: () => SharedOptions;
  /** Read once; defaults when no settings file exists. @throws Fault `settings-invalid`, `settings-unreadable`. */
  readonly settings: () => Settings;
  /** Every os that can be read: the shipped ones and those of the settings' `catalog`. Read once. @throws Fault */
  readonly catalog: () => Catalog;
  /** Settings and catalog as the files are now; what the other calls return stays as it was. @throws Fault */
  readonly reread: () => { readonly settings: Settings; readonly catalog: Catalog };
  /** Calls back on each SIGHUP until what it returns is called. */
  readonly hangUp: (heard: () => void) => () => void;
  /** Database file: `--database`, else the settings', absolute. */
  readonly database: () => string;
  /** Sets the exit code (`exit` of src/model/fault.ts). The highest code of a run stands. */
  readonly exit: (code: number) => void;
}

/** Accepted by every command, before or after its name. */
export interface SharedOptions {
  readonly settings?: string;
  readonly database?: string;
  /** Results, and faults, as JSON on stdout. */
  readonly json: boolean;
  readonly verbose: boolean;
}

/** Is a person watching, and how wide is the window? */
export interface Screen {
  readonly outIsTerminal: boolean;
  readonly talkIsTerminal: boolean;
  /** Columns of the terminal; a wide default when stdout is none. */
  readonly columns: number;
}
