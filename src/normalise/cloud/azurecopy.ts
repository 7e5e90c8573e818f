// Virtual network TAPs and the tap configurations of network interfaces (Azure REST API, Microsoft.Network).
import { type Json, textAt } from "../../model/json.ts";
import type { Destination } from "../../model/session.ts";
import { type Copy, interfaceSource, nothing, unknownTarget } from "./copy.ts";

/** The parts of a resource id, in lower case: Azure's names have no case. */
export interface ResourceId {
  readonly subscription: string | null;
  readonly group: string | null;
  /** Kinds and names below the provider, as pairs: `networkinterfaces`, `web01-nic`, `tapconfigurations`, `cfg1`. */
  readonly parts: readonly string[];
}

export function resourceId(text: string): ResourceId {
  const words = text.toLowerCase().split("/").filter(Boolean);
  const after = (word: string) => (words.includes(word) ? (words[words.indexOf(word) + 1] ?? null) : null);
  const provider = words.lastIndexOf("providers");
  return {
    subscription: after("subscriptions"),
    group: after("resourcegroups"),
    parts: provider < 0 ? [] : words.slice(provider + 2),
  };
}

/** `subscription/resource group`. */
export function azureScope({ subscription, group }: ResourceId): string {
  return [subscription, group].filter(Boolean).join("/");
}

/** Short beside its own scope: the name alone, with the group or the subscription where they differ. */
export function nameBeside(id: ResourceId, scope: ResourceId): string {
  const name = id.parts[1] ?? "";
  if (id.subscription !== scope.subscription) return `${azureScope(id)}/${name}`;
  return id.group === scope.group ? name : `${id.group ?? ""}/${name}`;
}

/** A tap configuration copies all traffic of its network interface; the id tells which. */
export function azureTapCopy(id: string, tap: string | null): Copy {
  const read = resourceId(id);
  const [kind, port, , config] = read.parts;
  if (kind !== "networkinterfaces" || !port) return nothing;
  return {
    name: config ? `${port}/${config}` : port,
    sources: [interfaceSource(port)],
    destinations: [tap === null ? { kind: "target", name: unknownTarget } : end("target", tap, read)],
    filters: [],
  };
}

/** Named beside its scope, and owned by its subscription. */
function end(kind: Destination["kind"], id: string, scope: ResourceId): Destination {
  const read = resourceId(id);
  const { subscription: owner } = read;
  return { kind, name: nameBeside(read, scope), ...(owner === null ? {} : { owner }) };
}

/** Where a virtual network TAP sends copies; undefined when the text does not say. */
export function azureTarget(tap: Json | undefined, scope: ResourceId): Destination | undefined {
  const port = textAt(tap, ...paths("destinationNetworkInterfaceIPConfiguration"));
  if (port !== null) return end("interface", port, scope);
  const balancer = textAt(tap, ...paths("destinationLoadBalancerFrontEndIPConfiguration"));
  return balancer === null ? undefined : end("load-balancer", balancer, scope);
}

function paths(key: string): readonly (readonly string[])[] {
  return [
    ["properties", key, "id"],
    [key, "id"],
  ];
}

/** What a call says: the resource id, and the request or answer where the log keeps them. */
export function azureCallCopy(about: string, resource: string, request: Json, response: Json): Copy {
  const scope = resourceId(resource);
  const bodies = [response, request];
  if (about === "session") {
    const tap = bodies.map((one) => textAt(one, ...paths("virtualNetworkTap"))).find((one) => one !== null);
    return azureTapCopy(resource, tap ?? null);
  }
  const name = scope.parts.at(-1) ?? null;
  const target = bodies.map((one) => azureTarget(one, scope)).find((one) => one !== undefined);
  if (about === "capture") return { ...nothing, name, destinations: [{ kind: "file" }] };
  return { ...nothing, name, destinations: target ? [target] : [] };
}
