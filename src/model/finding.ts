import type { MirrorSession } from "./session.ts";

export type FindingKind =
  | "unexpected"
  | "changed"
  | "missing"
  | "expired"
  | "unread"
  | "command"
  | "concealed"
  | "automation"
  | "blind"
  | "attempt";

export type FindingState = "open" | "acknowledged" | "resolved";

/** Each step is stored with who and when, and leaves as exactly one event. */
export type FindingStep = "opened" | "changed" | "acknowledged" | "resolved" | "reopened";

/** One field-level difference between a session and an approval, in words. */
export interface Difference {
  /** `sources`, `destinations`, `filters`, `direction`, `until`, … */
  readonly field: string;
  readonly approved: string;
  readonly observed: string;
  /** One sentence: `source GigabitEthernet1/0/9 (both) is not among the approved sources`. */
  readonly words: string;
}

/** One line of a config. */
export interface Evidence {
  readonly line: number;
  readonly text: string;
}

/** Where a copy ends, as far as the sessions of the whole estate tell. */
export interface CopyEnd {
  /** The last destination, as a phrase: `interface GigabitEthernet1/0/24`, `address 203.0.113.9`. */
  readonly destination: string;
  /** The device and its session that hand the copy out; absent when it ends outside of the estate. */
  readonly device?: string;
  readonly session?: string;
  /** Name of the approved collector that it is. */
  readonly collector?: string;
  /** False: no device of the estate and no approved collector is known to receive it. */
  readonly owned: boolean;
}

/** What the compare stage concludes; pure, not yet stored, without an id or a life. */
export interface Verdict {
  readonly kind: FindingKind;
  readonly device: string;
  readonly os: string;
  /** Session name; empty for findings about the device as a whole. */
  readonly session: string;
  readonly context?: string;
  /** The same condition seen again has the same key and is the same finding. */
  readonly key: string;
  /** 1..10 as in LEEF `sev`. */
  readonly severity: number;
  /** What raised or lowered the severity, one short sentence each. */
  readonly reasons?: readonly string[];
  /** Why it is a finding, one sentence that a network engineer can act on. */
  readonly why: string;
  readonly observed?: MirrorSession;
  readonly differences: readonly Difference[];
  readonly approvalId?: string;
  /** True: no approval settles it. */
  readonly unapprovable?: boolean;
  readonly actor?: string;
  /** Where the copies end, when they leave the device. */
  readonly ends?: readonly CopyEnd[];
  /** What was typed, secrets cut; of a verdict that rests on a log. */
  readonly commands?: readonly string[];
  /** Where the actor came from: an address, a line or a console, as printed. */
  readonly from?: string;
  /** Numbers of the lines that it rests on. */
  readonly lines: readonly number[];
  /** Where the config with these lines is. */
  readonly config?: string;
  /** The mirror statements on these lines as they stand there, secrets cut; of very many the first. */
  readonly evidence?: readonly Evidence[];
}

/** A verdict with a life. */
export interface Finding extends Verdict {
  /** Short and stable: `f-…`. */
  readonly id: string;
  readonly state: FindingState;
  readonly firstSeen: string;
  readonly lastSeen: string;
}
