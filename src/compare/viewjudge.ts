import type { Difference, Verdict } from "../model/finding.ts";
import type { MirrorSession } from "../model/session.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import { differences } from "./envelope.ts";
import { exactEnvelope } from "./exact.ts";
import { textKey } from "./key.ts";
import { sessionWeights, severityOf } from "./severity.ts";

/** Sessions that a second view of the same config shows and the first does not. */
export function hiddenSessions(first: SnapshotRecord, second: SnapshotRecord): readonly MirrorSession[] {
  const there = new Set(first.sessions.map(slot));
  return second.sessions.filter((session) => !there.has(slot(session)));
}

/** What is hidden is judged as any other session as well; that it is hidden is a finding of its own. Pure. */
export function judgeViews(first: SnapshotRecord, second: SnapshotRecord): Verdict[] {
  const hidden = hiddenSessions(first, second).map((session) =>
    concealed(
      first,
      session,
      [],
      `session ${session.name} is in the config as the device resolves it, and not in the config as it prints it`,
    ),
  );
  return [...hidden, ...widerSessions(first, second)];
}

/** Sessions of both views that copy more in the second: a part of them is inherited in a way that the first hides. */
function widerSessions(first: SnapshotRecord, second: SnapshotRecord): Verdict[] {
  const printed = new Map(first.sessions.map((session) => [slot(session), session]));
  return second.sessions.flatMap((session) => {
    const known = printed.get(slot(session));
    const found = known && known.fingerprint !== session.fingerprint ? exceeding(known, session) : [];
    const [what] = found;
    if (!what) return [];
    const why = `session ${session.name} copies more in the config as the device resolves it than in the config as it prints it: ${what.words}`;
    return [concealed(first, session, found, why)];
  });
}

/** How the second exceeds what the first says, as it would exceed an approval of just that. */
function exceeding(known: MirrorSession, session: MirrorSession): readonly Difference[] {
  const written = { id: "", required: false, owner: "", ticket: "", reason: "" };
  return differences({ ...exactEnvelope("", known), ...written }, session);
}

function concealed(
  { device, os }: SnapshotRecord,
  session: MirrorSession,
  found: readonly Difference[],
  why: string,
): Verdict {
  return {
    kind: "concealed",
    device,
    os,
    session: session.name,
    ...(session.context === undefined ? {} : { context: session.context }),
    key: textKey("concealed", device, `view ${slot(session)}`),
    ...severityOf("concealed", sessionWeights(session, [], [])),
    why,
    observed: session,
    differences: found,
    lines: [],
  };
}

function slot({ name, context, mechanism }: MirrorSession): string {
  return JSON.stringify([context ?? "", mechanism, name]);
}
