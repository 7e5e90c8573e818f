/**
 * The labels that a grammar may return for one flat line. A value is the text as written in the config; what it means
 * (abbreviations, defaults, joins with other lines) is the normalise stage's business, with the profile's word tables.
 * A label whose part of the sentence was left out is null or absent, whichever the grammar finds easier.
 */
export interface StatementRecord {
  /** `no`, `default`: the line takes away what it says; with a session alone, the whole session. */
  readonly removed?: Word;
  /** The mirror session that this line speaks of; a removal may name several (`1-3,5`, `all`). */
  readonly session?: Word;
  /** The vendor's word that tells the mechanism; `words.mechanism` of the profile translates it. */
  readonly mechanism?: Word;
  readonly source?: RecordEnd | readonly RecordEnd[] | null;
  readonly destination?: RecordEnd | readonly RecordEnd[] | null;
  /** Attributes of the far end of a tunnelled copy, where the line does not tell whether it sends or receives. */
  readonly transport?: RecordEnd | null;
  readonly filter?: RecordFilter | readonly RecordFilter[] | null;
  /** `no shutdown`, `shut`, …; `words.state` of the profile translates it. */
  readonly state?: Word;
  /** Everything else that the session says, by glossary word in camel case. */
  readonly option?: Readonly<Record<string, Word>> | null;
  /** A statement that scopes or guards sessions without being one; read, and then of no effect. */
  readonly global?: Word;
  /** The address that every tunnelled copy of this device claims to come from. */
  readonly origin?: Word;
  /** A VLAN that carries copies between switches. */
  readonly remoteVlan?: Word;
  /** What an interface says of itself, for destinations and sources that name the interface. */
  readonly tunnel?: RecordTunnel | null;
  /** A destination port's own mark, with its manners (`ingress`). */
  readonly monitorPort?: RecordEnd | null;
  /** One half of a pseudowire that carries copies; halves with the same `path` belong together. */
  readonly pseudowire?: RecordPseudowire | null;
  /** Where a session stands outside of its own block, under what it copies. */
  readonly attachment?: RecordAttachment | null;
  /** A VLAN access map: its sequences, the VLANs it is bound to. */
  readonly accessMap?: RecordAccessMap | null;
  /** A port that receives what VLAN access maps capture. */
  readonly capturePort?: { readonly port: Word; readonly vlan?: Word } | null;
  /** Policy routing: `apply` binds a map, `map` sets where its traffic goes. */
  readonly policy?: { readonly map: Word; readonly apply?: Word; readonly to?: Word } | null;
  /** The address family that the line speaks for. */
  readonly family?: Word;
  /** `all-instances`: `state` holds for every session of the mechanism. */
  readonly scope?: Word;
  /** A firewall filter term that selects traffic for a session, or `refers` to another filter. */
  readonly selector?: RecordParts;
  /** A filter, or a session, bound to where traffic passes. */
  readonly binding?: RecordParts;
  /** A member of a group of destinations, or of a range of ports. */
  readonly member?: RecordParts;
  /** By kind of indicator, the words that show it. */
  readonly indicator?: Readonly<Record<string, Word>>;
}

/** Text of the line, null when an optional part is not there. */
export type Word = string | null;

/** The parts of a line that only tells something together with other lines (docs/adding-an-os.md lists them). */
export type RecordParts = Readonly<Record<string, Word>>;

/**
 * One side of a session. Exactly the words of the line; a record with attributes only (`erspanId`, `direction`) adds to
 * the same side. A word that is not listed here (`encapsulation`, `mtu`) becomes an option of the session.
 */
export interface RecordEnd {
  /** An interface, or a list with ranges. */
  readonly port?: Word;
  /** VLANs, a list with ranges. */
  readonly vlan?: Word;
  readonly remoteVlan?: Word;
  /** The device's own processor; the text tells which, and may be empty. */
  readonly cpu?: Word;
  readonly address?: Word;
  readonly vrf?: Word;
  readonly erspanId?: Word;
  readonly origin?: Word;
  /** The far end of a pseudowire; empty where another statement tells it. */
  readonly pseudowire?: Word;
  readonly pwId?: Word;
  readonly file?: Word;
  /** The device's own memory. */
  readonly buffer?: Word;
  readonly module?: Word;
  /** Everything of its kind, and where that is not every interface, the name of what (`exception layer3`). */
  readonly all?: Word;
  readonly name?: Word;
  /** A removal takes away this side with all that was said of it. */
  readonly whole?: Word;
  readonly direction?: Word;
  readonly ingress?: Word;
  /** A firewall filter that selects and that nobody bound, with its term and address family. */
  readonly filter?: Word;
  readonly term?: Word;
  readonly family?: Word;
  /** The filter or the tunnel that stands between the session and this end. */
  readonly via?: Word;
  /** The unit of the port, where the OS writes it apart; joined before ends are read. */
  readonly unit?: Word;
  /** A named range of ports, in place of `port`; joined before ends are read. */
  readonly range?: Word;
  /** Destinations that are stated elsewhere, and what they are called there; joined before ends are read. */
  readonly group?: Word;
  readonly groupKind?: Word;
  readonly [manner: string]: Word | undefined;
}

export interface RecordFilter {
  readonly kind: string;
  readonly value?: string;
  /** In place of `value`: numbers and ranges, which lines may split as they like. */
  readonly list?: string;
  /** `ip`, `ipv6`, `mac`: the family of an access list. */
  readonly family?: Word;
  /** Any other word becomes an option of the session. */
  readonly [manner: string]: Word | undefined;
}

/** A session's name under an interface, a template or an access list, with the manners of copying there. */
export interface RecordAttachment {
  readonly removed?: Word;
  readonly session: string;
  readonly port?: Word;
  readonly all?: Word;
  readonly name?: Word;
  readonly filter?: Word;
  readonly family?: Word;
  readonly manners?: readonly RecordManner[];
}

/** A part of what the line says of the source, or the filter that narrows it. */
export type RecordManner = RecordEnd | { readonly match: RecordFilter };

export interface RecordTunnel {
  readonly port: string;
  /** The unit of the port, where the OS writes it apart. */
  readonly unit?: Word;
  /** The other unit, of a port that is its own far end; joined to the whole name `peer`. */
  readonly peerUnit?: Word;
  readonly peer?: Word;
  readonly address?: Word;
  readonly origin?: Word;
  readonly vrf?: Word;
}

export interface RecordPseudowire {
  readonly path: string;
  readonly removed?: Word;
  readonly session?: Word;
  readonly neighbor?: Word;
  readonly pwId?: Word;
}

export interface RecordAccessMap {
  readonly map: string;
  readonly sequence?: Word;
  /** The sequence copies what it matches to every capture port. */
  readonly captured?: Word;
  /** The sequence sends what it matches elsewhere, in place of where it was going. */
  readonly redirect?: Word;
  readonly match?: RecordFilter | null;
  readonly vlan?: Word;
  readonly port?: Word;
}
