import { withEnds } from "../../compare/estatejudge.ts";
import { withEvidence } from "../../compare/evidence.ts";
import { judgeSnapshot } from "../../compare/snapshotjudge.ts";
import { judgeVantages } from "../../compare/vantagejudge.ts";
import { hiddenSessions, judgeViews } from "../../compare/viewjudge.ts";
import type { Verdict } from "../../model/finding.ts";
import type { SnapshotRecord } from "../../model/snapshot.ts";
import type { Store } from "../../store/store.ts";
import { refreshedEnds } from "../copyends.ts";
import type { Audited } from "../round.ts";
import type { PullRecord } from "./pullrecord.ts";

export type PullStore = Pick<
  Store,
  "baseline" | "sessions" | "devices" | "recordSnapshot" | "recordPull" | "estate" | "definitions"
>;

/** Judges and stores what pulls bring; one transaction for each device. */
export interface Recorder {
  /** Undefined for a device that says nothing new: it was not tried. */
  record(pulled: PullRecord): Audited | undefined;
}

/** Failures of the run, not of the device: they make a finding only when the device was not seen for a while. */
const ofTheRun = new Set<string>(["stopped", "auth-held", "credential-unavailable"]);
const patience = 3 * 86_400_000;

/** Failures after which nothing that comes from the address can be trusted. */
const another = new Set<string>(["hostkey-changed", "hostkey-revoked"]);

export function pullRecorder(store: PullStore, by: "audit" | "watch", now: () => Date): Recorder {
  const baseline = store.baseline();
  const ends = refreshedEnds(store, now);
  const wholeAt = new Map(
    store.devices().map(({ name, lastComplete }) => [name.toLowerCase(), lastComplete] as const),
  );
  const judge = (
    snapshot: SnapshotRecord,
    { second, shown, failure }: PullRecord,
    at: string,
  ): readonly Verdict[] => {
    const known = store.sessions(snapshot.device);
    const verdicts = judgeSnapshot(snapshot, baseline, known, at);
    const views = second === undefined ? [] : judgeViews(snapshot, second);
    const vantages = shown ? judgeVantages(snapshot, shown.record, shown.manners, baseline, at) : [];
    return [
      ...verdicts.map((one) => (another.has(failure?.class ?? "") ? alarmed(one) : one)),
      ...views,
      ...vantages,
    ].map((one) => withEnds(one, ends));
  };
  return {
    record: (pulled) => {
      const { target, failure, hash, takenAt } = pulled;
      const at = now().toISOString();
      const last = wholeAt.get(target.name.toLowerCase()) ?? null;
      if (failure !== undefined && ofTheRun.has(failure.class) && isRecent(last, at)) return undefined;
      const snapshot = aged(united(pulled), last);
      const origin = originOf(pulled);
      const judged = judge(snapshot, pulled, at);
      // Two views number their lines apart.
      const texts = pulled.second === undefined ? pulled.texts : undefined;
      const verdicts = texts ? judged.map((one) => withEvidence(one, origin, texts)) : judged;
      const steps = store.recordSnapshot({ snapshot, hash, origin, verdicts, by, at, takenAt });
      store.recordPull({
        device: target.name,
        triedAt: at,
        bytes: pulled.bytes,
        failure: failure?.class ?? (snapshot.complete ? null : "incomplete"),
      });
      const config = { node: target.name, group: null, path: origin, os: target.os };
      const { shown } = pulled;
      return { config, snapshot, verdicts, steps, ...(shown === undefined ? {} : { shown }) };
    },
  };
}

/** Never seen whole counts as recent: the first run that fails as a whole is one trouble, not ten thousand. */
function isRecent(last: string | null, at: string): boolean {
  return last === null || Date.parse(at) - Date.parse(last) < patience;
}

function originOf({ target: { host, port } }: PullRecord): string {
  return `ssh://${host.includes(":") ? `[${host}]` : host}${port === 22 ? "" : `:${port}`}`;
}

/** The sessions of both views. */
function united({ snapshot, second }: PullRecord): SnapshotRecord {
  if (second === undefined) return snapshot;
  return { ...snapshot, sessions: [...snapshot.sessions, ...hiddenSessions(snapshot, second)] };
}

/** How old what is known is. */
function aged(snapshot: SnapshotRecord, last: string | null): SnapshotRecord {
  if (snapshot.complete) return snapshot;
  const since = last === null ? "it was never seen whole" : `it was last seen whole at ${last}`;
  return { ...snapshot, completeness: `${snapshot.completeness}; ${since}` };
}

/** A device that shows another key may be another device. */
function alarmed(verdict: Verdict): Verdict {
  if (verdict.kind !== "blind") return verdict;
  const reason = "+4 the device, or the way to it, is not the one that was known";
  return {
    ...verdict,
    severity: Math.min(10, verdict.severity + 4),
    reasons: [...(verdict.reasons ?? []), reason],
  };
}
