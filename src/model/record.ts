/**
 * The labels that a grammar may return for one flat line. A value is the text as written in the config; what it means
 * (abbreviations, defaults, joins with other lines) is the normalise stage's business, with the profile's word tables.
 */
export interface StatementRecord {
  /** The mirror session that this line speaks of. */
  readonly session?: string;
  /** The vendor's word that tells the mechanism; `words.mechanism` of the profile translates it. */
  readonly mechanism?: string;
  readonly source?: RecordEnd | readonly RecordEnd[];
  readonly destination?: RecordEnd | readonly RecordEnd[];
  readonly filter?: RecordFilter | readonly RecordFilter[];
  /** `no shutdown`, `shut`, …; `words.state` of the profile translates it. */
  readonly state?: string;
  /** Everything else that the session says, by glossary word. */
  readonly option?: Readonly<Record<string, string>>;
  /** The far end of a tunnel interface, for destinations that name the interface. */
  readonly tunnel?: {
    readonly interface: string;
    readonly address?: string;
    readonly origin?: string;
    readonly vrf?: string;
  };
  /** A firewall filter term that selects traffic for a session. */
  readonly selector?: Readonly<Record<string, string>>;
  /** A filter bound to where traffic passes. */
  readonly binding?: Readonly<Record<string, string>>;
  /** A member of a next-hop group. */
  readonly member?: Readonly<Record<string, string>>;
  readonly indicator?: string;
}

/** One side of a session. Exactly the words of the line; a record with attributes only (`erspanId`) adds to the same side. */
export interface RecordEnd {
  readonly interface?: string;
  readonly vlan?: string;
  readonly remoteVlan?: string;
  readonly cpu?: string;
  readonly address?: string;
  readonly vrf?: string;
  readonly erspanId?: string;
  readonly origin?: string;
  readonly pseudowire?: string;
  readonly pwId?: string;
  readonly file?: string;
  readonly module?: string;
  readonly all?: string;
  readonly direction?: string | null;
  readonly ingress?: string | null;
}

export interface RecordFilter {
  readonly kind: string;
  readonly value: string;
}
