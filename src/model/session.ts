/** The session record: a public contract, read by programs outside this project (docs/design.md, section 3). */

export type Direction = "rx" | "tx" | "both";

/** Where the copy ends, the same words for every vendor. */
export type Reach = "port" | "vlan" | "address" | "pseudowire" | "file" | "module" | "none";

/** `inactive`: shutdown, deactivated, dormant; `incomplete`: a half is missing. */
export type State = "active" | "inactive" | "incomplete" | "unknown";

/** The last four are a cloud's: a machine, a subnet, a whole network, everything that bears a tag. */
export type SourceKind =
  | ("interface" | "vlan" | "remote-vlan" | "cpu" | "filter" | "address" | "all")
  | ("instance" | "subnet" | "network" | "tag");

/** The last three are a cloud's; `target` is one that nothing tells more of than its id. */
export type DestinationKind =
  | ("interface" | "vlan" | "address" | "pseudowire" | "file" | "module" | "cpu")
  | ("load-balancer" | "endpoint" | "target");

/** What is copied. Which optional fields are present follows from `kind`. */
export interface Source {
  readonly kind: SourceKind;
  /** Canonical full interface name, compressed VLAN range (`10,20-30`), filter name; absent for `address`, and for `all`
   * where it means every interface. */
  readonly name?: string;
  readonly direction: Direction;
  /** The filter through which the traffic of this interface is selected. */
  readonly via?: string;
  /** kind `filter`: its address family and term. */
  readonly family?: string;
  readonly term?: string;
  /** kind `address`: the sending end of an erspan-destination. */
  readonly address?: string;
  readonly erspanId?: number;
  readonly vrf?: string;
}

/** Where the copy goes. */
export interface Destination {
  readonly kind: DestinationKind;
  /** Interface, VLAN, module, or file as printed. */
  readonly name?: string;
  /** Present and true when the far end may send into the network. */
  readonly ingress?: boolean;
  readonly address?: string;
  readonly vrf?: string;
  readonly erspanId?: number;
  /** The address that the copy claims to come from. */
  readonly origin?: string;
  /** The tunnel interface that was resolved to this address. */
  readonly via?: string;
  /** In clouds: the account, subscription or project that it belongs to, where that is known. */
  readonly owner?: string;
  /** kind `pseudowire`. */
  readonly neighbor?: string;
  readonly pwId?: number;
}

export interface Filter {
  /** `vlan`, `access-group`, `sgt`, `packet-type`, … in the vendor's word. */
  readonly kind: string;
  readonly value: string;
}

/** One configured copying of traffic. */
export interface MirrorSession {
  /** The device's own name: `"1"`, `"SPAN-TAP"`, `"global"`. */
  readonly name: string;
  /** Logical system, tenant or VDC that holds the session; absent in the default one. */
  readonly context?: string;
  /** The vendor's own name for the way of copying: `span`, `erspan-source`, `analyzer`, … */
  readonly mechanism: string;
  readonly reach: Reach;
  readonly state: State;
  readonly sources: readonly Source[];
  readonly destinations: readonly Destination[];
  readonly filters: readonly Filter[];
  /** Everything else that was said of the session (encapsulation, rate, mtu, …), by glossary word. */
  readonly options?: Readonly<Record<string, string>>;
  /** 1-based line numbers in the file as read, ascending. */
  readonly lines: readonly number[];
  /** Stable under reordering, abbreviation, whitespace and list splitting; changes with any meaning. */
  readonly fingerprint: string;
}
