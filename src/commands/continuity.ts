import type { SnapshotRecord } from "../model/snapshot.ts";
import { lacksEnd, outlineOf } from "../parse/outline.ts";
import type { KnownOutline } from "../store/outlinetable.ts";

/** What the last whole config of the same device adds to the verdict on this one. */
export interface Continued {
  readonly snapshot: SnapshotRecord;
  /** To be remembered; undefined when nothing changes. */
  readonly keep?: KnownOutline;
}

/** So long a text that lacks the end of the one before is doubted; a device that was stripped down is believed then. */
const patienceMs = 24 * 60 * 60_000;

/**
 * An OS that prints no end mark gives no sign of its own when a text is cut between two lines. What can tell is the text
 * before it: one that is shorter and holds none of its last lines is not believed at once.
 * @param now ISO 8601
 */
export function continued(
  snapshot: SnapshotRecord,
  bytes: Uint8Array,
  known: KnownOutline | undefined,
  now: string,
): Continued {
  if (!snapshot.complete) return { snapshot };
  if (known && lacksEnd(known.outline, bytes)) {
    const since = known.doubtedSince ?? now;
    if (Date.parse(now) - Date.parse(since) < patienceMs) {
      const completeness = `the text has ${bytes.length} bytes, the last whole one had ${known.outline.bytes}, and its last lines are missing: it may be cut off (it is believed when it is still so a day after ${since})`;
      return {
        snapshot: { ...snapshot, complete: false, completeness },
        ...(known.doubtedSince === null ? { keep: { ...known, doubtedSince: since } } : {}),
      };
    }
  }
  const mirror = new Set(snapshot.sessions.flatMap(({ lines }) => lines));
  return { snapshot, keep: { outline: outlineOf(bytes, mirror), doubtedSince: null } };
}
