import type { Observation } from "../model/observation.ts";
import type { Message } from "./notice.ts";

/**
 * What a message tells of logging, archive or accounting that was turned off: from then on the device may hide what is done
 * on it. Undefined for any other message. `origin`: where the user was last seen to come from.
 */
export function tampering(
  { notice, os: told, failed }: Message,
  known: {
    readonly device: string;
    readonly os: string | null;
    readonly received: Date;
    readonly origin?: string | undefined;
  },
): Observation | undefined {
  if (notice.kind !== "tamper") return undefined;
  const from = notice.from ?? known.origin;
  return {
    vantage: notice.format === "accounting" ? "accounting" : "syslog",
    device: known.device,
    os: known.os ?? told[0] ?? "unknown",
    at: notice.clock === "ok" && notice.time !== null ? notice.time : known.received.toISOString(),
    ...(notice.user === null ? {} : { actor: notice.user }),
    ...(from === undefined ? {} : { from }),
    // A message that tells of it without a command is told by its tag.
    commands: notice.commands.length > 0 ? notice.commands : [notice.tag ?? "logging stopped"],
    outcome: failed ? "failed" : "applied",
    effect: "blind",
  };
}
