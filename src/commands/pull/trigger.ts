/** When a device shall be pulled because of what its log says. Without a clock of its own. */
export interface Trigger {
  /** A message said that something may have changed on a device. */
  heard(device: string, at: number): void;
  /** How the pull of a device ended. */
  ended(device: string, whole: boolean, at: number): Outcome;
  /** Devices whose time has come; they count as being pulled until `ended`. */
  due(at: number): readonly Due[];
  /** Milliseconds until something may be due; infinite when nothing waits. */
  wait(at: number): number;
}

export interface Due {
  readonly device: string;
  /** When the first message came that the pull answers. */
  readonly since: number;
}

/** `again`: it will be tried once more by itself; `given-up`: nobody could see what changed. */
export type Outcome = "seen" | "again" | "given-up";

export interface TriggerPace {
  /** Milliseconds of silence after a message: people type more than one line. */
  readonly quiet: number;
  /** A pull comes this long after the first message at the latest. */
  readonly most: number;
  /** Between two pulls of one device. */
  readonly floor: number;
  /** Before each further try of a pull that failed. */
  readonly retries: readonly number[];
}

export const triggerPace: TriggerPace = {
  quiet: 20_000,
  most: 120_000,
  floor: 60_000,
  retries: [60_000, 300_000, 900_000],
};

interface Waiting {
  since: number;
  at: number;
}

interface State {
  /** What is to be pulled, and when. */
  waiting?: Waiting | undefined;
  /** What is being pulled. */
  running?: Waiting | undefined;
  /** When the last pull began. */
  began: number;
  tries: number;
}

export function pullTrigger(pace: TriggerPace = triggerPace): Trigger {
  const states = new Map<string, State>();
  const of = (device: string): State => {
    const state = states.get(device) ?? { began: Number.NEGATIVE_INFINITY, tries: 0 };
    states.set(device, state);
    return state;
  };
  const timeOf = ({ waiting, began }: State): number =>
    waiting === undefined ? Number.POSITIVE_INFINITY : Math.max(waiting.at, began + pace.floor);
  return {
    heard: (device, at) => {
      const state = of(device);
      const since = state.waiting?.since ?? at;
      state.tries = 0;
      state.waiting = { since, at: Math.min(at + pace.quiet, since + pace.most) };
    },
    due: (at) => {
      const ready = [...states].filter(([, state]) => state.running === undefined && timeOf(state) <= at);
      return ready.map(([device, state]) => {
        const running = state.waiting!;
        Object.assign(state, { running, waiting: undefined, began: at });
        return { device, since: running.since };
      });
    },
    ended: (device, whole, at) => {
      const state = of(device);
      const since = state.running?.since ?? at;
      state.running = undefined;
      if (whole) {
        state.tries = 0;
        return "seen";
      }
      // A newer message has begun a pull of its own.
      if (state.waiting !== undefined) return "again";
      const pause = pace.retries[state.tries];
      if (pause === undefined) {
        state.tries = 0;
        return "given-up";
      }
      state.tries += 1;
      state.waiting = { since, at: at + pause };
      return "again";
    },
    wait: (at) => {
      const times = [...states.values()].filter(({ running }) => running === undefined).map(timeOf);
      return Math.max(0, Math.min(Number.POSITIVE_INFINITY, ...times) - at);
    },
  };
}
