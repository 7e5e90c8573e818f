import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { Counters } from "./candidate.ts";
import { beforeFiller } from "./framing.ts";
import {
  type Incident,
  type ListenAddress,
  type Listener,
  listenFault,
  peerAddress,
  type TakeFrom,
} from "./listener.ts";

export interface UdpOptions {
  readonly address: ListenAddress;
  /** An IPv6 socket takes IPv4 senders too, unless an IPv4 listener has the same port. */
  readonly ipv6Only: boolean;
  readonly receiveBuffer: number;
  readonly messageBytes: number;
  readonly counters: Counters;
  readonly take: TakeFrom;
  readonly incident: (incident: Incident) => void;
}

/** Listens for syslog over UDP (RFC 5426): one datagram is one message. @throws Fault (listenFault). */
export async function listenUdp(options: UdpOptions): Promise<Listener> {
  const { address, counters, ipv6Only, receiveBuffer } = options;
  const type = isIPv6(address.host) ? "udp6" : "udp4";
  const socket = createSocket({ type, ipv6Only, recvBufferSize: receiveBuffer });
  socket.on("message", (bytes, { address: peer }) => {
    counters.udpMessages++;
    counters.bytes += bytes.length;
    const end = Math.min(bytes.length, options.messageBytes);
    options.take(peerAddress(peer), bytes, 0, beforeFiller(bytes, 0, end), end < bytes.length);
  });
  await bind(socket, address);
  socket.on("error", (error) => options.incident({ what: `UDP socket: ${error.message}` }));
  const { port } = socket.address();
  const granted = socket.getRecvBufferSize() / (process.platform === "linux" ? 2 : 1);
  tellGranted(options, granted, port);
  return { bound: { transport: "udp", host: address.host, port }, close: () => closed(socket) };
}

function bind(socket: Socket, address: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      socket.close();
      reject(listenFault("udp", address, error));
    };
    socket.once("error", failed);
    const { host, port, descriptor } = address;
    const where = descriptor === undefined ? { address: host, port } : { fd: descriptor };
    socket.bind(where, () => {
      socket.off("error", failed);
      resolve();
    });
  });
}

/** Linux grants silently less than was asked for, and reports twice what it granted (socket(7)). */
export function tellGranted(
  { receiveBuffer: asked, incident }: UdpOptions,
  granted: number,
  port: number,
): void {
  if (granted >= asked) return;
  incident({
    what: `the kernel grants UDP port ${port} a receive buffer of ${granted} bytes instead of ${asked}; bursts may be lost`,
    remedy: `sysctl -w net.core.rmem_max=${asked}`,
  });
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()));
}
