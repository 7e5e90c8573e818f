import { copyEnds, type EndsOf } from "../compare/copyend.ts";
import { definitionsOf } from "../compare/reference.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import type { Store } from "../store/store.ts";

/** Where copies end in the estate, as the store knows it and as this run sees it. */
export interface EstateEnds {
  readonly of: EndsOf;
  /** Sessions of these devices take the place of what was known of them; a text that is not whole takes nothing away. */
  readonly see: (snapshots: readonly SnapshotRecord[]) => void;
}

type Source = Pick<Store, "estate" | "definitions">;

export function estateEnds(store: Source): EstateEnds {
  let ends: EndsOf | undefined;
  const join = (snapshots: readonly SnapshotRecord[]) => {
    const whole = new Set(
      snapshots.filter(({ complete }) => complete).map(({ device }) => device.toLowerCase()),
    );
    const known = store.estate().filter(({ device }) => !whole.has(device.toLowerCase()));
    const seen = snapshots.flatMap(({ device, sessions }) =>
      sessions.map((session) => ({ device, session })),
    );
    return copyEnds([...known, ...seen], definitionsOf(store.definitions()));
  };
  return {
    of: (device, session) => {
      ends ??= join([]);
      return ends(device, session);
    },
    see: (snapshots) => {
      ends = join(snapshots);
    },
  };
}

const refreshMs = 30_000;

/** The same for a daemon: the estate is read again every half minute, and only when a copy leaves its device. */
export function refreshedEnds(store: Source, now: () => Date): EndsOf {
  let ends: EndsOf | undefined;
  let next = 0;
  return (device, session) => {
    if (ends === undefined || now().getTime() >= next) {
      ends = copyEnds(store.estate(), definitionsOf(store.definitions()));
      next = now().getTime() + refreshMs;
    }
    return ends(device, session);
  };
}
