import type { TlsListenSettings } from "../settings/settings.ts";
import { readAuthorities, readKeyPair } from "../source/certificate.ts";
import type { ReceiverPlan } from "../source/receiver.ts";
import type { TlsManners } from "../source/tls.ts";
import type { WatchPlan } from "./watchrun.ts";

/** What the receiver is to do; certificates are read now. @throws Fault (readKeyPair, readAuthorities) */
export function listenPlan(plan: WatchPlan, now: Date): Omit<ReceiverPlan, "anchors"> {
  const { udp, tcp, tls, proxies, limits, certificates } = plan;
  const manners = tls.length > 0 && certificates ? mannersOf(certificates, now) : undefined;
  return { udp, tcp, tls, proxies, limits, manners };
}

function mannersOf({ certificate, key, clientCa, clients }: TlsListenSettings, now: Date): TlsManners {
  return {
    pair: readKeyPair(certificate, key, now),
    clientCa: clientCa === null ? null : readAuthorities(clientCa),
    clients,
  };
}

const soonMs = 30 * 86_400_000;

/** What is to be told of a certificate that ends soon. */
export function endsSoon({ manners }: Pick<ReceiverPlan, "manners">, now: Date): string | undefined {
  if (manners === undefined || manners.pair.until - now.getTime() > soonMs) return undefined;
  return `the certificate of the TLS listener ends on ${new Date(manners.pair.until).toISOString()}`;
}
