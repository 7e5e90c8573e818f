import { createServer, type Server, type Socket } from "node:net";
import type { Counters } from "./candidate.ts";
import type { Connections } from "./connections.ts";
import { type Framer, framer } from "./framing.ts";
import {
  type Incident,
  type ListenAddress,
  type Listener,
  listenFault,
  peerAddress,
  type ReceiverLimits,
  type TakeFrom,
} from "./listener.ts";

export interface TcpOptions {
  readonly address: ListenAddress;
  readonly ipv6Only: boolean;
  readonly limits: ReceiverLimits;
  readonly counters: Counters;
  readonly take: TakeFrom;
  readonly incident: (incident: Incident) => void;
  readonly connections: Connections;
}

/** Probes a silent peer after this time, so that a dead one gives its place back. */
const keepAliveMs = 60_000;

/** Listens for syslog over TCP (RFC 6587). @throws Fault (listenFault). */
export async function listenTcp(options: TcpOptions): Promise<Listener> {
  const server = createServer({ keepAlive: true, keepAliveInitialDelay: keepAliveMs }, (socket) => {
    const peer = peerAddress(socket.remoteAddress);
    const refusal = refuse(options, peer);
    if (refusal === undefined) attend(socket, peer, options);
    else {
      options.incident({ what: refusal, peer });
      socket.on("error", () => {}).destroy();
    }
  });
  await bind(server, options);
  server.on("error", (error) => options.incident({ what: `TCP listener: ${error.message}` }));
  const { port } = server.address() as { port: number };
  return { bound: { transport: "tcp", host: options.address.host, port }, close: () => closed(server) };
}

function refuse({ connections, limits, counters }: TcpOptions, peer: string): string | undefined {
  if (connections.size >= limits.connections) {
    counters.refusedTotal++;
    return `connection refused: ${limits.connections} are open`;
  }
  if (connections.from(peer) >= limits.connectionsPerAddress) {
    counters.refusedAddress++;
    return `connection refused: ${limits.connectionsPerAddress} are open from this address`;
  }
  return undefined;
}

/** Reads one connection until it ends, breaks, is silent for too long or stops being syslog. */
function attend(socket: Socket, peer: string, options: TcpOptions): void {
  const { limits, counters, connections, incident } = options;
  counters.connectionsOpened++;
  const frames = framer({ message: limits.messageBytes, frame: limits.frameBytes }, (...message) => {
    counters.tcpMessages++;
    options.take(peer, ...message);
  });
  let broken = false;
  socket.on("data", (chunk) => {
    counters.bytes += chunk.length;
    const reason = broken ? undefined : frames.push(chunk);
    if (reason === undefined) return;
    broken = true;
    counters.framingErrors++;
    incident({ what: `connection closed: ${reason}`, peer });
    socket.destroy();
  });
  socket.on("error", (error) => {
    counters.connectionErrors++;
    incident({ what: `connection broke: ${error.message}`, peer });
  });
  socket.on("close", () => {
    connections.remove(socket);
    counters.connectionsOpen = connections.size;
    if (!broken) endOf(frames, peer, options);
  });
  whenIdle(socket, peer, options);
  connections.add(socket, peer);
  counters.connectionsOpen = connections.size;
}

function endOf(frames: Framer, peer: string, { counters, incident }: TcpOptions): void {
  const reason = frames.end();
  if (reason === undefined) return;
  counters.framingErrors++;
  incident({ what: reason, peer });
}

/** A connection that this side has paused is not idle. */
function whenIdle(socket: Socket, peer: string, options: TcpOptions): void {
  socket.setTimeout(options.limits.idleSeconds * 1000, () => {
    if (options.connections.paused) return;
    options.counters.idleClosed++;
    options.incident({ what: `connection closed: silent for ${options.limits.idleSeconds} seconds`, peer });
    socket.destroy();
  });
}

function bind(server: Server, { address, ipv6Only }: TcpOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(listenFault("tcp", address, error));
    server.once("error", failed);
    server.listen({ host: address.host, port: address.port, ipv6Only, backlog: 1024 }, () => {
      server.off("error", failed);
      resolve();
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
