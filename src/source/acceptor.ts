import { type BlockList, createServer, isIPv6, type Server, type Socket } from "node:net";
import type { Counters } from "./candidate.ts";
import type { Connections } from "./connections.ts";
import {
  type Incident,
  type ListenAddress,
  type Listener,
  listenFault,
  peerAddress,
  type ReceiverLimits,
  type TakeFrom,
} from "./listener.ts";
import { readProxyHeader } from "./proxyheader.ts";
import { type Incoming, incomingCopied, incomingInPlace, type ReadRegion } from "./readregion.ts";

export interface StreamOptions {
  readonly transport: "tcp" | "tls";
  readonly address: ListenAddress;
  readonly ipv6Only: boolean;
  /** The limits in force; a reload changes them. */
  readonly limits: () => ReceiverLimits;
  /** Who sends a PROXY header before anything else. */
  readonly proxies: () => BlockList;
  readonly counters: Counters;
  readonly take: TakeFrom;
  readonly incident: (incident: Incident) => void;
  readonly connections: Connections;
  readonly region: ReadRegion;
  /** Can accepted sockets read into the region? */
  readonly inPlace: boolean;
}

/** Goes on with a connection whose peer is known. */
export type Open = (incoming: Incoming, peer: string) => void;

/** Probes a silent peer after this time, so that a dead one gives its place back. */
const keepAliveMs = 60_000;
/** A connection that has not told who it is by then is closed. */
export const handshakeMs = 10_000;

/**
 * Listens for connections within the limits, and opens each once its peer is known: at once, or after the PROXY header of a
 * proxy. @throws Fault (listenFault).
 */
export async function acceptor(options: StreamOptions, open: Open): Promise<Listener> {
  const { transport, address, incident } = options;
  const manners = {
    keepAlive: true,
    keepAliveInitialDelay: keepAliveMs,
    pauseOnConnect: transport === "tcp",
  };
  const server = createServer(manners, (socket) => admit(socket, options, open));
  await bind(server, options);
  server.on("error", (error) => incident({ what: `${transport} listener: ${error.message}` }));
  const { port } = server.address() as { port: number };
  return { bound: { transport, host: address.host, port }, close: () => closed(server) };
}

function admit(accepted: Socket, options: StreamOptions, open: Open): void {
  const { connections, counters, region } = options;
  const remote = peerAddress(accepted.remoteAddress);
  const proxied = options.proxies().check(remote, isIPv6(remote) ? "ipv6" : "ipv4");
  const inPlace = options.inPlace && options.transport === "tcp" && !proxied;
  const incoming = inPlace ? incomingInPlace(accepted, region) : incomingCopied(accepted, region);
  const { socket } = incoming;
  const most = options.limits().connections;
  if (connections.size >= most) {
    counters.refusedTotal++;
    refuse(socket, `connection refused: ${most} are open`, remote, options);
    return;
  }
  counters.connectionsOpened++;
  connections.add(socket, () => {
    counters.connectionsOpen = connections.size;
  });
  counters.connectionsOpen = connections.size;
  const named = (peer: string) => {
    const refusal = tooMany(peer, options);
    if (refusal !== undefined) return refuse(socket, refusal, peer, options);
    connections.name(socket, peer);
    open(incoming, peer);
  };
  if (proxied) readHeader(socket, remote, options, named);
  else named(remote);
}

function tooMany(peer: string, { connections, limits, counters }: StreamOptions): string | undefined {
  const most = limits().connectionsPerAddress;
  if (connections.from(peer) < most) return undefined;
  counters.refusedAddress++;
  return `connection refused: ${most} are open from this address`;
}

function refuse(socket: Socket, what: string, peer: string, { incident }: StreamOptions): void {
  incident({ what, peer });
  socket.on("error", () => {}).destroy();
}

/** What follows the header is put back, to be read as if there had been none. */
function readHeader(
  socket: Socket,
  proxy: string,
  options: StreamOptions,
  named: (peer: string) => void,
): void {
  let held: Buffer = Buffer.alloc(0);
  const fail = (why: string) => {
    socket.off("data", read);
    options.counters.framingErrors++;
    refuse(socket, `connection closed: ${why}`, proxy, options);
  };
  const read = (chunk: Buffer) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const header = readProxyHeader(held);
    if (header.kind === "unfinished") return;
    if (header.kind === "none") return fail(header.why);
    socket.off("data", read).off("error", broken).pause().setTimeout(0).removeAllListeners("timeout");
    if (held.length > header.length) socket.unshift(held.subarray(header.length));
    named(peerAddress(header.source ?? proxy));
  };
  const broken = () => {};
  socket.on("data", read).on("error", broken).resume();
  socket.setTimeout(handshakeMs, () => fail("no PROXY header in time"));
}

function bind(server: Server, { transport, address, ipv6Only }: StreamOptions): Promise<void> {
  const { host, port, descriptor } = address;
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(listenFault(transport, address, error));
    server.once("error", failed);
    const where = descriptor === undefined ? { host, port, ipv6Only } : { fd: descriptor };
    server.listen({ ...where, backlog: 1024 }, () => {
      server.off("error", failed);
      resolve();
    });
  });
}

/** Connections go on, and are ended by whoever has them; the server need not wait for them. */
function closed(server: Server): Promise<void> {
  server.close();
  return Promise.resolve();
}
