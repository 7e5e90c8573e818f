import { once } from "node:events";
import { type AddressInfo, connect, createServer, Socket } from "node:net";

/** What one read can bring. */
const areaBytes = 65_536;

/**
 * Where all connections of a thread are read into, since they are read one after another: memory that is made once, with
 * room in front for the unfinished rest of the connection whose turn it is.
 */
export class ReadRegion {
  readonly room: number;
  readonly area: Buffer;

  constructor(room: number) {
    this.room = room;
    this.area = Buffer.allocUnsafeSlow(room + areaBytes).subarray(room);
  }

  /** The chunk in the area, in pieces that fit. */
  *copies(chunk: Uint8Array): Generator<Uint8Array> {
    for (let at = 0; at < chunk.length; at += areaBytes) {
      const piece = chunk.subarray(at, at + areaBytes);
      this.area.set(piece);
      yield this.area.subarray(0, piece.length);
    }
  }
}

/** A connection, and who gets its bytes; they lie in the region, with its room in front, and only until the call is over. */
export interface Incoming {
  readonly socket: Socket;
  readonly read: (push: (chunk: Uint8Array) => void) => void;
}

/** Reads straight into the region. Nothing may have been read before. */
export function incomingInPlace(accepted: Socket, { area }: ReadRegion): Incoming {
  let push = (_: Uint8Array) => {};
  const socket = readInto(accepted, area, (count) => push(area.subarray(0, count)));
  return {
    socket,
    read: (take) => {
      push = take;
    },
  };
}

/** Copies what Node has read: over TLS, behind a proxy, and where reading in place does not work. */
export function incomingCopied(socket: Socket, region: ReadRegion): Incoming {
  return {
    socket,
    read: (push) => {
      socket.on("data", (chunk) => {
        for (const piece of region.copies(chunk)) push(piece);
      });
    },
  };
}

/**
 * The same connection as a socket that reads into an area in place of fresh memory for each read (`onread`). Node documents
 * that for outgoing connections only; `canReadInto` tells whether it works here. Must be called before anything was read.
 */
function readInto(socket: Socket, area: Uint8Array, took: (count: number) => void): Socket {
  const inner = socket as unknown as { _handle: unknown };
  const handle = inner._handle;
  inner._handle = null;
  const onread = {
    buffer: area,
    callback: (count: number) => {
      took(count);
      return true;
    },
  };
  const options = { handle, onread, allowHalfOpen: false };
  return new Socket(options as ConstructorParameters<typeof Socket>[0]);
}

/** Tries it on a connection within this process. */
export async function canReadInto(): Promise<boolean> {
  const area = Buffer.alloc(16);
  const server = createServer({ pauseOnConnect: true });
  try {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
    const [accepted] = (await once(server, "connection")) as [Socket];
    const read = Promise.withResolvers<number>();
    const socket = readInto(accepted, area, read.resolve);
    const ended = once(socket, "close");
    socket.on("error", read.reject).resume();
    client.on("error", read.reject).end("ok");
    const count = await Promise.race([read.promise, ended.then(() => 0)]);
    await ended;
    return count === 2 && area.toString("latin1", 0, 2) === "ok";
  } catch {
    return false;
  } finally {
    server.close();
  }
}
