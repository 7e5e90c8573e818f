import { type Breaker, loginBreaker } from "./breaker.ts";
import { failed, type PullFailure } from "./failure.ts";
import { lanes } from "./lane.ts";
import type { PullTarget } from "./target.ts";

export interface ScheduleLimits {
  readonly sessions: number;
  readonly perJump: number;
  readonly startsPerSecond: number;
}

/** What the scheduler must know of a pull that is over. */
export interface Ended {
  readonly login: "accepted" | "refused" | "unsaid";
  /** Once more, after a while. */
  readonly again: boolean;
}

export interface ScheduleOptions<R> {
  readonly limits: ScheduleLimits;
  /** Never rejects but for a bug. */
  readonly pull: (target: PullTarget, attempt: number, stop: AbortSignal) => Promise<R>;
  readonly ended: (result: R) => Ended;
  /** The result of a device that is not tried at all. */
  readonly untried: (target: PullTarget, failure: PullFailure) => R;
  /** 0 to 1, for the jitter between two starts. */
  readonly random: () => number;
  readonly now: () => number;
}

/** Pulls devices side by side; more may be added while it runs. */
export interface Schedule<R> {
  add(targets: readonly PullTarget[]): void;
  /** Results as they come; ends when nothing is left and `close` was called. To be iterated once. */
  results(): AsyncGenerator<R>;
  /** Nothing more will be added. */
  close(): void;
  /** Ends what runs; what waits is told as stopped. */
  stop(): void;
}

/** Milliseconds before a device is tried again: some systems take one connection a second. */
const again = 2_000;

export function pullSchedule<R>(options: ScheduleOptions<R>): Schedule<R> {
  return new Scheduler(options);
}

class Scheduler<R> implements Schedule<R> {
  readonly #options: ScheduleOptions<R>;
  readonly #breaker: Breaker = loginBreaker();
  readonly #lanes = lanes();
  readonly #stopping = new AbortController();
  readonly #ready: R[] = [];
  #failure: unknown;
  #running = 0;
  #next = 0;
  #closed = false;
  #wake = () => {};
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ScheduleOptions<R>) {
    this.#options = options;
  }

  add(targets: readonly PullTarget[]): void {
    for (const target of targets) this.#lanes.put({ target, attempt: 1, notBefore: 0 });
    this.#turn();
  }

  close(): void {
    this.#closed = true;
    this.#turn();
  }

  stop(): void {
    this.#closed = true;
    this.#stopping.abort();
    this.#turn();
  }

  async *results(): AsyncGenerator<R> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      const result = this.#ready.shift();
      if (result !== undefined) yield result;
      else if (this.#closed && this.#running === 0 && this.#lanes.size() === 0) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Starts whatever may start now. */
  #turn(): void {
    clearTimeout(this.#timer);
    while (this.#step());
    this.#wake();
  }

  #step(): boolean {
    const { limits, now } = this.#options;
    if (this.#stopping.signal.aborted) return this.#refuseOne("stopped", "the run ended before its turn");
    const held = this.#lanes.take((lane) => this.#breaker.state(lane.credentials) === "held");
    if (held !== undefined) return this.#refuse(held.target, heldFailure(held.target));
    if (this.#running >= limits.sessions || this.#lanes.size() === 0) return false;
    const time = now();
    if (time < this.#next) return this.#later(this.#next - time);
    const entry = this.#lanes.take((lane, busy) => this.#mayStart(lane.credentials, lane.jump, busy), time);
    if (entry === undefined) return this.#later(this.#lanes.wait(time));
    this.#next = time + (1000 / limits.startsPerSecond) * (0.5 + this.#options.random());
    void this.#run(entry);
    return true;
  }

  #mayStart(credentials: string, jump: string | null, busy: number): boolean {
    if (jump !== null && busy >= this.#options.limits.perJump) return false;
    return this.#breaker.state(credentials) === "open";
  }

  #later(milliseconds: number): false {
    if (Number.isFinite(milliseconds)) this.#timer = setTimeout(() => this.#turn(), Math.ceil(milliseconds));
    return false;
  }

  async #run({ target, attempt }: { target: PullTarget; attempt: number }): Promise<void> {
    const { pull, ended, now } = this.#options;
    this.#running += 1;
    this.#breaker.begin(target.credentials);
    try {
      const result = await pull(target, attempt, this.#stopping.signal);
      const { login, again: retry } = ended(result);
      this.#breaker.end(target.credentials, login);
      if (retry && attempt === 1 && !this.#stopping.signal.aborted)
        this.#lanes.put({ target, attempt: 2, notBefore: now() + again });
      else this.#ready.push(result);
    } catch (bug) {
      this.#failure ??= bug;
    }
    this.#lanes.done(target);
    this.#running -= 1;
    this.#turn();
  }

  #refuseOne(kind: "stopped", why: string): boolean {
    const entry = this.#lanes.take(() => true);
    return entry !== undefined && this.#refuse(entry.target, failed(kind, why).failure);
  }

  #refuse(target: PullTarget, failure: PullFailure): true {
    this.#lanes.done(target);
    this.#ready.push(this.#options.untried(target, failure));
    return true;
  }
}

function heldFailure({ credentials }: PullTarget): PullFailure {
  return failed("auth-held", `credential set ${credentials} was refused by one device after the other`)
    .failure;
}
