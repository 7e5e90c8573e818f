/** An event that was written and is not marked as sent yet. */
interface Written {
  readonly seq: number;
  /** When it was written for the first time, on whichever connection; milliseconds. */
  readonly first: number;
  /** Bytes of this connection up to and with this event. */
  readonly end: number;
}

/**
 * The events between "written" and "marked as sent". A write that succeeded only filled the kernel's buffer, so an event
 * settles when the far end's kernel has acknowledged it and some time has passed in which the far end could have died with
 * it. After an abnormal close the unsettled events are written again. The time counts from the first writing, so that a
 * receiver that closes again and again cannot hold up the queue for ever.
 */
export class Unsettled {
  #written: Written[] = [];
  #first = new Map<number, number>();
  #bytes = 0;

  get size(): number {
    return this.#written.length;
  }

  /** The last event written on this connection; 0: none. */
  get last(): number {
    return this.#written.at(-1)?.seq ?? 0;
  }

  add(seq: number, bytes: number, now: number): void {
    this.#bytes += bytes;
    const first = this.#first.get(seq) ?? now;
    this.#first.set(seq, first);
    this.#written.push({ seq, first, end: this.#bytes });
  }

  /** The connection is gone; what is not settled will be written again. */
  rewind(): void {
    this.#written = [];
    this.#bytes = 0;
  }

  /**
   * Takes out what is settled and returns its numbers. `unacknowledged`: bytes that the far end's kernel has not acknowledged;
   * `before`: only events first written until then.
   */
  settle(before: number, unacknowledged: number): readonly number[] {
    const taken = this.#bytes - unacknowledged;
    const open = this.#written.findIndex(({ first, end }) => first > before || end > taken);
    const settled = this.#written.splice(0, open < 0 ? this.#written.length : open).map(({ seq }) => seq);
    for (const seq of settled) this.#first.delete(seq);
    return settled;
  }

  /** Milliseconds until the oldest can settle; undefined when there is none. */
  due(now: number, settle: number): number | undefined {
    const oldest = this.#written[0];
    return oldest && Math.max(0, oldest.first + settle - now);
  }
}
