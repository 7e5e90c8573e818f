// Packet mirroring policies and network security mirroring (Google Compute Engine API, Network Security API).
import { at, type Json, textAt, textOf } from "../../model/json.ts";
import type { Destination, Direction, Filter, Source } from "../../model/session.ts";
import { type Copy, nothing, unknownTarget } from "./copy.ts";

/** Whose resource a URL or a path names: `projects/P/regions/R/subnetworks/web`. */
export function projectIn(path: string): string | null {
  return /(?:^|\/)projects\/([^/]+)/.exec(path)?.[1] ?? null;
}

/** The last part, with the project before it where it is another one. */
export function nameIn(path: string, project: string | null): string {
  const own = projectIn(path);
  const name = path.split("/").at(-1) ?? path;
  return own === null || project === null || own === project ? name : `${own}/${name}`;
}

const directions: Readonly<Record<string, Direction>> = { INGRESS: "rx", EGRESS: "tx", BOTH: "both" };

/** What a packet mirroring policy copies, and to where. */
export function gcpPolicyCopy(policy: Json | undefined, project: string | null): Copy {
  const direction = directions[textAt(policy, ["filter", "direction"]) ?? "BOTH"] ?? "both";
  const mirrored = at(policy, "mirroredResources");
  const collector = textAt(policy, ["collectorIlb", "url"], ["collectorIlb", "canonicalUrl"]);
  const urls = (key: string) =>
    list(at(mirrored, key)).flatMap((one) => textAt(one, ["url"], ["canonicalUrl"]) ?? textOf(one) ?? []);
  const sources = (kind: Source["kind"], names: readonly string[]) =>
    names.map((name) => ({ kind, name, direction }));
  return {
    name: textAt(policy, ["name"]),
    sources: [
      ...sources(
        "instance",
        urls("instances").map((url) => nameIn(url, project)),
      ),
      ...sources(
        "subnet",
        urls("subnetworks").map((url) => nameIn(url, project)),
      ),
      ...sources(
        "tag",
        list(at(mirrored, "tags")).flatMap((one) => textOf(one) ?? []),
      ),
    ],
    destinations: collector === null ? [] : [end("load-balancer", collector, project)],
    filters: filtersOf(at(policy, "filter")),
  };
}

function filtersOf(filter: Json | undefined): readonly Filter[] {
  const values = (kind: string, key: string) =>
    list(at(filter, key))
      .flatMap((one) => textOf(one) ?? [])
      .map((value) => ({ kind, value }));
  return [...values("cidr", "cidrRanges"), ...values("protocol", "IPProtocols")];
}

/** An association copies a network as the mirroring rules say, to the endpoint group. */
export function gcpAssociationCopy(association: Json | undefined, project: string | null): Copy {
  const network = textAt(association, ["network"]);
  const group = textAt(association, ["mirroringEndpointGroup"]);
  const name = textAt(association, ["name"]);
  return {
    name: name === null ? null : nameIn(name, null),
    sources: network === null ? [] : [{ kind: "network", name: nameIn(network, project), direction: "both" }],
    destinations: group === null ? [] : [end("endpoint", group, project)],
    filters: [],
  };
}

/** Named beside the project, and owned by its own. */
export function end(kind: Destination["kind"], path: string, project: string | null): Destination {
  const owner = projectIn(path) ?? project;
  return { kind, name: nameIn(path, project), ...(owner === null ? {} : { owner }) };
}

/** What a call says. The name of the resource is known even where the request is not kept. */
export function gcpCallCopy(about: string, resource: string | null, request: Json): Copy {
  const project = projectIn(resource ?? "");
  const name = resource === null ? null : (resource.split("/").at(-1) ?? null);
  if (about !== "session") return { ...nothing, name, destinations: targetOf(request, project) };
  const inner = at(request, "mirroringEndpointGroupAssociation");
  const copy = inner === undefined ? gcpPolicyCopy(request, project) : gcpAssociationCopy(inner, project);
  const unknown = copy.destinations.length === 0;
  return {
    ...copy,
    name,
    destinations: unknown ? [{ kind: "target", name: unknownTarget }] : copy.destinations,
  };
}

function targetOf(request: Json, project: string | null): readonly Destination[] {
  const rule = textAt(request, ["mirroringDeployment", "forwardingRule"]);
  if (rule !== null) return [end("load-balancer", rule, project)];
  const group = textAt(request, ["mirroringEndpointGroup", "mirroringDeploymentGroup"]);
  return group === null ? [] : [end("endpoint", group, project)];
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
