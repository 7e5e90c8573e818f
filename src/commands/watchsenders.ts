import type { Receiver } from "../source/receiver.ts";
import type { DeviceLookUp } from "./devicelookup.ts";

/** Who sends, and what that tells beside the messages themselves. */
export interface WatchSenders {
  /** A message from this address is of a device that is known. */
  readonly known: (peer: string) => void;
  counters(receiver: Pick<Receiver, "senders">): SenderCounters;
}

export interface SenderCounters {
  /** Addresses that sent anything. */
  readonly senders: number;
  /** Of these, addresses that neither inventory nor audits know, and that sent no message with a name that they know. */
  readonly unknownSenders: readonly string[];
}

const mostKnown = 10_000;
const mostListed = 1_000;

export function watchSenders(lookUp: () => DeviceLookUp): WatchSenders {
  const recognised = new Set<string>();
  const known = (peer: string) => {
    if (recognised.size < mostKnown) recognised.add(peer);
  };
  const counters = (receiver: Pick<Receiver, "senders">): SenderCounters => {
    const all = receiver.senders();
    const unknown = all.filter(
      ({ address }) => !recognised.has(address) && lookUp()(null, address).os === null,
    );
    const loudest = unknown.toSorted((a, b) => b.messages - a.messages).slice(0, mostListed);
    return { senders: all.length, unknownSenders: loudest.map(({ address }) => address) };
  };
  return { known, counters };
}
