import type { Direction, State } from "./session.ts";

/** A pattern that one source or destination must lie inside; text form `interface Gi1/0/1-4 rx` (docs/baseline.md). */
export interface ApprovedEnd {
  readonly kind: string;
  /** Interface names or VLAN range, or an address prefix; `*` admits any of this kind. */
  readonly value: string;
  readonly direction?: Direction;
  readonly ingress?: boolean;
  readonly vrf?: string;
  readonly erspanId?: number;
  readonly origin?: string;
}

export interface ApprovedFilter {
  readonly kind: string;
  readonly value: string;
}

/** What somebody accepted: an envelope that an observed session must lie inside. */
export interface Approval {
  /** Stable and short, made from the content at import (`a-…`). */
  readonly id: string;
  /** Device name or a pattern with `*`. */
  readonly device: string;
  /** Session name, or `*` for any. */
  readonly session: string;
  readonly context?: string;
  readonly mechanism?: string;
  readonly sources: readonly ApprovedEnd[];
  readonly destinations: readonly ApprovedEnd[];
  readonly filters: readonly ApprovedFilter[];
  /** A required session that is gone is a `missing` finding; a merely allowed one is not. */
  readonly required: boolean;
  readonly owner: string;
  readonly ticket: string;
  readonly reason: string;
  /** ISO date or date-time, inclusive; absent = from the beginning, without end. */
  readonly from?: string;
  readonly until?: string;
  readonly state?: State;
}
