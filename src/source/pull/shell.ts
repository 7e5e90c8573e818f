import type { ClientChannel } from "ssh2";
import type { Dialogue } from "./dialogue.ts";
import { failed } from "./failure.ts";
import { bytesOf } from "./sending.ts";
import type { SessionResult } from "./session.ts";

export interface ShellOptions {
  readonly dialogue: Dialogue;
  readonly allowed: ReadonlySet<string>;
  readonly secret: string | undefined;
}

/** Lets a dialogue talk over a shell channel until it is over; its clock is here. `stop` ends it at once. */
export function talk(
  channel: ClientChannel,
  { dialogue, allowed, secret }: ShellOptions,
  stop: AbortSignal,
): Promise<SessionResult> {
  const { promise, resolve, reject } = Promise.withResolvers<SessionResult>();
  let timer: NodeJS.Timeout | undefined;
  const end = (settle: () => void) => {
    clearTimeout(timer);
    stop.removeEventListener("abort", aborted);
    settle();
  };
  const after = (step: () => ReturnType<Dialogue["heard"]>) => {
    try {
      for (const sending of step()) channel.write(bytesOf(sending, allowed, secret));
    } catch (error) {
      return end(() => reject(error));
    }
    clearTimeout(timer);
    if (dialogue.over()) end(() => resolve(dialogue.result()));
    else timer = setTimeout(after, dialogue.patience(), () => dialogue.silent());
  };
  const aborted = () => end(() => reject(stop.reason ?? failed("stopped", "the run was stopped")));
  const closed = () =>
    after(() => {
      dialogue.closed();
      return [];
    });
  stop.addEventListener("abort", aborted, { once: true });
  channel.on("data", (chunk: Buffer) => after(() => dialogue.heard(chunk)));
  channel.stderr.resume();
  channel.on("close", closed).on("error", closed);
  after(() => []);
  return promise;
}
