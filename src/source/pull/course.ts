import type { PullManners } from "../../parse/pull/manners.ts";
import type { PullFailure } from "./failure.ts";
import { refusalIn } from "./output.ts";
import type { CommandResult, SessionResult } from "./session.ts";

export interface Job {
  readonly purpose: "prepare" | "privilege" | "config" | "second" | "show";
  readonly command: string;
}

/** The commands of one session in their order, and what is made of their answers. The same for a shell and for exec. */
export interface Course {
  /** The job that is to be done now; undefined when there is no more. */
  now(): Job | undefined;
  /** What the command of the job printed. */
  done(output: string): void;
  result(): Omit<SessionResult, "prompt">;
}

export function pullCourse(manners: PullManners): Course {
  const state: State = {
    manners,
    jobs: [...named("prepare", manners.prepare), ...privilegeJob(manners), ...configJob(manners.config)],
    shows: [],
    privilege: "unknown",
    others: { config: manners.config.slice(1), second: (manners.second ?? []).slice(1) },
  };
  return {
    now: () => (state.failure === undefined ? state.jobs[0] : undefined),
    done: (output) => take(state, state.jobs.shift()!, output),
    result: () => {
      const { config, second, shows, privilege, failure } = state;
      return {
        ...(config === undefined ? {} : { config }),
        ...(second === undefined ? {} : { second }),
        shows,
        privilege,
        ...(failure === undefined ? {} : { failure }),
      };
    },
  };
}

interface State {
  readonly manners: PullManners;
  jobs: Job[];
  config?: CommandResult;
  second?: CommandResult;
  shows: CommandResult[];
  privilege: SessionResult["privilege"];
  failure?: PullFailure;
  /** What to try when the device refuses the command before. */
  readonly others: { config: string[]; second: string[] };
}

function named(purpose: Job["purpose"], commands: readonly string[]): Job[] {
  return commands.map((command) => ({ purpose, command }));
}

function privilegeJob({ privilege }: PullManners): Job[] {
  return privilege === undefined ? [] : named("privilege", [privilege.command]);
}

function configJob(commands: readonly string[]): Job[] {
  return named("config", commands.slice(0, 1));
}

function take(state: State, { purpose, command }: Job, text: string): void {
  const { manners } = state;
  const refusal = refusalIn(text, manners.errors);
  if (purpose === "privilege") takePrivilege(state, text);
  else if (purpose === "config") takeConfig(state, { command, text }, refusal);
  else if (purpose === "second" && refusal === undefined) state.second = { command, text };
  else if (purpose === "second") state.jobs.unshift(...named("second", state.others.second.splice(0, 1)));
  else if (purpose === "show" && refusal === undefined) state.shows.push({ command, text });
}

function takePrivilege(state: State, text: string): void {
  const { privilege, unprivileged } = state.manners;
  if (new RegExp(privilege!.whole).test(text)) state.privilege = "whole";
  else if (new RegExp(privilege!.less).test(text)) state.privilege = "less";
  if (state.privilege !== "less") return;
  const said = text.trim().split("\n")[0] ?? "";
  if (unprivileged === undefined)
    state.failure = { class: "privilege-low", why: `the login does not see everything (${said})` };
  else state.jobs = configJob([unprivileged]);
}

function takeConfig(state: State, result: CommandResult, refusal: string | undefined): void {
  const { second = [], shows } = state.manners;
  if (refusal === undefined) {
    state.config = result;
    state.jobs = [...named("second", second.slice(0, 1)), ...named("show", shows)];
    return;
  }
  const other = state.privilege === "less" ? [] : state.others.config.splice(0, 1);
  state.jobs = named("config", other);
  if (other.length > 0) return;
  state.failure =
    state.privilege === "less"
      ? {
          class: "privilege-low",
          why: `the login does not see everything, and \`${result.command}\` was refused`,
        }
      : { class: "command-refused", why: `\`${result.command}\` was refused: ${refusal.slice(0, 120)}` };
}
