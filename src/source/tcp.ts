import { acceptor, type StreamOptions } from "./acceptor.ts";
import type { Listener } from "./listener.ts";
import { attend } from "./stream.ts";

/** Listens for syslog over TCP (RFC 6587). @throws Fault (listenFault). */
export function listenTcp(options: StreamOptions): Promise<Listener> {
  return acceptor(options, (incoming, peer) => {
    const { socket } = incoming;
    attend(incoming, peer, options);
    options.connections.read(socket, socket);
    if (!options.connections.paused) socket.resume();
  });
}
