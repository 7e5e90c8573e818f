// Does one approved end admit one observed end, its direction and ingress apart?
import { holds, readPrefix } from "../model/address.ts";
import type { ApprovedEnd } from "../model/approval.ts";
import { interfaceMatcher } from "../model/interfacelist.ts";
import { isPattern, matches } from "../model/pattern.ts";
import { type Interval, readRange } from "../model/numberrange.ts";
import type { Destination, Source } from "../model/session.ts";

export type End = Source | Destination;

/** Kinds that `all` stands for; the control plane's own traffic (`cpu`) is not among what `all` ports carry. */
const all: readonly string[] = ["all", "interface", "vlan", "filter", "instance", "subnet", "network", "tag"];

/** An approved end, with its interface list read once for many observed ends. */
export interface Admission {
  readonly end: ApprovedEnd;
  /** Is the observed end of this kind and name? */
  readonly names: (observed: End) => boolean;
}

export function admission(end: ApprovedEnd): Admission {
  if (end.kind !== "interface") return { end, names: (observed) => admitsName(end, observed) };
  const lists = interfaceMatcher(end.value);
  return { end, names: (observed) => observed.kind === "interface" && lists(observed.name ?? "") };
}

/** Has the observed end all attributes that the approved one asks for? */
export function fitsAttributes(approved: ApprovedEnd, observed: End): boolean {
  return attributes.every((attribute) => admits(attribute, approved, observed));
}

function admitsName(approved: ApprovedEnd, observed: End): boolean {
  if (approved.kind === "all" && approved.value === "") return all.includes(observed.kind);
  if (approved.kind !== observed.kind) return false;
  const { name = "" } = observed;
  if (observed.kind === "cpu" && approved.value === "") return true;
  if (observed.kind === "address") return admitsAddress(approved.value, observed.address ?? name);
  if (observed.kind === "pseudowire") return admitsAddress(approved.value, neighbor(observed));
  return matches(approved.value, name);
}

/** The attributes that an approved end asks for and this one does not have. */
export function wrongAttributes(approved: ApprovedEnd, observed: End): readonly Attribute[] {
  return attributes.filter((attribute) => !admits(attribute, approved, observed));
}

/** VLANs as numbers; undefined for a VLAN that has a name. */
export function vlans(text: string | undefined): readonly Interval[] | undefined {
  return text === undefined ? undefined : readRange(text);
}

export type Attribute = "vrf" | "erspanId" | "origin" | "via" | "family" | "term" | "pwId";
const attributes: readonly Attribute[] = ["vrf", "erspanId", "origin", "via", "family", "term", "pwId"];

export function attributeOf(attribute: Attribute, observed: End): string | undefined {
  // `via` of a destination is the tunnel interface that was resolved; what counts there is the address.
  if (attribute === "via" && !("direction" in observed)) return undefined;
  const value = (observed as unknown as Record<string, string | number | undefined>)[attribute];
  return value === undefined ? undefined : String(value);
}

function admits(attribute: Attribute, approved: ApprovedEnd, observed: End): boolean {
  const wanted = approved[attribute];
  const value = attributeOf(attribute, observed);
  if (wanted === undefined) return attribute !== "vrf" || value === undefined || approved.kind === "all";
  if (attribute === "via" && !("direction" in observed)) return true;
  if (wanted === "*") return true;
  if (value === undefined) return false;
  if (attribute === "origin") return admitsAddress(String(wanted), value);
  return matches(String(wanted), value);
}

function admitsAddress(approved: string, observed: string): boolean {
  if (approved === observed) return true;
  if (isPattern(approved)) return matches(approved, observed);
  const outer = readPrefix(approved);
  const inner = readPrefix(observed);
  return outer !== undefined && inner !== undefined ? holds(outer, inner) : matches(approved, observed);
}

function neighbor(observed: End): string {
  return ("neighbor" in observed ? observed.neighbor : undefined) ?? observed.name ?? "";
}
