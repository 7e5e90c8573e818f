/** Below this a chunk is appended to the rest, and above it the rest is put in front of the chunk: what is copied is the smaller. */
const manyTimes = 4;
const leastRoom = 512;

/** The unfinished rest of a stream, grown by doubling, so that a sender of single bytes costs no more than any other. */
export class Carry {
  #store = Buffer.alloc(0);
  length = 0;

  /**
   * The rest and the next bytes as one; without a rest, the bytes themselves. `room`: bytes in front of the chunk, in the same
   * buffer, that may be written over.
   */
  join(chunk: Uint8Array, room = 0): Uint8Array {
    if (this.length === 0) return chunk;
    if (this.length <= room && this.length <= manyTimes * chunk.length) return this.#before(chunk);
    const total = this.length + chunk.length;
    if (total > this.#store.length) this.#grow(Math.max(total, 2 * this.#store.length));
    this.#store.set(chunk, this.length);
    return this.#store.subarray(0, total);
  }

  #before(chunk: Uint8Array): Uint8Array {
    const total = this.length + chunk.length;
    const whole = new Uint8Array(chunk.buffer, chunk.byteOffset - this.length, total);
    whole.set(this.#store.subarray(0, this.length));
    return whole;
  }

  /** Keeps what begins at `from`; `bytes` came from `join`. */
  keep(bytes: Uint8Array, from: number): void {
    this.length = bytes.length - from;
    const own = bytes.buffer === this.#store.buffer;
    if (own && from === 0) return;
    // What one long message needed is given back when it is over.
    if (this.length > this.#store.length || (own && this.#store.length > leastRoom))
      this.#store = Buffer.allocUnsafeSlow(this.length === 0 ? 0 : Math.max(leastRoom, this.length));
    this.#store.set(bytes.subarray(from));
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafeSlow(size);
    this.#store.copy(larger, 0, 0, this.length);
    this.#store = larger;
  }
}
