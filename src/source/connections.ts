import { once } from "node:events";
import type { Socket } from "node:net";

/** The open connections of all TCP listeners: the limits count them together, and a full queue pauses them together. */
export class Connections {
  readonly #sockets = new Map<Socket, string>();
  readonly #perAddress = new Map<string, number>();
  #paused = false;

  get size(): number {
    return this.#sockets.size;
  }

  from(peer: string): number {
    return this.#perAddress.get(peer) ?? 0;
  }

  add(socket: Socket, peer: string): void {
    this.#sockets.set(socket, peer);
    this.#perAddress.set(peer, this.from(peer) + 1);
    if (this.#paused) socket.pause();
  }

  remove(socket: Socket): void {
    const peer = this.#sockets.get(socket);
    if (peer === undefined) return;
    this.#sockets.delete(socket);
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
    for (const socket of this.#sockets.keys()) paused ? socket.pause() : socket.resume();
  }

  /** Resolves when every connection has handed over what it held. */
  async destroy(): Promise<void> {
    const sockets = [...this.#sockets.keys()];
    await Promise.all(sockets.map((socket) => once(socket.destroy(), "close")));
  }
}
