import { connect } from "node:net";
import type { Dial } from "./connection.ts";
import { type StreamOptions, streamConnection } from "./stream.ts";

export interface TcpTarget {
  readonly host: string;
  readonly port: number;
}

export const streamDefaults: StreamOptions & { readonly connectTimeout: number } = {
  connectTimeout: 10_000,
  writeTimeout: 30_000,
  endTimeout: 2_000,
};

/** Syslog over plain TCP (RFC 6587, non-transparent framing). */
export function dialTcp(target: TcpTarget, options = streamDefaults): Dial {
  return (signal) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: target.host, port: target.port, allowHalfOpen: true, signal });
      socket.setTimeout(options.connectTimeout, () => socket.destroy(new Error("no answer")));
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.removeAllListeners("timeout").off("error", reject);
        resolve(streamConnection(socket, options));
      });
    });
}
