import type { Socket } from "node:net";
import type { StreamOptions } from "./acceptor.ts";
import { type Framer, framer } from "./framing.ts";
import { beginsProxyHeader } from "./proxyheader.ts";
import type { Incoming } from "./readregion.ts";

/** Reads one connection until it ends, breaks, is silent for too long or stops being syslog. */
export function attend({ socket, read }: Incoming, peer: string, options: StreamOptions): void {
  const { transport, limits, counters, incident } = options;
  const { messageBytes, frameBytes } = limits();
  const counter = transport === "tls" ? "tlsMessages" : "tcpMessages";
  const frames = framer({ message: messageBytes, frame: frameBytes }, (...message) => {
    counters[counter]++;
    options.take(peer, ...message);
  });
  let broken = false;
  let begun = false;
  const push = (chunk: Uint8Array) => {
    if (broken) return undefined;
    if (!begun && beginsProxyHeader(chunk))
      return "a PROXY header from a peer that watch.proxies does not name";
    begun = true;
    return frames.push(chunk, options.region.room);
  };
  read((chunk) => {
    counters.bytes += chunk.length;
    const reason = push(chunk);
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
    if (!broken) endOf(frames, peer, options);
  });
  whenIdle(socket, peer, options);
}

function endOf(frames: Framer, peer: string, { counters, incident }: StreamOptions): void {
  const reason = frames.end();
  if (reason === undefined) return;
  counters.framingErrors++;
  incident({ what: reason, peer });
}

/** A connection that this side has paused is not idle. */
function whenIdle(
  socket: Socket,
  peer: string,
  { limits, connections, counters, incident }: StreamOptions,
): void {
  const { idleSeconds } = limits();
  socket.setTimeout(idleSeconds * 1000, () => {
    if (connections.paused) return;
    counters.idleClosed++;
    incident({ what: `connection closed: silent for ${idleSeconds} seconds`, peer });
    socket.destroy();
  });
}
