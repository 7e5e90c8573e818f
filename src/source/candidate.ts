/** A received message that holds an anchor: worth a parser's time. */
export interface Candidate {
  /** The message as UTF-8 text, or as Latin-1 when it is not UTF-8. */
  readonly text: string;
  /** Address of the sender, as the socket saw it or a proxy told it: a relay's, when there is one. */
  readonly peer: string;
  readonly transport: "udp" | "tcp" | "tls";
  /** When it was received, milliseconds since 1970. */
  readonly at: number;
  /** The message was longer than the limit. */
  readonly cut: boolean;
}

/** Everything that moves in the receivers is counted; nothing is lost without a number. */
export const counterNames = [
  "udpMessages",
  "tcpMessages",
  "tlsMessages",
  "bytes",
  "candidates",
  /** Messages that were longer than the limit and were cut. */
  "cut",
  /** Candidates that were refused because the queue was full (UDP only: TCP senders are made to wait). */
  "shed",
  /** Datagrams that the kernel dropped because its buffer was full. */
  "kernelDrops",
  /** Messages that never arrived, by the numbers that Cisco devices give them. */
  "missing",
  "connectionsOpened",
  "connectionsOpen",
  /** Connections that were refused: too many in all, too many from one address. */
  "refusedTotal",
  "refusedAddress",
  "idleClosed",
  /** TLS connections that did not come about, and senders whose certificate was refused. */
  "handshakeErrors",
  "refusedCertificate",
  "framingErrors",
  "connectionErrors",
  /** Times that reading from TCP was paused because the queue was full. */
  "pauses",
] as const;

export type CounterName = (typeof counterNames)[number];
export type Counters = Record<CounterName, number>;

export function zeroCounters(): Counters {
  return Object.fromEntries(counterNames.map((name) => [name, 0])) as Counters;
}
