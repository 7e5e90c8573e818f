// Azure Activity Log events (Azure Monitor, "Azure activity log event schema"), as Event Hubs and as the REST API write them.
import type { CloudOutcome } from "../../model/cloudcall.ts";
import { at, isObject, type Json, type JsonObject, textAt } from "../../model/json.ts";
import { parsed } from "../../parse/cloud/embedded.ts";
import type { CloudOperation, CloudOperations } from "../../parse/cloud/operation.ts";
import { azureCallCopy } from "./azurecopy.ts";
import type { Copy } from "./copy.ts";
import { momentOf } from "./moment.ts";
import { digest, type Sighting, withoutId } from "./sighting.ts";

const schemas = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
/** Who a token was given to: people first, then applications. */
const claimNames = [
  "upn",
  `${schemas}upn`,
  "unique_name",
  `${schemas}name`,
  "preferred_username",
  `${schemas}emailaddress`,
  "email",
  "appid",
  "http://schemas.microsoft.com/identity/claims/objectidentifier",
  "oid",
  `${schemas}nameidentifier`,
];

/** What an Activity Log event says of a call; undefined when it concerns no copying of traffic. */
export function azureSighting(record: JsonObject, operations: CloudOperations): Sighting | undefined {
  const name = plainOrValue(record, "operationName") ?? textAt(record, ["operationNameValue"]) ?? "";
  const operation = operations.find("azure", name);
  if (!operation) return undefined;
  const resource =
    textAt(record, ["resourceId"], ["_ResourceId"], ["resourceUri"]) ?? scopeOfPermission(record);
  const seen = {
    name: nameOf(operation, name),
    outcome: outcomeOf(record),
    actor: actorOf(record),
    sourceIp: sourceOf(record),
    scope: scopeOf(record, resource),
    resource,
    time:
      momentOf(at(record, "eventTimestamp")) ??
      momentOf(at(record, "time")) ??
      momentOf(at(record, "timeGenerated")),
  };
  const correlation = textAt(record, ["correlationId"], ["operationId"]);
  const part = textAt(record, ["operationId"]);
  const call =
    correlation === null
      ? withoutId(seen)
      : digest(correlation.toLowerCase(), (resource ?? "").toLowerCase());
  return {
    ...seen,
    operation,
    call,
    ...(part === null ? {} : { part: part.toLowerCase() }),
    copy: copyOf(operation.about, resource, record),
  };
}

/** The documented spelling; for a pattern the name as it stands. */
function nameOf({ name }: CloudOperation, given: string): string {
  return name.includes("*") ? given : name;
}

/** A text, or the text in an object beside its translation. */
function plainOrValue(record: JsonObject, key: string): string | null {
  return textAt(record, [key], [key, "value"]);
}

function outcomeOf(record: JsonObject): CloudOutcome {
  const status =
    plainOrValue(record, "status") ??
    plainOrValue(record, "resultType") ??
    textAt(record, ["activityStatusValue"], ["activityStatus"]) ??
    plainOrValue(record, "eventName") ??
    textAt(record, ["properties", "eventName"]);
  if (status === null) return "started";
  if (/^succe|^success|^endrequest|^resolved$/i.test(status)) return "success";
  if (!/^fail|^cancel|^error|^denied|^reject/i.test(status)) return "started";
  return isDenied(record) ? "denied" : "failure";
}

/** A refusal by role, lock or policy; HTTP 401 and 403. */
function isDenied(record: JsonObject): boolean {
  const properties = opened(at(record, "properties"));
  const told = [
    plainOrValue(record, "subStatus"),
    textAt(record, ["resultSignature"], ["activitySubstatusValue"], ["resultDescription"]),
    textAt(properties, ["statusCode"], ["httpStatusCode"]),
    textAt(properties, ["statusMessage"]),
    textAt(record, ["httpRequest", "statusCode"]),
  ];
  return told.some(
    (text) =>
      text !== null && /forbidden|unauthorized|authorizationfailed|disallowedbypolicy|\b40[13]\b/i.test(text),
  );
}

function actorOf(record: JsonObject): string | null {
  const caller = textAt(record, ["caller"]);
  if (caller !== null) return caller;
  const identity = opened(at(record, "identity"));
  const claims = [opened(at(identity, "claims")), opened(at(record, "claims"))];
  for (const one of claims) {
    const found = textAt(one, ...claimNames.map((name) => [name]));
    if (found !== null) return found;
  }
  return (
    textAt(identity, ["authorization", "evidence", "principalId"]) ??
    textAt(opened(at(record, "authorization")), ["evidence", "principalId"]) ??
    (typeof identity === "string" ? textAt({ identity }, ["identity"]) : null)
  );
}

/** Some of its writers put a port behind the address. */
function sourceOf(record: JsonObject): string | null {
  const request = opened(at(record, "httpRequest"));
  const found =
    textAt(record, ["callerIpAddress"]) ??
    textAt(request, ["clientIpAddress"]) ??
    textAt(opened(at(record, "identity", "claims")), ["ipaddr"]) ??
    textAt(opened(at(record, "claims")), ["ipaddr"]);
  return found === null ? null : found.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
}

function scopeOf(record: JsonObject, resource: string | null): string | null {
  const parts = (resource ?? "").split("/");
  const after = (word: string) => parts[parts.findIndex((part) => part.toLowerCase() === word) + 1];
  const has = (word: string) => parts.some((part) => part.toLowerCase() === word);
  const subscription = has("subscriptions") ? after("subscriptions") : textAt(record, ["subscriptionId"]);
  const group = has("resourcegroups")
    ? after("resourcegroups")
    : textAt(record, ["resourceGroupName"], ["resourceGroup"]);
  const found = [subscription, group].filter((part) => part);
  return found.length === 0 ? null : found.join("/");
}

function scopeOfPermission(record: JsonObject): string | null {
  return textAt(record, ["authorization", "scope"], ["identity", "authorization", "scope"]);
}

/** Some of the writers keep what was asked for: a text with JSON in it. */
function copyOf(about: string, resource: string | null, record: JsonObject): Copy {
  const properties = opened(at(record, "properties"));
  const [request, response] = [at(properties, "requestbody"), at(properties, "responseBody")].map(opened);
  return azureCallCopy(about, resource ?? "", request ?? null, response ?? null);
}

/** Objects that were put into the log as text. */
function opened(value: Json | undefined): Json | undefined {
  if (typeof value !== "string" || !value.trimStart().startsWith("{")) return value;
  const inner = parsed(value);
  return isObject(inner) ? inner : value;
}
