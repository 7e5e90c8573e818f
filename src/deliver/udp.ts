import { createSocket, type Socket } from "node:dgram";
import { lookup } from "node:dns/promises";
import type { Connection, Dial, Ending } from "./connection.ts";
import type { TcpTarget } from "./tcp.ts";

/**
 * Syslog over UDP (RFC 5426): one datagram for each event. Nobody acknowledges a datagram; only a port that is closed is
 * noticed, by ICMP.
 */
export function dialUdp(target: TcpTarget): Dial {
  return async () => {
    const { address, family } = await lookup(target.host);
    const socket = createSocket(family === 6 ? "udp6" : "udp4");
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.connect(target.port, address, () => {
        socket.off("error", reject);
        resolve();
      });
    });
    return datagramConnection(socket);
  };
}

function datagramConnection(socket: Socket): Connection {
  const over = Promise.withResolvers<Ending>();
  let open = true;
  const destroy = () => {
    if (open) socket.close();
    open = false;
  };
  socket.on("error", (error) => {
    destroy();
    over.resolve({ orderly: false, reason: error.message });
  });
  const sendOne = (line: string) =>
    new Promise<void>((resolve, reject) => {
      if (!open) return reject(new Error("closed"));
      socket.send(line, (error) => (error ? reject(error) : resolve()));
    });
  return {
    send: async (lines) => {
      for (const line of lines) await sendOne(line);
    },
    unacknowledged: () => undefined,
    over: over.promise,
    end: async () => {
      const orderly = open;
      destroy();
      return { orderly, reason: orderly ? "ended" : "closed" };
    },
    destroy,
  };
}
