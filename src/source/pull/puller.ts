import type { Client, ClientChannel } from "ssh2";
import type { PullManners } from "../../parse/pull/manners.ts";
import {
  type Connection,
  type ConnectionFacts,
  type ConnectionOptions,
  openConnection,
} from "./connection.ts";
import type { Credential } from "./credential.ts";
import { type DialoguePauses, shellDialogue } from "./dialogue.ts";
import { execute } from "./execution.ts";
import { failed, PullError, type PullFailure } from "./failure.ts";
import type { HostKeyBook } from "./knownhostsfile.ts";
import { allowedCommands } from "./sending.ts";
import type { SessionResult } from "./session.ts";
import { talk } from "./shell.ts";
import type { PullTarget, SessionLimits } from "./target.ts";

/** What a session with a device needs beside the device. */
export interface PullTools {
  readonly manners: PullManners;
  readonly credential: Credential;
  readonly book: HostKeyBook;
  readonly hostKeys: "strict" | "accept-new";
  readonly limits: SessionLimits;
  /** A stream to the device through its jump host. */
  readonly through?: ConnectionOptions["through"];
  readonly pauses?: Partial<DialoguePauses>;
}

/** What came of one pull; `session.failure` or `failure` says why it is not whole. */
export interface Pulled {
  readonly target: PullTarget;
  /** ISO 8601 UTC: when the first command was sent, which is when the config was as it says. */
  readonly takenAt: string;
  readonly milliseconds: number;
  readonly session?: SessionResult;
  readonly facts?: ConnectionFacts;
  readonly failure?: PullFailure;
}

const pauses: DialoguePauses = { settle: 100, end: 1_000, nudge: 3_000, idle: 30_000 };

/** Pulls one device over one connection; what fails is told in the result, and only a bug is thrown. */
export async function pullDevice(
  target: PullTarget,
  tools: PullTools,
  now: () => Date,
  stop: AbortSignal,
): Promise<Pulled> {
  const began = performance.now();
  const takenAt = now().toISOString();
  const deadline = new AbortController();
  const { totalSeconds } = tools.limits;
  const late = () => deadline.abort(failed("deadline", `it was not finished within ${totalSeconds} seconds`));
  const timer = setTimeout(late, totalSeconds * 1000);
  const stopped = () => deadline.abort(failed("stopped", "the run was stopped"));
  stop.addEventListener("abort", stopped, { once: true });
  if (stop.aborted) stopped();
  const done = () => ({ target, takenAt, milliseconds: Math.round(performance.now() - began) });
  try {
    return { ...(await session(target, tools, deadline.signal)), ...done() };
  } catch (error) {
    if (!(error instanceof PullError)) throw error;
    return { ...done(), failure: error.failure };
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", stopped);
  }
}

type Session = Pick<Pulled, "session" | "facts" | "failure">;

async function session(target: PullTarget, tools: PullTools, stop: AbortSignal): Promise<Session> {
  const { limits, credential, book, hostKeys, through } = tools;
  stop.throwIfAborted();
  const connection = await openConnection(
    { ...target, hostKeys },
    {
      credential,
      book,
      connectMs: limits.connectSeconds * 1000,
      loginMs: limits.loginSeconds * 1000,
      ...(through === undefined ? {} : { through }),
    },
    stop,
  );
  const began = performance.now();
  try {
    const result = await converse(connection, tools, stop);
    const phases = { ...connection.facts.phases, session: performance.now() - began };
    const facts = { ...connection.facts, phases };
    return { session: result, facts, ...(result.failure === undefined ? {} : { failure: result.failure }) };
  } catch (error) {
    if (!(error instanceof PullError)) throw error;
    return { facts: connection.facts, failure: error.failure };
  } finally {
    connection.close();
  }
}

async function converse(connection: Connection, tools: PullTools, stop: AbortSignal): Promise<SessionResult> {
  const { manners, limits, credential } = tools;
  const idle = limits.idleSeconds * 1000;
  const { outputBytes } = limits;
  if (manners.session === "exec") {
    const alive = () => connection.alive();
    return execute(connection.client, { manners, outputBytes, idle, alive }, stop);
  }
  const dialogue = shellDialogue({
    manners,
    secret: credential.enable !== undefined,
    outputBytes,
    pauses: { ...pauses, idle, ...tools.pauses },
  });
  const channel = await shellOf(connection.client);
  const allowed = allowedCommands(manners);
  return talk(channel, { dialogue, allowed, secret: credential.enable }, stop);
}

/** Wide enough that no line of a config is broken on the way. */
const terminal = { term: "vt100", cols: 511, rows: 1000 };

function shellOf(client: Client): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.shell(terminal, (error, channel) => {
      if (error) reject(failed("busy", `the device opened no terminal (${error.message})`));
      else resolve(channel);
    });
  });
}
