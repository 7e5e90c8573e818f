import { judgeSession } from "../compare/sessionjudge.ts";
import type { Verdict } from "../model/finding.ts";
import type { MirrorSession } from "../model/session.ts";
import type { Store } from "./store.ts";

/** The sessions of one device. */
export interface FleetDevice {
  readonly device: string;
  readonly os: string;
  readonly sessions: readonly MirrorSession[];
}

export interface FleetComparison {
  readonly compared: number;
  /** One for each session that no approval covers. */
  readonly verdicts: readonly Verdict[];
}

/** Devices whose approvals are looked up in one query. */
const block = 256;

/** Compares the sessions of many devices with one consistent view of the baseline. @param now ISO 8601 */
export function compareFleet(store: Store, fleet: readonly FleetDevice[], now: string): FleetComparison {
  return store.reading(() => {
    const baseline = store.baseline();
    const verdicts: Verdict[] = [];
    let compared = 0;
    for (let start = 0; start < fleet.length; start += block) {
      const devices = fleet.slice(start, start + block);
      baseline.lookAhead(
        devices.flatMap(({ device, sessions }) => sessions.map(({ name }) => ({ device, session: name }))),
      );
      for (const device of devices) {
        for (const session of device.sessions) {
          compared += 1;
          const verdict = judgeSession(device, session, baseline, now);
          if (verdict) verdicts.push(verdict);
        }
      }
    }
    return { compared, verdicts };
  });
}
