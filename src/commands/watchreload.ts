import { Fault } from "../model/fault.ts";
import type { Receiver } from "../source/receiver.ts";
import type { CommandContext } from "./context.ts";
import type { DeviceLookUp } from "./devicelookup.ts";
import { endsSoon, listenPlan } from "./listenplan.ts";
import type { RenewableReader } from "./noticereader.ts";
import type { WatchDelivery } from "./watchdelivery.ts";
import type { WatchLog } from "./watchlog.ts";
import type { WatchOrders } from "./watchrun.ts";

export interface ReloadParts {
  readonly orders: () => WatchOrders;
  readonly lookUp: (orders: WatchOrders) => DeviceLookUp;
  readonly reader: RenewableReader;
  readonly receiver: Receiver;
  readonly delivery: WatchDelivery;
  readonly log: WatchLog;
}

/**
 * On each hang-up, one after another: settings, inventory, catalog and certificates are read anew, and the daemon goes on with
 * them; or, when one of them is wrong, with the old ones. Returns how to end it; what has begun is finished first.
 */
export function reloadOnHangUp(
  context: Pick<CommandContext, "hangUp" | "now">,
  parts: ReloadParts,
): () => Promise<void> {
  let last = Promise.resolve();
  const leave = context.hangUp(() => {
    last = last.then(() => reload(context, parts));
  });
  return async () => {
    leave();
    await last;
  };
}

async function reload({ now }: Pick<CommandContext, "now">, parts: ReloadParts): Promise<void> {
  const { reader, receiver, delivery, log } = parts;
  try {
    const orders = parts.orders();
    const plan = listenPlan(orders.plan, now());
    const renewed = reader.renewal(orders.catalog, parts.lookUp(orders));
    await receiver.reload({ ...plan, anchors: renewed.anchors });
    renewed.use();
    await delivery.follow(orders.plan.deliver);
    log.info("settings reloaded", { file: orders.file ?? "none: the defaults hold" });
    const soon = endsSoon(plan, now());
    if (soon !== undefined) log.warn(soon);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.error(`settings not reloaded, the old ones stay in force: ${error.message}`, { fault: error.code });
  }
}
