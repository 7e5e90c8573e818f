import type { MirrorSession } from "../model/session.ts";
import type { ShownSession, ShowRecord } from "../model/show.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import { mechanismFamily } from "./key.ts";

/**
 * What differs between a config and what its device shows and is no finding, one phrase each: a session that is stated and
 * not shown, or not running (its ports are down), and lines of output that could not be read.
 */
export function vantageNotes({ sessions }: SnapshotRecord, shown: ShowRecord): readonly string[] {
  const families = new Set(shown.sessions.map(({ mechanism }) => mechanismFamily(mechanism)));
  const active = sessions.filter(
    ({ state, mechanism }) => state === "active" && families.has(mechanismFamily(mechanism)),
  );
  return [
    ...active.flatMap((session) => noteOf(session, shown.sessions)),
    ...shown.unread.map(({ line, text }) => `line ${line} of what is shown could not be read: ${text}`),
  ];
}

function noteOf({ name }: MirrorSession, shown: readonly ShownSession[]): readonly string[] {
  const same = shown.filter((one) => one.name === name);
  if (same.length === 0) return [`session ${name} is stated and not shown`];
  const asleep = same.every(({ state, tells }) => tells.includes("state") && state === "inactive");
  return asleep ? [`session ${name} is stated as active and shown as inactive`] : [];
}
