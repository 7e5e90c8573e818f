import type { PullManners } from "../../parse/pull/manners.ts";
import type { CredentialSet, PullSettings } from "../../settings/pullsettings.ts";
import { wallet } from "./credential.ts";
import { failed, type FailureClass, PullError } from "./failure.ts";
import type { PullInventory } from "./inventory.ts";
import { jumpPool } from "./jump.ts";
import { hostKeyBook } from "./knownhostsfile.ts";
import { type Pulled, pullDevice, type PullTools } from "./puller.ts";
import { pullSchedule, type Schedule } from "./schedule.ts";
import type { Environment } from "./secret.ts";
import type { PullTarget } from "./target.ts";

export interface EngineOptions<R> {
  readonly settings: PullSettings;
  readonly credentials: ReadonlyMap<string, CredentialSet>;
  readonly jumps: PullInventory["jumps"];
  readonly env: Environment;
  readonly manners: (os: string) => PullManners | undefined;
  /** What is made of a pull at once, so that no config is kept; `again` asks for it once more. */
  readonly look: (pulled: Pulled, attempt: number) => { readonly result: R; readonly again: boolean };
  readonly now: () => Date;
  readonly pauses?: PullTools["pauses"];
}

export interface Engine<R> extends Schedule<R> {
  /** Lines of known_hosts files that could not be read, as `FILE:LINE`. */
  readonly unreadKeys: readonly string[];
}

/** Failures that another try a moment later may not have. */
const passing = new Set<FailureClass>([
  "unreachable",
  "connect-timeout",
  "busy",
  "idle",
  "truncated",
  "protocol",
  "prompt-unknown",
]);

/** Everything that pulls devices, in this thread. @throws Fault `known-hosts-unreadable` */
export function pullEngine<R>(options: EngineOptions<R>): Engine<R> {
  const { settings, credentials, jumps, env, manners, look, now } = options;
  const { hostKeys, limits } = settings;
  const book = hostKeyBook(settings.knownHosts, now);
  const purse = wallet(credentials, env);
  const pool = jumpPool({ jumps, wallet: purse, book, hostKeys, limits });

  const toolsFor = async (target: PullTarget, stop: AbortSignal): Promise<PullTools> => {
    const ways = manners(target.os);
    if (ways === undefined)
      throw failed("command-missing", `the profile of ${target.os} has no section \`pull\``);
    const credential = await purse.credential(target.credentials);
    const { jump, host, port } = target;
    const tools = { manners: ways, credential, book, hostKeys, limits };
    const waits = options.pauses === undefined ? {} : { pauses: options.pauses };
    if (jump === null) return { ...tools, ...waits };
    return { ...tools, ...waits, through: await pool.through(jump, host, port, stop) };
  };
  const pull = async (target: PullTarget, attempt: number, stop: AbortSignal) => {
    const pulled = await attemptOnce(target, toolsFor, now, stop);
    const { result, again } = look(pulled, attempt);
    const kind = pulled.failure?.class;
    return { result, again: again || (kind !== undefined && passing.has(kind)), login: loginOf(pulled) };
  };
  const schedule = pullSchedule({
    limits,
    pull,
    ended: (one: Looked<R>) => one,
    untried: (target, failure) => {
      const pulled = { target, takenAt: now().toISOString(), milliseconds: 0, failure };
      return { result: look(pulled, 2).result, again: false, login: "unsaid" as const };
    },
    random: Math.random,
    now: () => performance.now(),
  });
  return {
    ...bound(schedule),
    unreadKeys: book.unread,
    results: async function* () {
      try {
        for await (const { result } of schedule.results()) yield result;
      } finally {
        pool.close();
      }
    },
  };
}

interface Looked<R> {
  readonly result: R;
  readonly again: boolean;
  readonly login: "accepted" | "refused" | "unsaid";
}

function bound(schedule: Schedule<unknown>): Pick<Schedule<unknown>, "add" | "close" | "stop"> {
  return {
    add: (targets) => schedule.add(targets),
    close: () => schedule.close(),
    stop: () => schedule.stop(),
  };
}

async function attemptOnce(
  target: PullTarget,
  toolsFor: (target: PullTarget, stop: AbortSignal) => Promise<PullTools>,
  now: () => Date,
  stop: AbortSignal,
): Promise<Pulled> {
  try {
    return await pullDevice(target, await toolsFor(target, stop), now, stop);
  } catch (error) {
    if (!(error instanceof PullError)) throw error;
    return { target, takenAt: now().toISOString(), milliseconds: 0, failure: error.failure };
  }
}

function loginOf({ facts, failure }: Pulled): Looked<unknown>["login"] {
  const kind = failure?.class;
  if (kind === "auth-failed" || kind === "enable-failed" || kind === "password-change") return "refused";
  return facts === undefined ? "unsaid" : "accepted";
}
