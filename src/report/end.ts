import type { Destination, Filter, Source } from "../model/session.ts";

/** One source in words: `interface GigabitEthernet1/0/1 rx`, `vlan 10,20-30 both`, `address 10.0.0.1 erspan-id 7`. */
export function sourceText(source: Source): string {
  return words(
    source.kind,
    source.name,
    source.address,
    labelled("family", source.family),
    labelled("term", source.term),
    labelled("vrf", source.vrf),
    labelled("erspan-id", source.erspanId),
    labelled("via", source.via),
    source.direction,
  );
}

/** One destination in words: `interface GigabitEthernet1/0/24 ingress`, `address 10.1.1.1 vrf MGMT erspan-id 7`. */
export function destinationText(destination: Destination): string {
  return words(
    destination.kind,
    destination.name,
    destination.address,
    destination.neighbor,
    labelled("pw-id", destination.pwId),
    labelled("vrf", destination.vrf),
    labelled("erspan-id", destination.erspanId),
    labelled("origin", destination.origin),
    labelled("via", destination.via),
    destination.ingress === true ? "ingress" : undefined,
  );
}

export function filterText(filter: Filter): string {
  return words(filter.kind, filter.value);
}

function labelled(label: string, value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : `${label} ${value}`;
}

function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}
