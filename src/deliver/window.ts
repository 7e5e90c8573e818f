import type { OutboxRow, Store } from "../store/store.ts";
import type { Pace } from "./pace.ts";
import { Unsettled } from "./unsettled.ts";

/** The part of the outbox that a connection works on: rows read ahead, rows written, rows settled. */
export class Window {
  readonly #store: Pick<Store, "outbox" | "markSent">;
  readonly #pace: Pace;
  readonly #now: () => number;
  readonly #unsettled = new Unsettled();
  /** Read from the outbox and not written on this connection yet. */
  #ahead: readonly OutboxRow[] = [];

  constructor(store: Pick<Store, "outbox" | "markSent">, pace: Pace, now: () => number) {
    this.#store = store;
    this.#pace = pace;
    this.#now = now;
  }

  /** Is anything in the outbox that is not settled? @throws Fault of the store */
  pending(): boolean {
    return this.#store.outbox(1).length > 0;
  }

  /** The next rows to write; they stay the next ones until they are written. @throws Fault of the store */
  next(): readonly OutboxRow[] {
    if (this.#ahead.length === 0) this.#ahead = this.#read();
    return this.#ahead;
  }

  /** The rows after those that are written and not marked yet. */
  #read(): readonly OutboxRow[] {
    const { size, last } = this.#unsettled;
    const room = Math.min(this.#pace.window - size, 10 * this.#pace.batch);
    return room <= 0 ? [] : this.#store.outbox(size + room).filter(({ seq }) => seq > last);
  }

  /** Nothing is left to write; an unsettled window that is full may hide more. @throws Fault of the store */
  exhausted(): boolean {
    return this.next().length === 0 && this.#unsettled.size < this.#pace.window;
  }

  /** The first rows of `next()` were written as these lines. */
  written(lines: readonly string[]): readonly OutboxRow[] {
    const rows = this.#ahead.slice(0, lines.length);
    this.#ahead = this.#ahead.slice(lines.length);
    for (const [at, { seq }] of rows.entries())
      this.#unsettled.add(seq, Buffer.byteLength(lines[at]!) + 1, this.#now());
    return rows;
  }

  /** The connection is gone: what is not settled will be written again. */
  rewind(): void {
    this.#unsettled.rewind();
    this.#ahead = [];
  }

  /** Marks what is old enough and acknowledged; returns how many. @throws Fault of the store */
  settleRipe(unacknowledged: () => number | undefined): number {
    const now = this.#now();
    if (this.#unsettled.due(now, this.#pace.settle) !== 0) return 0;
    return this.#mark(this.#unsettled.settle(now - this.#pace.settle, unacknowledged() ?? 0));
  }

  /** The far end has everything that was written. @throws Fault of the store */
  settleAll(): number {
    return this.#mark(this.#unsettled.settle(Number.POSITIVE_INFINITY, 0));
  }

  #mark(settled: readonly number[]): number {
    const last = settled.at(-1);
    if (last !== undefined) this.#store.markSent(last, new Date(this.#now()).toISOString());
    return settled.length;
  }

  /** Milliseconds until something can settle; undefined when nothing is written. */
  dueMs(): number | undefined {
    const { settle } = this.#pace;
    const due = this.#unsettled.due(this.#now(), settle);
    return due === undefined ? undefined : Math.max(due, Math.min(100, settle));
  }
}
