import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import type { KernelCalls } from "./kernelcall.ts";
import type { Slab } from "./slab.ts";

export interface PumpedSocket {
  readonly descriptor: number;
  /** Takes what a slot holds. */
  readonly take: (slab: Slab, slot: number) => void;
  readonly failed: (errno: number) => void;
}

const pollMs = 100;
const readable = 1;
const dontWait = 0x40;
const again = 11;
/** Batches of one socket before the others, and whatever else the thread does, have their turn. */
const batchesInTurn = 8;
/** While datagrams keep coming they are left to gather for a moment, so that one call takes many. */
const gatherMs = 3;

/** Empties the sockets of a thread, many datagrams with each call. Waiting costs one thread of the pool, however many there are. */
export class DatagramPump {
  readonly #calls: KernelCalls;
  readonly #slab: Slab;
  readonly #sockets = new Set<PumpedSocket>();
  #running: Promise<void> | undefined;

  constructor(calls: KernelCalls, slab: Slab) {
    this.#calls = calls;
    this.#slab = slab;
  }

  add(socket: PumpedSocket): void {
    this.#sockets.add(socket);
    this.#running ??= this.#run();
  }

  /** Hands over what has arrived; afterwards the socket is not touched any more. */
  async remove(socket: PumpedSocket): Promise<void> {
    while (this.#sockets.has(socket) && this.#drain(socket, batchesInTurn) > 0) await nextTurn();
    this.#sockets.delete(socket);
    if (this.#sockets.size === 0) await this.#running;
    else await pause(pollMs + 50);
  }

  async #run(): Promise<void> {
    for (let woken = false; this.#sockets.size > 0; ) {
      let taken = 0;
      for (const socket of this.#sockets) taken += this.#drain(socket, batchesInTurn);
      // Woken by something that cannot be read: a socket in trouble must not keep the thread busy.
      if (taken === 0 && woken) await pause(gatherMs);
      woken = taken === 0;
      if (taken === 0) await this.#wait();
      else if (taken >= this.#slab.slots * batchesInTurn) await nextTurn();
      else await pause(gatherMs);
    }
    this.#running = undefined;
  }

  async #wait(): Promise<void> {
    const sockets = [...this.#sockets];
    const asked = Buffer.alloc(8 * sockets.length);
    for (const [at, { descriptor }] of sockets.entries()) {
      asked.writeInt32LE(descriptor, 8 * at);
      asked.writeInt16LE(readable, 8 * at + 4);
    }
    await this.#calls.poll(asked, sockets.length, pollMs);
  }

  #drain(socket: PumpedSocket, batches: number): number {
    const slab = this.#slab;
    let taken = 0;
    for (let batch = 0; batch < batches; batch++) {
      const count = this.#calls.recvmmsg(socket.descriptor, slab.headers, slab.slots, dontWait, null);
      if (count < 0) {
        if (-count !== again) socket.failed(-count);
        return taken;
      }
      for (let slot = 0; slot < count; slot++) socket.take(slab, slot);
      taken += count;
      if (count < slab.slots) return taken;
    }
    return taken;
  }
}
