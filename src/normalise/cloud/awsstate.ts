// Listings of the EC2 API: DescribeTrafficMirrorSessions, -Targets, -Filters (AWS CLI Command Reference).
import { at, type Json, type JsonObject, textAt } from "../../model/json.ts";
import type { Destination, Direction, Filter } from "../../model/session.ts";
import { accountIn, awsSessionCopy, awsTarget, regionIn } from "./awscopy.ts";
import { type CloudState, listsNamed, objectsIn, type StateSession } from "./listing.ts";

/** What the listings say of AWS; undefined when none of them is of AWS. */
export function awsState(documents: readonly Json[], given?: string): CloudState | undefined {
  const [sessions, targets, filters] = [
    "TrafficMirrorSessions",
    "TrafficMirrorTargets",
    "TrafficMirrorFilters",
  ].map((key) => listsNamed(documents, key));
  if (!sessions && !targets) return undefined;
  const region = (targets ?? [])
    .map((one) => regionIn(textAt(one, ["networkLoadBalancerArn"])))
    .find((one) => one !== null);
  const scopeOf = (owner: string | null) =>
    given ?? ([owner ?? "unknown", region].filter(Boolean).join("/") || "unknown");
  const ends = new Map(
    (targets ?? []).map((one) => [textAt(one, ["trafficMirrorTargetId"]), awsTarget(one)]),
  );
  const rules = filters && new Map(filters.map((one) => [textAt(one, ["trafficMirrorFilterId"]), one]));
  const read = (sessions ?? []).map((one) => sessionOf(one, scopeOf(ownerOf(one)), targets && ends, rules));
  const used = new Set((sessions ?? []).map((one) => textAt(one, ["trafficMirrorTargetId"])));
  const idle = (targets ?? []).filter((one) => !used.has(textAt(one, ["trafficMirrorTargetId"])));
  const own = sessions === undefined ? [] : idle.flatMap((one) => idleTarget(one, scopeOf));
  const all = [...read, ...own];
  const why = blindness(documents, sessions);
  return {
    cloud: "aws",
    sessions: all,
    scopes: given === undefined ? all.map(({ scope }) => scope) : [given],
    blind: new Map(why === undefined ? [] : [["*", why]]),
  };
}

function ownerOf(session: JsonObject): string | null {
  const owner = at(session, "ownerId");
  return typeof owner === "number" ? String(owner).padStart(12, "0") : textAt(session, ["ownerId"]);
}

function blindness(documents: readonly Json[], sessions: unknown): string | undefined {
  if (sessions === undefined) return "the sessions were not listed (describe-traffic-mirror-sessions)";
  const more = objectsIn(documents).some((one) => textAt(one, ["nextToken"]) !== null);
  return more ? "a listing has more pages (NextToken)" : undefined;
}

type Ends = ReadonlyMap<string | null, Destination | undefined>;
type Rules = ReadonlyMap<string | null, JsonObject>;

/** Without a list of targets nobody knows where a copy goes; with one, a target that is not in it is gone. */
function sessionOf(
  one: JsonObject,
  scope: string,
  ends: Ends | undefined,
  rules: Rules | undefined,
): StateSession {
  const copy = awsSessionCopy(one);
  const target = ends?.get(textAt(one, ["trafficMirrorTargetId"]));
  const filter = rules?.get(textAt(one, ["trafficMirrorFilterId"]));
  const direction = filter ? directionOf(filter) : "both";
  const state = target ? "active" : ends ? "incomplete" : "unknown";
  const length = textAt(one, ["packetLength"]);
  return {
    scope,
    session: {
      name: copy.name ?? "unknown",
      mechanism: "aws-traffic-mirror",
      state: direction === null ? "inactive" : state,
      sources: copy.sources.map((source) => ({ ...source, direction: direction ?? "both" })),
      destinations: target ? [target] : copy.destinations,
      filters: filter ? filtersOf(filter) : [],
      options: {
        ...(length === null ? {} : { packetLength: length }),
        description: [textAt(one, ["trafficMirrorSessionId"]), textAt(one, ["description"])]
          .filter(Boolean)
          .join(": "),
      },
    },
  };
}

function rulesOf(filter: JsonObject, key: string): readonly Json[] {
  const rules = at(filter, key);
  return Array.isArray(rules) ? rules : [];
}

/** A filter lets nothing through that no rule accepts (Amazon VPC, "Traffic mirror filters"); null: nothing at all. */
function directionOf(filter: JsonObject): Direction | null {
  const accepts = (key: string) =>
    rulesOf(filter, key).some((rule) => textAt(rule, ["ruleAction"]) === "accept");
  const services = rulesOf(filter, "networkServices").length > 0;
  const [rx, tx] = [accepts("ingressFilterRules"), accepts("egressFilterRules")];
  if (services || (rx && tx)) return "both";
  return rx ? "rx" : tx ? "tx" : null;
}

/** Rules in the order in which they count, without their numbers and ids. */
function filtersOf(filter: JsonObject): readonly Filter[] {
  return (["ingress", "egress"] as const).flatMap((kind) =>
    [...rulesOf(filter, `${kind}FilterRules`)]
      .sort((a, b) => Number(textAt(a, ["ruleNumber"])) - Number(textAt(b, ["ruleNumber"])))
      .map((rule) => ({ kind, value: ruleInWords(rule) })),
  );
}

function ruleInWords(rule: Json): string {
  const ports = (key: string) => {
    const [from, to] = [textAt(rule, [key, "fromPort"]), textAt(rule, [key, "toPort"])];
    return from === null ? "" : from === to ? `:${from}` : `:${from}-${to}`;
  };
  const [action, protocol] = [textAt(rule, ["ruleAction"]), textAt(rule, ["protocol"])];
  const source = `${textAt(rule, ["sourceCidrBlock"]) ?? "any"}${ports("sourcePortRange")}`;
  const destination = `${textAt(rule, ["destinationCidrBlock"]) ?? "any"}${ports("destinationPortRange")}`;
  return `${action ?? "unknown"} protocol ${protocol ?? "any"} ${source} to ${destination}`;
}

/** A target that no session uses: half of a copying. */
function idleTarget(target: JsonObject, scopeOf: (owner: string | null) => string): readonly StateSession[] {
  const end = awsTarget(target);
  if (!end) return [];
  const owner = ownerOf(target) ?? accountIn(end.name);
  const session = {
    name: `target ${end.name ?? ""}`,
    mechanism: "aws-traffic-mirror",
    state: "incomplete" as const,
    sources: [],
    destinations: [end],
    filters: [],
  };
  return [{ scope: scopeOf(owner), session }];
}
