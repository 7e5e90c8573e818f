import type { MirrorSession } from "./session.ts";
import type { Indicator, Unread } from "./statement.ts";

/** What one device's config says of mirroring at one moment: the JSON of `mirrorwatch parse --json`. */
export interface SnapshotRecord {
  /** The device's own host name, else the name it was given (file name, inventory). */
  readonly device: string;
  /** `unknown` when no profile recognises the text; then `complete` is false and `sessions` is empty. */
  readonly os: string;
  /** False: nothing may be concluded from what is absent. */
  readonly complete: boolean;
  /** Why, in one sentence for a person. */
  readonly completeness: string;
  readonly sessions: readonly MirrorSession[];
  readonly unread: readonly Unread[];
  readonly indicators: readonly Indicator[];
}
