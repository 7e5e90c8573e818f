import { deliverySender } from "../deliver/delivery.ts";
import { plain } from "../report/plain.ts";
import { addressText } from "../settings/address.ts";
import type { Store } from "../store/store.ts";
import type { CommandContext } from "./context.ts";

/** Milliseconds that a run made for cron gives a slow receiver. */
const patience = 30_000;

/**
 * Sends what waits in the outbox, of this run and of earlier ones, when `deliver.to` is set. What cannot be sent now stays
 * there and is told.
 *
 * @returns how many events still wait
 */
export async function deliverOutbox(context: CommandContext, store: Store): Promise<number> {
  const { deliver } = context.settings();
  const waiting = () => store.outboxDepth().pending;
  const sender = deliverySender(deliver, {
    store,
    version: context.version,
    incident: (what) => {
      context.talk(`mirrorwatch: delivery: ${plain(what)}`);
      // A receiver that does not answer at once is tried again by the next run, not waited for by this one.
      if (sender?.counters().connected === 0) void sender.stop(0);
    },
  });
  if (sender === undefined || deliver.to === null || waiting() === 0) return waiting();
  sender.start();
  const done = await Promise.race([sender.stop(patience), sender.failure]);
  if (!done)
    context.talk(
      `mirrorwatch: ${waiting()} events for ${addressText(deliver.to)} wait in the outbox; ` +
        "the next audit or `mirrorwatch watch` sends them (`mirrorwatch doctor` tries the connection)",
    );
  return waiting();
}
