import { formatEvent } from "../report/eventline.ts";
import { leefLimit } from "../report/leef.ts";
import type { Target } from "../settings/address.ts";
import type { DeliverSettings } from "../settings/settings.ts";
import type { Store } from "../store/store.ts";
import type { Dial } from "./connection.ts";
import type { Pace } from "./pace.ts";
import { createSender, type Sender } from "./sender.ts";
import { dialTcp } from "./tcp.ts";
import { dialTls } from "./tls.ts";
import { takeTurn } from "./turn.ts";
import { dialUdp } from "./udp.ts";

export interface DeliveryOptions {
  readonly store: Pick<Store, "file" | "outbox" | "markSent">;
  /** Version of mirrorwatch. */
  readonly version: string;
  readonly pace?: Partial<Pace>;
  readonly incident?: (what: string) => void;
}

/** How a receiver is reached. */
export function dialOf(to: Target, { tls }: DeliverSettings): Dial {
  if (to.protocol === "tls") return dialTls(to, tls);
  return to.protocol === "tcp" ? dialTcp(to) : dialUdp(to);
}

/** The sender that the settings ask for; undefined when events stay in the outbox. */
export function deliverySender(settings: DeliverSettings, options: DeliveryOptions): Sender | undefined {
  const { to, host, format } = settings;
  if (to === null) return undefined;
  const limit = to.protocol === "udp" ? leefLimit.udp : leefLimit.tcp;
  const line = { host, format, version: options.version, limit };
  return createSender({
    ...options,
    dial: dialOf(to, settings),
    format: (event) => formatEvent(event, line),
    turn: () => takeTurn(options.store.file),
  });
}
