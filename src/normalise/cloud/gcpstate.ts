// Listings of packet mirroring policies (Compute Engine API, list and aggregatedList) and of network security mirroring.
import { at, isObject, type Json, type JsonObject, textAt } from "../../model/json.ts";
import type { Destination, State } from "../../model/session.ts";
import { end, gcpAssociationCopy, gcpPolicyCopy, projectIn } from "./gcpcopy.ts";
import { type CloudState, objectsIn, type StateSession } from "./listing.ts";

/** What the listings say of Google Cloud; undefined when none of them is of it. */
export function gcpState(documents: readonly Json[], given?: string): CloudState | undefined {
  const objects = objectsIn(documents);
  const policies = objects.filter(isPolicy);
  const named = new Map(
    objects.flatMap((one) => (typeof one.name === "string" ? [[one.name, one] as const] : [])),
  );
  const associations = objects.filter((one) => isNamed(one, "mirroringEndpointGroupAssociations"));
  const listings = objects.filter((one) =>
    /packetMirroring(?:Aggregated)?List$/i.test(textAt(one, ["kind"]) ?? ""),
  );
  if (policies.length + associations.length + listings.length === 0) return undefined;
  const sessions = [
    ...policies.map((one) => policySession(one, given)),
    ...associations.map((one) => associationSession(one, named)),
  ];
  const project =
    sessions[0]?.scope.split("/")[0] ??
    listings.map(projectOfListing).find((one) => one !== null) ??
    given?.split("/")[0];
  const areas = areasIn(objects);
  const inProject = (area: string) => `${project ?? "unknown"}/${area}`;
  const blind = new Map(
    areas
      .filter(({ why }) => why !== undefined)
      .map(({ area, why }) => [inProject(area).toLowerCase(), why!]),
  );
  if (objects.some((one) => textAt(one, ["nextPageToken"]) !== null))
    blind.set("*", "a listing has more pages (nextPageToken)");
  return {
    cloud: "gcp",
    sessions,
    scopes: [
      ...(given === undefined ? [] : [given]),
      ...sessions.map(({ scope }) => scope),
      ...areas.map(({ area }) => inProject(area)),
    ],
    blind,
  };
}

function isPolicy(one: JsonObject): boolean {
  if (textAt(one, ["kind"]) === "compute#packetMirroring") return true;
  return isObject(at(one, "mirroredResources")) && isObject(at(one, "collectorIlb"));
}

function isNamed(one: JsonObject, collection: string): boolean {
  return typeof one.name === "string" && new RegExp(`/${collection}/[^/]+$`).test(one.name);
}

function projectOfListing(listing: JsonObject): string | null {
  return projectIn(textAt(listing, ["selfLink"], ["id"]) ?? "");
}

interface Area {
  /** Region. */
  readonly area: string;
  /** Why nothing may be concluded from what is absent there. */
  readonly why?: string;
}

/** An aggregated list has an entry for each region, and names those that did not answer. */
function areasIn(objects: readonly JsonObject[]): readonly Area[] {
  const unreachable = objects.flatMap((one) => {
    const names = at(one, "unreachables") ?? at(one, "unreachable");
    return Array.isArray(names) ? names.flatMap((name) => (typeof name === "string" ? [name] : [])) : [];
  });
  const listed = objects.flatMap((one) => {
    const items = at(one, "items");
    if (!isObject(items)) return [];
    return Object.entries(items).map(([scope, entry]) => ({
      scope,
      code: textAt(entry, ["warning", "code"]),
    }));
  });
  const why = "the region did not answer (unreachable)";
  const silent = listed.filter(({ code }) => code === "UNREACHABLE").map(({ scope }) => scope);
  return [
    ...listed
      .filter(({ scope }) => scope.startsWith("regions/"))
      .map(({ scope }) => ({ area: lastPart(scope) })),
    ...[...unreachable, ...silent].map((scope) => ({ area: lastPart(scope), why })),
  ];
}

function lastPart(path: string): string {
  return path.split("/").at(-1) ?? path;
}

function policySession(policy: JsonObject, given: string | undefined): StateSession {
  const link = textAt(policy, ["selfLink"], ["region"], ["network", "url"]) ?? "";
  const project = projectIn(link) ?? given?.split("/")[0] ?? "unknown";
  const region =
    /\/regions\/([^/]+)/.exec(link)?.[1] ?? lastPart(textAt(policy, ["region"]) ?? given ?? "unknown");
  const copy = gcpPolicyCopy(policy, project);
  const half = copy.sources.length === 0 || copy.destinations.length === 0;
  const off = textAt(policy, ["enable"]) === "FALSE";
  const description = textAt(policy, ["description"]);
  return {
    scope: `${project}/${region}`,
    session: {
      ...copy,
      name: copy.name ?? "unknown",
      mechanism: "gcp-packet-mirroring",
      state: off ? "inactive" : half ? "incomplete" : "active",
      ...(description === null ? {} : { options: { description } }),
    },
  };
}

/** The association copies to an endpoint group, which leads to the deployments of whoever collects. */
function associationSession(association: JsonObject, named: ReadonlyMap<string, JsonObject>): StateSession {
  const path = association.name as string;
  const project = projectIn(path);
  const copy = gcpAssociationCopy(association, project);
  const group = textAt(association, ["mirroringEndpointGroup"]);
  const collectors = group === null ? [] : collectorsOf(group, named, project);
  const state: State = /^active$/i.test(textAt(association, ["state"]) ?? "active") ? "active" : "unknown";
  return {
    scope: `${project ?? "unknown"}/${/\/locations\/([^/]+)/.exec(path)?.[1] ?? "global"}`,
    session: {
      ...copy,
      name: copy.name ?? path,
      mechanism: "gcp-packet-mirroring",
      state: copy.destinations.length === 0 ? "incomplete" : state,
      destinations: collectors.length > 0 ? collectors : copy.destinations,
    },
  };
}

function collectorsOf(
  group: string,
  named: ReadonlyMap<string, JsonObject>,
  project: string | null,
): readonly Destination[] {
  const deployments = textAt(named.get(group), ["mirroringDeploymentGroup"]);
  if (deployments === null) return [];
  return [...named.values()]
    .filter((one) => textAt(one, ["mirroringDeploymentGroup"]) === deployments)
    .flatMap((one) => textAt(one, ["forwardingRule"]) ?? [])
    .sort()
    .map((rule) => end("load-balancer", rule, project));
}
