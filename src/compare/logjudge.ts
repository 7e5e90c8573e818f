import type { Verdict } from "../model/finding.ts";
import type { Observation } from "../model/observation.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import type { Baseline } from "./baseline.ts";
import { mechanismFamily } from "./key.ts";
import { judgeObservation } from "./observationjudge.ts";
import { sessionInWords } from "./sessionjudge.ts";

/**
 * Judges what a device's own log of commands tells. A session that the config still states is judged by the config; one
 * that it no longer states was there, and somebody took it away again. The log tells no times.
 * @param now ISO 8601
 */
export function judgeLog(
  config: SnapshotRecord,
  observations: readonly Observation[],
  baseline: Baseline,
  now: string,
): Verdict[] {
  return observations
    .filter(({ session }) => session !== undefined && !states(config, session))
    .flatMap((observation) => judgeObservation({ ...observation, device: config.device }, baseline, now))
    .map((verdict) => ({ ...verdict, why: why(verdict) }));
}

function states({ sessions }: SnapshotRecord, session: NonNullable<Observation["session"]>): boolean {
  const family = mechanismFamily(session.mechanism);
  return sessions.some(
    ({ name, mechanism }) => name === session.name && mechanismFamily(mechanism) === family,
  );
}

function why({ actor = "somebody", from, observed, session }: Verdict): string {
  const who = from === undefined ? actor : `${actor} on ${from}`;
  const what = observed ? sessionInWords(observed) : `mirror session ${session}`;
  return `the device's own log of commands says that ${who} typed: ${what}; the config does not state it, and no approval covers it`;
}
