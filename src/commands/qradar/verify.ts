import { randomUUID } from "node:crypto";
import { Command } from "commander";
import { dialOf } from "../../deliver/delivery.ts";
import { awaitArrival } from "../../deliver/qradar/arrival.ts";
import type { Heartbeat } from "../../model/event.ts";
import { exit, Fault } from "../../model/fault.ts";
import { formatEvent } from "../../report/eventline.ts";
import { leefLimit } from "../../report/leef.ts";
import { json, plain } from "../../report/plain.ts";
import { addressText } from "../../settings/address.ts";
import type { CommandContext } from "../context.ts";
import { manual } from "../manual.ts";
import { openConsole } from "./access.ts";
import { length } from "./query.ts";

/** How long a receiver may take to answer. */
const patience = 15_000;

/** `mirrorwatch qradar test`: one event, straight to the receiver. */
export function testCommand(context: CommandContext): Command {
  const command = new Command("test")
    .description("Send one sign of life to `deliver.to`, past the outbox.")
    .action(async () => {
      const event = await sendTestEvent(context);
      const to = addressText(context.settings().deliver.to!);
      if (context.options().json) context.out(json({ sent: event.uuid, to }));
      else
        context.out(
          `sent ${event.uuid} to ${plain(to)}; \`mirrorwatch qradar verify\` also looks whether it arrives\n`,
        );
    });
  return manual(command, [["mirrorwatch qradar test", "is the receiver there?"]]);
}

/** `mirrorwatch qradar verify`: sends one event and looks for it in Ariel. */
export function verifyCommand(context: CommandContext): Command {
  const command = new Command("verify")
    .description("Send one sign of life and look for it in QRadar until it is found.")
    .option("--deadline <time>", "how long to look for it", length, 120_000)
    .action(async ({ deadline }: { readonly deadline: number }) => {
      const console = await openConsole(context);
      await console.version();
      const { uuid } = await sendTestEvent(context);
      const arrival = await awaitArrival(console, uuid, { sent: Date.now(), deadline });
      if (context.options().json) context.out(json({ uuid, ...arrival }));
      else context.out(`${plain(inWords(uuid, arrival))}\n`);
      if (!arrival.arrived) context.exit(exit.findings);
    });
  return manual(command, [
    ["mirrorwatch qradar verify --deadline 5m", "from here through the receiver into Ariel"],
  ]);
}

function inWords(
  uuid: string,
  { arrived, logSource, eventName, after }: Awaited<ReturnType<typeof awaitArrival>>,
): string {
  const time = `${(after / 1000).toFixed(0)} seconds`;
  if (arrived) return `${uuid} arrived after ${time}: log source ${logSource}, event ${eventName}`;
  return (
    `${uuid} was sent and is not in QRadar after ${time}: check the log source's identifier (deliver.host), that changes ` +
    "are deployed, and Log Activity for unknown events"
  );
}

/** @throws Fault `settings-invalid`, `delivery-failed` */
async function sendTestEvent(context: CommandContext): Promise<Heartbeat> {
  const { deliver, file } = context.settings();
  const { to, host, format } = deliver;
  if (to === null) {
    const what = "deliver.to names no receiver";
    throw new Fault({
      code: "settings-invalid",
      where: file ?? "settings",
      what,
      remedy: "name one, as in tls://HOST:6514",
    });
  }
  const event: Heartbeat = {
    uuid: randomUUID(),
    at: context.now().toISOString(),
    step: "heartbeat",
    by: "test",
    devices: 0,
    findings: 0,
    waiting: 0,
    head: "",
  };
  const limit = to.protocol === "udp" ? leefLimit.udp : leefLimit.tcp;
  const line = formatEvent(event, { host, format, version: context.version, limit });
  try {
    const connection = await dialOf(to, deliver)(AbortSignal.timeout(patience));
    await connection.send([line]);
    const ending = await connection.end();
    if (!ending.orderly) throw new Error(ending.reason);
    return event;
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault({
      code: "delivery-failed",
      where: addressText(to),
      what: `the event could not be sent (${(error as Error).message})`,
      remedy:
        "check the address, the firewall and, over TLS, the certificates; `mirrorwatch doctor` tries them too",
      cause: error,
    });
  }
}
