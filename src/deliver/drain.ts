import { Fault } from "../model/fault.ts";
import { bell } from "./bell.ts";
import type { Connection, Ending } from "./connection.ts";
import { backoffMs, defaultPace, type Pace, tokenBucket } from "./pace.ts";
import type { SenderCounters, SenderOptions } from "./sender.ts";
import type { Release } from "./turn.ts";
import { Window } from "./window.ts";

/** The loop of a sender: connect, write, settle; when the connection is gone, rest and begin again with what is unsettled. */
export class Drain {
  readonly counters: SenderCounters = {
    written: 0,
    resent: 0,
    settled: 0,
    connected: 0,
    failed: 0,
    broken: 0,
  };
  readonly #options: SenderOptions;
  readonly #pace: Pace;
  readonly #now: () => number;
  readonly #bell = bell();
  readonly #bucket: ReturnType<typeof tokenBucket>;
  readonly #window: Window;
  readonly #abort = new AbortController();
  /** The highest event that was ever written: up to it, writing is a repeat. */
  #highest = 0;
  /** Connections and attempts in a row that settled nothing. */
  #vain = 0;
  #stopping = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#pace = { ...defaultPace, ...options.pace };
    this.#now = options.now ?? Date.now;
    this.#bucket = tokenBucket(this.#pace, this.#now);
    this.#window = new Window(options.store, this.#pace, this.#now);
  }

  wake(): void {
    this.#bell.ring();
  }

  stop(limit: number): void {
    this.#stopping = true;
    this.#bell.ring();
    setTimeout(() => {
      this.#abort.abort();
      this.#bell.ring();
    }, limit).unref();
  }

  /** Resolves after `stop()`: is the outbox empty? */
  async run(): Promise<boolean> {
    const release = await this.#turn();
    try {
      return release ? await this.#run() : !this.#pending();
    } finally {
      release?.();
    }
  }

  /** Waits until no other process drains this outbox; undefined when a stop comes first. */
  async #turn(): Promise<Release | undefined> {
    for (let looks = 0; ; looks++) {
      const release = this.#options.turn === undefined ? () => {} : this.#options.turn();
      if (release || this.#stopping) return release;
      if (looks === 1)
        this.#tell("another process delivers the events of this database; waiting for my turn");
      await this.#bell.wait(this.#pace.poll);
    }
  }

  /** The first connection is made at once, so that a wrong target shows. */
  async #run(): Promise<boolean> {
    for (let first = true; ; first = false) {
      if (this.#stopping && (this.#abort.signal.aborted || !this.#pending())) return !this.#pending();
      if (first || this.#pending()) await this.#oneConnection();
      else await this.#bell.wait(this.#pace.poll);
    }
  }

  async #oneConnection(): Promise<void> {
    this.#vain++;
    const connection = await this.#dial();
    if (connection) {
      const ending = await this.#serve(connection);
      connection.destroy();
      this.#window.rewind();
      if (!ending.orderly) this.counters.broken++;
      if (!ending.orderly) this.#tell(`the connection broke: ${ending.reason}`);
    }
    if (this.#vain > 0 && this.#pending()) await this.#rest();
  }

  async #dial(): Promise<Connection | undefined> {
    try {
      const connection = await this.#options.dial(this.#abort.signal);
      this.counters.connected++;
      return connection;
    } catch (error) {
      this.counters.failed++;
      this.#tell(`cannot connect: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** A stop cuts one rest short: the receiver gets a last chance at once. */
  async #rest(): Promise<void> {
    const pause = backoffMs(this.#vain - 1, this.#pace.backoff, this.#options.random ?? Math.random);
    const until = this.#now() + pause;
    const stopping = this.#stopping;
    while (this.#now() < until && this.#stopping === stopping && !this.#abort.signal.aborted)
      await this.#bell.wait(until - this.#now());
  }

  /** Is anything in the outbox? A store that cannot be read may well hold something. */
  #pending(): boolean {
    try {
      return this.#window.pending();
    } catch (error) {
      this.#tell(faultOnly(error).message);
      return true;
    }
  }

  /** Uses one connection until it is over or there is nothing left to do. */
  async #serve(connection: Connection): Promise<Ending> {
    let over: Ending | undefined;
    void connection.over.then((ending) => {
      over = ending;
      this.#bell.ring();
    });
    try {
      while (over === undefined) {
        const broken = await this.#writeSome(connection);
        if (broken) return over ?? broken;
        this.#settled(this.#window.settleRipe(connection.unacknowledged));
        if (this.#stopping && (this.#abort.signal.aborted || this.#window.exhausted()))
          return await this.#close(connection);
        await this.#bell.wait(this.#waitMs());
      }
      if (over.orderly) this.#settled(this.#window.settleAll());
      return over;
    } catch (error) {
      return { orderly: false, reason: faultOnly(error).message };
    }
  }

  /** Writes as long as there is something and the pace allows it. */
  async #writeSome(connection: Connection): Promise<Ending | undefined> {
    for (;;) {
      const ahead = this.#window.next();
      const count = this.#bucket.take(Math.min(this.#pace.batch, ahead.length));
      if (count === 0 || this.#abort.signal.aborted) return undefined;
      const lines = ahead.slice(0, count).map(({ event }) => this.#options.format(event));
      const broken = await connection.send(lines).then(
        () => undefined,
        (error: Error): Ending => ({ orderly: false, reason: error.message }),
      );
      for (const { seq } of this.#window.written(lines)) this.#count(seq);
      if (broken) return broken;
      this.#settled(this.#window.settleRipe(connection.unacknowledged));
    }
  }

  #count(seq: number): void {
    this.counters.written++;
    if (seq <= this.#highest) this.counters.resent++;
    this.#highest = Math.max(this.#highest, seq);
  }

  #settled(count: number): void {
    this.counters.settled += count;
    if (count > 0) this.#vain = 0;
  }

  async #close(connection: Connection): Promise<Ending> {
    const ending = await connection.end();
    if (ending.orderly) this.#settled(this.#window.settleAll());
    return ending;
  }

  #waitMs(): number {
    const { poll } = this.#pace;
    const tokens = this.#window.next().length > 0 ? this.#bucket.waitMs() : poll;
    return Math.max(1, Math.min(this.#window.dueMs() ?? poll, poll, tokens));
  }

  #tell(what: string): void {
    this.#options.incident?.(what);
  }
}

/** A store in trouble is waited for; anything else is a bug and ends the sender. */
function faultOnly(error: unknown): Fault {
  if (error instanceof Fault) return error;
  throw error;
}
