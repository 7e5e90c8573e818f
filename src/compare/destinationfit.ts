import type { ApprovedEnd } from "../model/approval.ts";
import type { Difference } from "../model/finding.ts";
import { readRange, subtract } from "../model/numberrange.ts";
import { endPhrase } from "../model/phrase.ts";
import type { Destination } from "../model/session.ts";
import {
  type Admission,
  type Attribute,
  admission,
  attributeOf,
  fitsAttributes,
  vlans,
  wrongAttributes,
} from "./endfit.ts";
import { destinationsInWords } from "./exact.ts";

/** Destinations that no approved one admits, and what differs in those that nearly fit. */
export function destinationDifferences(
  approved: readonly ApprovedEnd[],
  observed: readonly Destination[],
): readonly Difference[] {
  const admissions = approved.map(admission);
  const left = observed.filter((destination) => !admissions.some((one) => covers(one, destination)));
  return left.length === 0 ? [] : leftOver(admissions, left);
}

/** Does one approved end hold all of a destination? */
function covers({ end, names }: Admission, destination: Destination): boolean {
  return (
    (!destination.ingress || end.ingress === true) && names(destination) && fitsAttributes(end, destination)
  );
}

function leftOver(approved: readonly Admission[], observed: readonly Destination[]): readonly Difference[] {
  const outside: Destination[] = [];
  const found: Difference[] = [];
  for (const destination of observed) {
    const near = approved.filter((one) => admits(one, destination));
    if (near.length === 0 && !spansSeveral(approved, destination)) outside.push(destination);
    else found.push(...fewest(near.map(({ end }) => attributeDifferences(end, destination))));
  }
  if (outside.length === 0) return found;
  const listed = approved.map(({ end }) => endPhrase(end, "destination")).join(", ") || "no destination";
  const seen = destinationsInWords(outside);
  const words = `${seen} is not among the approved destinations (${listed})`;
  return [{ field: "destinations", approved: listed, observed: seen, words }, ...found];
}

function admits({ end, names }: Admission, destination: Destination): boolean {
  if (names(destination)) return true;
  if (end.kind !== "vlan" || destination.kind !== "vlan") return false;
  const [outer, inner] = [readRange(end.value), vlans(destination.name)];
  return outer !== undefined && inner !== undefined && subtract(inner, outer).length === 0;
}

/** A VLAN list that several approved ends hold together. */
function spansSeveral(approved: readonly Admission[], destination: Destination): boolean {
  let left = destination.kind === "vlan" ? vlans(destination.name) : undefined;
  for (const { end } of approved) {
    const outer = end.kind === "vlan" ? readRange(end.value) : undefined;
    if (left && outer && attributeDifferences(end, destination).length === 0) left = subtract(left, outer);
  }
  return left?.length === 0;
}

function fewest(lists: readonly (readonly Difference[])[]): readonly Difference[] {
  return lists.reduce((best, list) => (list.length < best.length ? list : best), lists[0] ?? []);
}

function attributeDifferences(end: ApprovedEnd, destination: Destination): readonly Difference[] {
  const seen = destinationsInWords([destination]);
  const wrong = wrongAttributes(end, destination).map((attribute) =>
    attributeDifference(end, destination, attribute),
  );
  if (!destination.ingress || end.ingress) return wrong;
  const words = `${seen} lets traffic back in (ingress), which is not approved`;
  return [...wrong, { field: "ingress", approved: "no ingress", observed: "ingress", words }];
}

const spelled: Partial<Record<Attribute, string>> = {
  erspanId: "ERSPAN id",
  vrf: "VRF",
  pwId: "pseudowire id",
};

function attributeDifference(end: ApprovedEnd, destination: Destination, attribute: Attribute): Difference {
  const [approved, observed] = [
    String(end[attribute] ?? "none"),
    attributeOf(attribute, destination) ?? "none",
  ];
  const what = spelled[attribute] ?? attribute;
  const words = `${destinationsInWords([destination])} has ${what} ${observed}, approved is ${approved}`;
  return { field: attribute, approved, observed, words };
}
