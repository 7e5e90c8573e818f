/** Keeps a wrong secret from locking an account on every device: one set, one breaker. */
export interface Breaker {
  /** May a login with the set be begun now? `held`: never again in this run. */
  state(set: string): "open" | "wait" | "held";
  begin(set: string): void;
  /** `refused`: the device refused the secret; `unsaid`: it never came to that. */
  end(set: string, outcome: "accepted" | "refused" | "unsaid"): void;
}

/** Refusals one after the other after which a set is held. */
const mostRefusals = 3;

interface Set {
  accepted: boolean;
  refusals: number;
  running: number;
}

/** Until a set is known to be good, and again after each refusal, one device at a time is tried with it. */
export function loginBreaker(): Breaker {
  const sets = new Map<string, Set>();
  const of = (name: string): Set => {
    const set = sets.get(name) ?? { accepted: false, refusals: 0, running: 0 };
    sets.set(name, set);
    return set;
  };
  return {
    state: (name) => {
      const { accepted, refusals, running } = of(name);
      if (refusals >= mostRefusals) return "held";
      return running > 0 && (!accepted || refusals > 0) ? "wait" : "open";
    },
    begin: (name) => {
      of(name).running += 1;
    },
    end: (name, outcome) => {
      const set = of(name);
      set.running -= 1;
      if (outcome === "accepted") Object.assign(set, { accepted: true, refusals: 0 });
      if (outcome === "refused") set.refusals += 1;
    },
  };
}
