import type { Observation } from "../model/observation.ts";
import type { LoggedCommand, ShowRecord } from "../model/show.ts";
import { type Circumstances, type CommandContext, emptyContext, track } from "./commandcontext.ts";
import type { Message } from "./notice.ts";
import { cutSecrets } from "../parse/syslog/secret.ts";

/**
 * What the device's own log of commands tells of sessions, as observations: of each session the last one, which tells most.
 * The log tells no times; `at` is when it was read. Pure.
 */
export function shownObservations(
  { os, commands }: Pick<ShowRecord, "os" | "commands">,
  circumstances: Circumstances,
): readonly Observation[] {
  let state: CommandContext = emptyContext;
  const last = new Map<string, Observation>();
  for (const logged of commands) {
    const tracked = track(state, messageOf(logged, os, circumstances.device), { ...circumstances, os });
    state = tracked.state;
    for (const observation of tracked.observations)
      last.set(keyOf(observation), { ...observation, vantage: "show" });
  }
  return [...last.values()];
}

function keyOf({ effect, session, commands, actor = "" }: Observation): string {
  return JSON.stringify([effect, actor, session?.name ?? commands]);
}

function messageOf({ line, user, from, command }: LoggedCommand, os: string, device: string): Message {
  return {
    notice: {
      line,
      format: "unknown",
      device,
      time: null,
      clock: "none",
      tag: null,
      kind: "command",
      user,
      from,
      commands: [cutSecrets(command)],
    },
    typed: [command],
    os: [os],
    session: from,
    failed: false,
    candidate: false,
    step: null,
    counter: null,
  };
}
