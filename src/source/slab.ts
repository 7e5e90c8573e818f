import type { KernelCalls } from "./kernelcall.ts";

/** Bytes of `struct mmsghdr`, `struct iovec` and the largest socket address that is taken (socket(7), 64 bits). */
const headerBytes = 64;
const vectorBytes = 16;
const addressBytes = 32;
const truncated = 0x20;

/**
 * Room for many datagrams at once, laid out as recvmmsg(2) wants it, made once and used again and again. Pages that no
 * datagram reaches cost nothing, so a slot may be as large as the longest message.
 */
export class Slab {
  readonly slots: number;
  readonly headers: Buffer;
  readonly bytes: Buffer;
  readonly #stride: number;
  readonly #addresses: Buffer;
  readonly #vectors: Buffer;
  readonly #words: Int32Array;
  readonly #hosts: Uint32Array;
  readonly #peers = new Map<number, string>();

  constructor(calls: Pick<KernelCalls, "addressOf">, slots: number, slotBytes: number) {
    this.slots = slots;
    // Slots at a power of two apart would all compete for the same lines of the processor's cache.
    this.#stride = Math.ceil(slotBytes / 64) * 64 + 576;
    this.bytes = Buffer.allocUnsafeSlow(slots * this.#stride);
    this.headers = Buffer.alloc(slots * headerBytes);
    this.#vectors = Buffer.alloc(slots * vectorBytes);
    this.#addresses = Buffer.alloc(slots * addressBytes);
    this.#words = wordsOf(this.headers);
    this.#hosts = new Uint32Array(this.#addresses.buffer, this.#addresses.byteOffset, slots * 8);
    const [bytes, vectors, addresses] = [this.bytes, this.#vectors, this.#addresses].map(calls.addressOf);
    for (let slot = 0; slot < slots; slot++) {
      const header = slot * headerBytes;
      this.headers.writeBigUInt64LE(addresses! + BigInt(slot * addressBytes), header);
      this.headers.writeUInt32LE(addressBytes, header + 8);
      this.headers.writeBigUInt64LE(vectors! + BigInt(slot * vectorBytes), header + 16);
      this.headers.writeBigUInt64LE(1n, header + 24);
      this.#vectors.writeBigUInt64LE(bytes! + BigInt(slot * this.#stride), slot * vectorBytes);
      this.#vectors.writeBigUInt64LE(BigInt(slotBytes), slot * vectorBytes + 8);
    }
  }

  /** Where the datagram of a slot begins in `bytes`, how long it is, and whether it was longer. */
  from(slot: number): number {
    return slot * this.#stride;
  }

  length(slot: number): number {
    return this.#words[slot * 16 + 14]!;
  }

  cut(slot: number): boolean {
    return (this.#words[slot * 16 + 12]! & truncated) !== 0;
  }

  /** The sender's address; an IPv4 sender on an IPv6 socket is the same device as on an IPv4 one. */
  peer(slot: number): string {
    const at = slot * 8;
    const family = this.#hosts[at]! & 0xffff;
    if (family === 2) return this.#four(this.#hosts[at + 1]!);
    const mapped =
      this.#hosts[at + 2] === 0 && this.#hosts[at + 3] === 0 && this.#hosts[at + 4] === 0xffff0000;
    return mapped ? this.#four(this.#hosts[at + 5]!) : six(this.#addresses, slot * addressBytes + 8);
  }

  /** Text of an address that is seen again and again. */
  #four(word: number): string {
    const known = this.#peers.get(word);
    if (known !== undefined) return known;
    if (this.#peers.size >= 10_000) this.#peers.clear();
    const text = [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24].join(".");
    this.#peers.set(word, text);
    return text;
  }
}

function six(bytes: Buffer, from: number): string {
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(from + 2 * at).toString(16));
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

function wordsOf(buffer: Buffer): Int32Array {
  return new Int32Array(buffer.buffer, buffer.byteOffset, buffer.length / 4);
}
