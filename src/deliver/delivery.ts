import { formatLeef, leefLimit } from "../report/leef.ts";
import type { DeliverSettings } from "../settings/settings.ts";
import type { Store } from "../store/store.ts";
import type { Dial } from "./connection.ts";
import type { Pace } from "./pace.ts";
import { createSender, type Sender } from "./sender.ts";
import { dialTcp } from "./tcp.ts";
import { takeTurn } from "./turn.ts";
import { dialUdp } from "./udp.ts";

export interface DeliveryOptions {
  readonly store: Pick<Store, "file" | "outbox" | "markSent">;
  /** Version of mirrorwatch. */
  readonly version: string;
  readonly pace?: Partial<Pace>;
  readonly incident?: (what: string) => void;
}

const dials: Readonly<Record<string, (target: { host: string; port: number }) => Dial>> = {
  tcp: dialTcp,
  udp: dialUdp,
};

/** The sender that the settings ask for; undefined when events stay in the outbox. */
export function deliverySender(settings: DeliverSettings, options: DeliveryOptions): Sender | undefined {
  const { to, host, format } = settings;
  if (to === null) return undefined;
  const limit = to.protocol === "udp" ? leefLimit.udp : leefLimit.tcp;
  const line = { host, format, version: options.version, limit };
  return createSender({
    ...options,
    dial: dials[to.protocol]!(to),
    format: (event) => formatLeef(event, line),
    turn: () => takeTurn(options.store.file),
  });
}
