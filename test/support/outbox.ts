import type { OutboxRow } from "../../src/store/store.ts";
import { anEvent } from "./mirrorevent.ts";

/** The part of a store that a sender sees, in memory. */
export class MemoryOutbox {
  readonly rows: OutboxRow[] = [];
  sentUpTo = 0;
  /** Thrown by the next calls while it is set. */
  trouble: Error | undefined;

  add(count: number): void {
    for (let at = 0; at < count; at++) {
      const seq = this.rows.length + 1;
      this.rows.push({ seq, event: anEvent({ uuid: `event-${seq}` }) });
    }
  }

  outbox(limit: number): readonly OutboxRow[] {
    if (this.trouble) throw this.trouble;
    return this.rows.slice(this.sentUpTo, this.sentUpTo + limit);
  }

  markSent(upTo: number): void {
    if (this.trouble) throw this.trouble;
    this.sentUpTo = Math.max(this.sentUpTo, upTo);
  }
}
