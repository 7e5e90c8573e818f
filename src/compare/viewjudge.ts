import type { Verdict } from "../model/finding.ts";
import type { MirrorSession } from "../model/session.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import { textKey } from "./key.ts";
import { sessionWeights, severityOf } from "./severity.ts";

/** Sessions that a second view of the same config shows and the first does not. */
export function hiddenSessions(first: SnapshotRecord, second: SnapshotRecord): readonly MirrorSession[] {
  const there = new Set(first.sessions.map(slot));
  return second.sessions.filter((session) => !there.has(slot(session)));
}

/** What is hidden is judged as any other session as well; that it is hidden is a finding of its own. Pure. */
export function judgeViews(first: SnapshotRecord, second: SnapshotRecord): Verdict[] {
  return hiddenSessions(first, second).map((session) => ({
    kind: "concealed",
    device: first.device,
    os: first.os,
    session: session.name,
    ...(session.context === undefined ? {} : { context: session.context }),
    key: textKey("concealed", first.device, `view ${slot(session)}`),
    ...severityOf("concealed", sessionWeights(session, [], [])),
    why: `session ${session.name} is in the config as the device resolves it, and not in the config as it prints it`,
    observed: session,
    differences: [],
    lines: [],
  }));
}

function slot({ name, context, mechanism }: MirrorSession): string {
  return JSON.stringify([context ?? "", mechanism, name]);
}
