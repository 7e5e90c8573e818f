import { isIPv4 } from "node:net";
import { Fault } from "../model/fault.ts";

/** What the receivers may use, at most. */
export interface ReceiverLimits {
  /** Bytes of one message; a longer one is cut and counted. */
  readonly messageBytes: number;
  /** Bytes after which a TCP message that does not end closes its connection. */
  readonly frameBytes: number;
  /** Open TCP and TLS connections, in all and from one address. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Seconds without a byte after which a TCP connection is closed. */
  readonly idleSeconds: number;
  /** Candidates that wait for the main thread, and bytes of them. */
  readonly queue: number;
  readonly queueBytes: number;
  /** Bytes of kernel buffer asked for each UDP socket. */
  readonly receiveBuffer: number;
}

export const defaultLimits: ReceiverLimits = {
  messageBytes: 65_535,
  frameBytes: 1_048_576,
  connections: 1_000,
  connectionsPerAddress: 250,
  idleSeconds: 86_400,
  queue: 10_000,
  queueBytes: 33_554_432,
  receiveBuffer: 4_194_304,
};

export type Transport = "udp" | "tcp" | "tls";

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** An open socket on this address that was handed to this process, in place of a new one. */
  readonly descriptor?: number;
}

/** Where a listener really listens: the port that the system chose, when 0 was asked for. */
export interface Bound extends ListenAddress {
  readonly transport: Transport;
}

export interface Listener {
  readonly bound: Bound;
  /** Hands over what has arrived, then ends. */
  close(): Promise<void>;
}

/** Something that an operator should know: a peer that was cut off, a buffer that is too small. */
export interface Incident {
  readonly what: string;
  readonly peer?: string;
  readonly remedy?: string;
}

/** Takes one message. `peer`: the sender's address. */
export type TakeFrom = (peer: string, bytes: Uint8Array, from: number, to: number, cut: boolean) => void;

/** IPv4 senders on an IPv6 socket appear as `::ffff:10.1.1.1`; they are the same devices. */
export function peerAddress(address: string | undefined): string {
  const mapped = address?.startsWith("::ffff:") ? address.slice(7) : "";
  return isIPv4(mapped) ? mapped : (address ?? "unknown");
}

const explanations: Readonly<Record<string, readonly [code: string, what: string, remedy: string]>> = {
  EADDRINUSE: [
    "port-in-use",
    "another program already listens there",
    "stop it (`ss -lnptu` names it), or choose another port",
  ],
  EACCES: [
    "port-forbidden",
    "this user may not listen on a port below 1024",
    "choose another port such as 5514, or grant CAP_NET_BIND_SERVICE (systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE)",
  ],
  EADDRNOTAVAIL: [
    "address-unavailable",
    "this machine has no such address",
    "use an address of this machine, 0.0.0.0 or [::] (`ip address` lists them)",
  ],
  ENOTFOUND: [
    "address-unavailable",
    "the host name cannot be resolved",
    "use an address of this machine, 0.0.0.0 or [::]",
  ],
};

/** @returns Fault `port-in-use`, `port-forbidden`, `address-unavailable` or `listen-failed`. */
export function listenFault(transport: string, { host, port }: ListenAddress, cause: unknown): Fault {
  const error = cause as NodeJS.ErrnoException;
  const [code, what, remedy] = explanations[error.code ?? ""] ?? [
    "listen-failed",
    `cannot listen (${error.code ?? error.message})`,
    "check the address and port",
  ];
  const where = `${transport} ${host.includes(":") ? `[${host}]` : host}:${port}`;
  return new Fault({ code, where, what, remedy, cause });
}
