// EC2 traffic mirroring, as requests, answers and listings spell it (Amazon EC2 API Reference, TrafficMirrorSession, -Target).
import { at, isObject, type Json, textAt } from "../../model/json.ts";
import type { Destination } from "../../model/session.ts";
import { type Copy, interfaceSource, joinedCopy, nothing } from "./copy.ts";

/** What a mirror session copies, and to which target: by id as long as nobody resolves it. */
export function awsSessionCopy(session: Json | undefined): Copy {
  const source = textAt(session, ["networkInterfaceId"]);
  const target = textAt(session, ["trafficMirrorTargetId"]);
  const number = textAt(session, ["sessionNumber"]);
  return {
    name: source === null ? null : number === null ? source : `${source}/${number}`,
    sources: source === null ? [] : [interfaceSource(source)],
    destinations: target === null ? [] : [{ kind: "target", name: target }],
    filters: [],
  };
}

/** Where a target ends, and whose it is; undefined when the text does not say. */
export function awsTarget(target: Json | undefined): Destination | undefined {
  const end = awsEnd(target);
  const owner = targetOwner(target);
  return end && { ...end, ...(owner === null ? {} : { owner }) };
}

function awsEnd(target: Json | undefined): Destination | undefined {
  const balancer = textAt(target, ["networkLoadBalancerArn"]);
  if (balancer !== null) return { kind: "load-balancer", name: balancer };
  const endpoint = textAt(target, ["gatewayLoadBalancerEndpointId"]);
  if (endpoint !== null) return { kind: "endpoint", name: endpoint };
  const port = textAt(target, ["networkInterfaceId"]);
  return port === null ? undefined : { kind: "interface", name: port };
}

/** Said, or in the ARN of a load balancer: whoever shares a target keeps owning it. */
function targetOwner(target: Json | undefined): string | null {
  const owner = at(target, "ownerId");
  if (typeof owner === "number") return String(owner).padStart(12, "0");
  return textAt(target, ["ownerId"]) ?? accountIn(textAt(target, ["networkLoadBalancerArn"]));
}

/** What a call says: the answer first, since it holds the whole session, then the request. */
export function awsCallCopy(about: string, request: Json | undefined, response: Json | undefined): Copy {
  return [response, request].map((one) => copyIn(about, one)).reduce(joinedCopy, nothing);
}

/** Request and answer wrap what they speak of in an object or two of its name. */
function copyIn(about: string, value: Json | undefined): Copy {
  if (about !== "session" && about !== "target") return nothing;
  for (const level of levels(value, 3)) {
    if (about === "session") {
      const copy = awsSessionCopy(level);
      if (copy.sources.length > 0 || copy.destinations.length > 0) return copy;
    } else {
      const target = awsTarget(level);
      if (target) return { ...nothing, destinations: [target] };
    }
  }
  return nothing;
}

function levels(value: Json | undefined, depth: number): readonly Json[] {
  if (!isObject(value) || depth === 0) return [];
  return [value, ...Object.values(value).flatMap((one) => levels(one, depth - 1))];
}

/** The account in an ARN. */
export function accountIn(arn: string | null | undefined): string | null {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn ?? "")?.[1] ?? null;
}

/** The region in an ARN. */
export function regionIn(arn: string | null | undefined): string | null {
  return /^arn:[^:]*:[^:]*:([a-z0-9-]+):/.exec(arn ?? "")?.[1] ?? null;
}
