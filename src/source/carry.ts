/** The unfinished rest of a stream, grown by doubling, so that a sender of single bytes costs no more than any other. */
export class Carry {
  #store = Buffer.alloc(0);
  length = 0;

  /** The rest and the next bytes as one; without a rest, the bytes themselves. */
  join(chunk: Uint8Array): Uint8Array {
    if (this.length === 0) return chunk;
    const total = this.length + chunk.length;
    if (total > this.#store.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(total, 2 * this.#store.length));
      this.#store.copy(larger, 0, 0, this.length);
      this.#store = larger;
    }
    this.#store.set(chunk, this.length);
    return this.#store.subarray(0, total);
  }

  /** Keeps what begins at `from`; `bytes` came from `join`. */
  keep(bytes: Uint8Array, from: number): void {
    this.length = bytes.length - from;
    const own = bytes.buffer === this.#store.buffer;
    if (own && from === 0) return;
    this.#store = Buffer.allocUnsafeSlow(this.length);
    this.#store.set(bytes.subarray(from));
  }
}
