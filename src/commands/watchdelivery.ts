import { deliverySender } from "../deliver/delivery.ts";
import type { Sender } from "../deliver/sender.ts";
import type { DeliverSettings } from "../settings/settings.ts";
import type { Store } from "../store/store.ts";
import type { WatchLog } from "./watchlog.ts";

/** The delivery of the daemon: one sender at a time, or none. */
export interface WatchDelivery {
  start(): void;
  wake(): void;
  /** Goes on with these settings; a sender that they do not change goes on as it is. */
  follow(settings: DeliverSettings): Promise<void>;
  /** Delivers what is left, for at most this many milliseconds. */
  stop(limit: number): Promise<void>;
  /** Rejects when a bug ends a sender; never resolves. */
  readonly failure: Promise<never>;
}

/** What the old sender may still deliver when the settings name another receiver. */
const handOverMs = 2_000;

export function watchDelivery(
  first: DeliverSettings,
  options: { readonly store: Store; readonly version: string; readonly log: WatchLog },
): WatchDelivery {
  const { store, version, log } = options;
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => {});
  const make = (settings: DeliverSettings): Sender | undefined => {
    const sender = deliverySender(settings, {
      store,
      version,
      incident: (what) => log.warn(`delivery: ${what}`),
    });
    sender?.failure.catch(failure.reject);
    return sender;
  };
  let settings = first;
  let sender = make(first);
  return {
    start: () => sender?.start(),
    wake: () => sender?.wake(),
    follow: async (next) => {
      if (JSON.stringify(next) === JSON.stringify(settings)) return;
      await sender?.stop(handOverMs);
      settings = next;
      sender = make(next);
      sender?.start();
    },
    stop: async (limit) => void (await sender?.stop(limit)),
    failure: failure.promise,
  };
}
