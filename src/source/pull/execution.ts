import type { Client, ClientChannel } from "ssh2";
import type { PullManners } from "../../parse/pull/manners.ts";
import { pullCourse } from "./course.ts";
import { failed, PullError } from "./failure.ts";
import { commandOutput } from "./output.ts";
import { allowedCommands } from "./sending.ts";
import type { SessionResult } from "./session.ts";

export interface ExecutionOptions {
  readonly manners: PullManners;
  readonly outputBytes: number;
  /** Milliseconds without a byte. */
  readonly idle: number;
  /** Does the connection still stand? */
  readonly alive: () => boolean;
}

/** Runs the commands of a profile one after the other, each over a channel of its own. */
export async function execute(
  client: Client,
  { manners, outputBytes, idle, alive }: ExecutionOptions,
  stop: AbortSignal,
): Promise<SessionResult> {
  const allowed = allowedCommands(manners);
  const course = pullCourse(manners);
  let left = outputBytes;
  const finished = (failure?: SessionResult["failure"]): SessionResult => {
    return { ...course.result(), prompt: "", ...(failure === undefined ? {} : { failure }) };
  };
  try {
    for (let job = course.now(); job !== undefined; job = course.now()) {
      if (!allowed.has(job.command))
        throw new Error("a command that is not on the list was about to be sent");
      const raw = await run(client, job.command, { bytes: left, idle, alive }, stop);
      left -= raw.length;
      course.done(commandOutput(raw, job.command, ""));
    }
    return finished();
  } catch (error) {
    if (error instanceof PullError) return finished(error.failure);
    throw error;
  }
}

/** Exit codes from here on are a shell's word for a signal. */
const killed = 128;

interface Limits extends Pick<ExecutionOptions, "idle" | "alive"> {
  readonly bytes: number;
}

/** What one command printed, in latin1. @throws PullError when the device did not say that it is finished */
async function run(client: Client, command: string, limits: Limits, stop: AbortSignal): Promise<string> {
  const channel = await opened(client, command);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  let ended: number | null | undefined;
  const stalled = () =>
    reject(failed("idle", "the device stopped writing in the middle of a command's output"));
  const timer = setTimeout(stalled, limits.idle);
  const aborted = () => reject(stop.reason ?? failed("stopped", "the run was stopped"));
  stop.addEventListener("abort", aborted, { once: true });
  const hear = (chunk: Buffer) => {
    timer.refresh();
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > limits.bytes)
      reject(failed("too-large", "the device wrote more than pull.limits.outputBytes"));
  };
  channel.on("data", hear);
  channel.stderr.on("data", hear);
  channel.on("exit", (code: number | null) => {
    ended = code;
  });
  // A connection that is cut closes the channel as well, and a command that was killed has not finished.
  channel.on("close", () => {
    if (ended === undefined ? limits.alive() : ended !== null && ended < killed)
      resolve(Buffer.concat(chunks).toString("latin1"));
    else reject(failed("truncated", "the connection was lost in the middle"));
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", aborted);
    if (!channel.destroyed) channel.destroy();
  }
}

function opened(client: Client, command: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) reject(failed("busy", `the device opened no channel for a command (${error.message})`));
      else resolve(channel);
    });
  });
}
