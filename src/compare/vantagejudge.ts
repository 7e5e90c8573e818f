import type { Difference, Verdict } from "../model/finding.ts";
import { readRange, subtract, writeRange } from "../model/numberrange.ts";
import type { MirrorSession } from "../model/session.ts";
import type { ShownSession, ShowRecord } from "../model/show.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import type { Baseline } from "./baseline.ts";
import { mechanismFamily, textKey, vantageKey } from "./key.ts";
import { judgeSession, sessionInWords } from "./sessionjudge.ts";
import { sessionWeights, severityOf } from "./severity.ts";
import { hiddenDestinations, hiddenSources } from "./vantageends.ts";

/** What is known of the two vantages beside their records; from the profile and the config's text. */
export interface VantageManners {
  /** Mechanisms that exist without a line in the config. */
  readonly inherent?: readonly string[] | undefined;
  /** Mechanisms that are started by commands and that no config holds. */
  readonly started?: readonly string[] | undefined;
  /** Types of bundled interfaces in whose place members may be shown. */
  readonly bundles?: readonly string[] | undefined;
  /** VLANs for copies that the config defines (`100,400-402`); undefined when it would not hold them. */
  readonly remoteVlans?: string | undefined;
}

/**
 * Compares what a device shows with what its config says. A session or a VLAN for copies that is shown and not stated, or
 * shown with more than is stated, is `concealed`; a capture that commands started is judged by the baseline, as if it were
 * stated. What an output does not tell, and a config that is not whole, conclude nothing. Pure.
 * @param now ISO 8601
 */
export function judgeVantages(
  config: SnapshotRecord,
  shown: ShowRecord,
  manners: VantageManners,
  baseline: Baseline,
  now: string,
): Verdict[] {
  const sessions = shown.sessions.filter((session) => isSession(session, manners));
  const started = sessions.filter(({ mechanism }) => manners.started?.includes(mechanism));
  const stated = sessions.filter((session) => !started.includes(session));
  const news = started.filter((session) => statedAs(config, session).length === 0);
  return [
    ...news.flatMap((session) => judgeSession(config, session, baseline, now) ?? []),
    ...(config.complete ? stated.flatMap((session) => concealed(config, session, manners, baseline)) : []),
    ...(config.complete ? concealedVlans(config, shown, manners) : []),
  ];
}

/** Some systems show every number, used or not, and sessions that are there by themselves. */
function isSession(
  { mechanism, sources, destinations, tells }: ShownSession,
  manners: VantageManners,
): boolean {
  if (manners.inherent?.includes(mechanism)) return false;
  const hollow = sources.length === 0 && destinations.length === 0;
  return !(hollow && tells.includes("sources") && tells.includes("destinations"));
}

/** Sessions of the config that this one can be. */
function statedAs({ sessions }: SnapshotRecord, shown: ShownSession): readonly MirrorSession[] {
  const named = sessions.filter(({ name }) => name === shown.name);
  if (!shown.tells.includes("mechanism")) return named;
  const family = mechanismFamily(shown.mechanism);
  return named.filter(({ mechanism }) => mechanismFamily(mechanism) === family);
}

function concealed(
  config: SnapshotRecord,
  shown: ShownSession,
  manners: VantageManners,
  baseline: Baseline,
): Verdict[] {
  // A line that nobody could read may be the very one that states it.
  if (config.unread.some(({ text }) => text.split(/\s+/).includes(shown.name))) return [];
  const candidates = statedAs(config, shown).map((one) => differencesOf(one, shown, manners));
  if (candidates.some((differences) => differences.length === 0)) return [];
  const [nearest] = candidates.toSorted((one, other) => one.length - other.length);
  const { tells: _, ...observed } = shown;
  const near = baseline.forSession(config.device, shown.name);
  const what = `the device shows ${sessionInWords(observed)}`;
  const why = nearest
    ? `${what}; ${nearest[0]!.words}`
    : `${what}, and its config, which is whole, does not state this session`;
  return [
    {
      ...verdictOn(config, shown.name, vantageKey(config.device, observed), why),
      ...severityOf("concealed", sessionWeights(observed, near, [])),
      observed,
      differences: nearest ?? [absent(shown.name)],
    },
  ];
}

function differencesOf(
  stated: MirrorSession,
  shown: ShownSession,
  { bundles = [] }: VantageManners,
): readonly Difference[] {
  return [
    ...hiddenSources(stated, shown.sources, bundles),
    ...hiddenDestinations(stated, shown.destinations, bundles),
    ...hiddenState(stated, shown),
  ];
}

function hiddenState({ state }: MirrorSession, shown: ShownSession): readonly Difference[] {
  if (state !== "inactive" || shown.state !== "active" || !shown.tells.includes("state")) return [];
  const words = "the device says that it runs, and its config says that it is inactive";
  return [{ field: "state", approved: "inactive", observed: "active", words }];
}

function absent(name: string): Difference {
  return {
    field: "session",
    approved: "absent",
    observed: "shown",
    words: `session ${name} is shown and not stated`,
  };
}

function concealedVlans(
  config: SnapshotRecord,
  { remoteVlans }: ShowRecord,
  manners: VantageManners,
): Verdict[] {
  if (remoteVlans === undefined || manners.remoteVlans === undefined) return [];
  const used = config.sessions
    .flatMap(({ sources, destinations }) => [...sources, ...destinations])
    .flatMap(({ kind, name = "" }) =>
      kind === "vlan" || kind === "remote-vlan" ? (readRange(name) ?? []) : [],
    );
  const known = [...(readRange(manners.remoteVlans) ?? []), ...used];
  const hidden = writeRange(subtract(readRange(remoteVlans) ?? [], known));
  if (hidden === "") return [];
  const why = `the device has VLANs that carry copies (remote-span ${hidden}), and its config, which is whole, does not define them as such`;
  const key = textKey("vantage", config.device, `remote vlan ${hidden}`);
  const words = `remote VLAN ${hidden} is shown and not stated`;
  const differences = [
    { field: "vlans", approved: manners.remoteVlans || "none", observed: remoteVlans, words },
  ];
  return [
    {
      ...verdictOn(config, "", key, why),
      ...severityOf("concealed", [[-2, "no session uses them here"]]),
      differences,
    },
  ];
}

function verdictOn({ device, os }: SnapshotRecord, session: string, key: string, why: string) {
  return { kind: "concealed" as const, device, os, session, key, why, lines: [] };
}
