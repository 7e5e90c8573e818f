import type { Direction, State } from "./session.ts";

/** A pattern that one source or destination must lie inside; text form `interface Gi1/0/1-4 rx` (docs/baseline.md). */
export interface ApprovedEnd {
  /** As in the session record: `interface`, `vlan`, `address`, … */
  readonly kind: string;
  /**
   * Interface list (`Gi1/0/1-4,7`), VLAN range (`10,20-30`), address or prefix, or a name; `*` stands for any text and a
   * backslash takes its meaning away. Empty for `cpu` and `all`.
   */
  readonly value: string;
  /** Sources: absent admits both directions. */
  readonly direction?: Direction;
  /** Destinations: absent admits no ingress. */
  readonly ingress?: boolean;
  /** Absent admits the default table only, `*` any. */
  readonly vrf?: string;
  /** This and the rest: absent admits any. */
  readonly erspanId?: number;
  readonly origin?: string;
  /** The filter that must select the traffic of this interface. */
  readonly via?: string;
  readonly family?: string;
  readonly term?: string;
  readonly pwId?: number;
}

export interface ApprovedFilter {
  readonly kind: string;
  readonly value: string;
}

/** What somebody accepted: an envelope that an observed session must lie inside. */
export interface Approval {
  /** Stable and short, made from the content at import (`a-…`). */
  readonly id: string;
  /** Device name or a pattern with `*`; case does not matter. */
  readonly device: string;
  /** Session name, or a pattern with `*`. */
  readonly session: string;
  /** Logical system, tenant or VDC; absent admits the default one only, `*` any. */
  readonly context?: string;
  /** Absent admits any. */
  readonly mechanism?: string;
  readonly sources: readonly ApprovedEnd[];
  readonly destinations: readonly ApprovedEnd[];
  readonly filters: readonly ApprovedFilter[];
  /** Who may make calls of a cloud's API for it: names or patterns with `*`, case apart; absent admits anybody. */
  readonly principals?: readonly string[];
  /** A required session that is gone is a `missing` finding; a merely allowed one is not. */
  readonly required: boolean;
  readonly owner: string;
  readonly ticket: string;
  readonly reason: string;
  /** ISO date or date-time, inclusive; a date means that day in UTC; absent = from the beginning, without end. */
  readonly from?: string;
  readonly until?: string;
  /** `inactive`: accepted only as long as it is switched off. */
  readonly state?: State;
}
