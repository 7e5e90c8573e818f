import { once } from "node:events";
import type { Socket } from "node:net";

interface Entry {
  /** Undefined while the address is not known for certain: the connection counts in all, but for no address. */
  peer: string | undefined;
  /** What messages are read from: the socket itself, or the TLS connection over it; undefined before the handshake. */
  reader: Socket | undefined;
}

/** The open connections of all stream listeners: the limits count them together, and a full queue pauses them together. */
export class Connections {
  readonly #sockets = new Map<Socket, Entry>();
  readonly #perAddress = new Map<string, number>();
  #paused = false;

  get size(): number {
    return this.#sockets.size;
  }

  from(peer: string): number {
    return this.#perAddress.get(peer) ?? 0;
  }

  /** Counts a connection until it closes. */
  add(socket: Socket, closed: () => void): void {
    this.#sockets.set(socket, { peer: undefined, reader: undefined });
    socket.once("close", () => {
      this.#remove(socket);
      closed();
    });
  }

  /** The connection comes from this address. */
  name(socket: Socket, peer: string): void {
    const entry = this.#sockets.get(socket);
    if (!entry || entry.peer !== undefined) return;
    entry.peer = peer;
    this.#perAddress.set(peer, this.from(peer) + 1);
  }

  /** Messages of the connection are read from here. */
  read(socket: Socket, reader: Socket): void {
    const entry = this.#sockets.get(socket);
    if (entry) entry.reader = reader;
    if (this.#paused) reader.pause();
  }

  #remove(socket: Socket): void {
    const peer = this.#sockets.get(socket)?.peer;
    this.#sockets.delete(socket);
    if (peer === undefined) return;
    const left = this.from(peer) - 1;
    if (left > 0) this.#perAddress.set(peer, left);
    else this.#perAddress.delete(peer);
  }

  get paused(): boolean {
    return this.#paused;
  }

  pause(paused: boolean): void {
    if (this.#paused === paused) return;
    this.#paused = paused;
    for (const { reader } of this.#sockets.values()) paused ? reader?.pause() : reader?.resume();
  }

  /** Resolves when every connection has handed over what it held. */
  async destroy(): Promise<void> {
    const sockets = [...this.#sockets].map(([socket, { reader }]) => reader ?? socket);
    await Promise.all(sockets.map((socket) => once(socket.destroy(), "close")));
  }
}
