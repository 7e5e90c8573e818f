import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Connection, Ending } from "./connection.ts";
import { unacknowledgedBytes } from "./tcpqueue.ts";

export interface StreamOptions {
  /** Milliseconds in which a write must make progress. */
  readonly writeTimeout: number;
  /** Milliseconds that an ending may take. */
  readonly endTimeout: number;
  /** False: that the far end closes does not say that it has taken everything, as over TLS, where it may have refused. */
  readonly trustsEnd?: boolean;
}

/** How often an ending looks for the far end's acknowledgement. */
const lookMs = 20;

/**
 * A connection over a connected stream socket (opened with `allowHalfOpen`), one line per event, ended by LF: the framing
 * that QRadar's TCP and TLS listeners are known to read. What the far end says is read and ignored.
 */
export function streamConnection(
  socket: Socket,
  { writeTimeout, endTimeout, trustsEnd = true }: StreamOptions,
): Connection {
  const over = Promise.withResolvers<Ending>();
  let failure = "closed by the far end";
  let ending = false;
  let writing = false;

  /** The far end sent FIN. Had it left bytes unread, its kernel would send RST instead, maybe a moment later. */
  const farEndClosed = async () => {
    const taken = await acknowledged(socket, endTimeout);
    if (!ending)
      over.resolve({ orderly: trustsEnd && taken && !writing && !socket.destroyed, reason: failure });
    socket.destroy();
  };
  socket.setKeepAlive(true, 30_000).setNoDelay(true).setTimeout(writeTimeout);
  socket.on("timeout", () => {
    if (writing) socket.destroy(new Error(`the far end took nothing for ${writeTimeout / 1000} seconds`));
  });
  socket.on("error", (error) => {
    failure = error.message;
  });
  socket.on("close", () => over.resolve({ orderly: false, reason: failure }));
  socket.once("end", () => void farEndClosed());
  socket.resume();

  const send = (lines: readonly string[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    writing = true;
    socket.write(`${lines.join("\n")}\n`, (error) => {
      writing = false;
      if (error) reject(new Error(failure, { cause: error }));
      else resolve();
    });
    return promise;
  };
  const end = async (): Promise<Ending> => {
    ending = true;
    if (socket.destroyed) return { orderly: false, reason: failure };
    await new Promise<void>((resolve) => socket.end(resolve).once("close", resolve));
    const taken = !socket.errored && (await acknowledged(socket, endTimeout));
    const orderly = taken && !socket.errored;
    socket.destroy();
    return { orderly, reason: orderly ? "ended" : failure };
  };
  return {
    send,
    end,
    over: over.promise,
    unacknowledged: () => unacknowledgedBytes(socket),
    destroy: () => void socket.destroy(),
  };
}

/** Waits for the far end's kernel to have everything. Where that cannot be known, a moment passes for a reset to arrive. */
async function acknowledged(socket: Socket, timeout: number): Promise<boolean> {
  for (const until = Date.now() + timeout; Date.now() < until; ) {
    await pause(lookMs);
    const left = socket.destroyed ? undefined : unacknowledgedBytes(socket);
    if (socket.errored) return false;
    if (left === undefined || left === 0) return true;
  }
  return false;
}
