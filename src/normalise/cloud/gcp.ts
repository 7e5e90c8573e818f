// Cloud Audit Logs: LogEntry with an AuditLog payload (Google Cloud, "Understand audit logs"; google.cloud.audit.AuditLog).
import type { CloudOutcome } from "../../model/cloudcall.ts";
import { at, isObject, type Json, type JsonObject, textAt } from "../../model/json.ts";
import type { CloudOperation, CloudOperations } from "../../parse/cloud/operation.ts";
import { payloadOf } from "../../parse/cloud/record.ts";
import { gcpCallCopy } from "./gcpcopy.ts";
import { momentOf } from "./moment.ts";
import { canonical, digest, type Sighting, withoutId } from "./sighting.ts";

/** What an audit entry says of a call; undefined when it concerns no copying of traffic. */
export function gcpSighting(entry: JsonObject, operations: CloudOperations): Sighting | undefined {
  const payload = payloadOf(entry);
  const operation = operations.find("gcp", textAt(payload, ["methodName"]) ?? "");
  if (!payload || !operation || !concerns(operation, payload)) return undefined;
  const resource = textAt(payload, ["resourceName"]);
  const seen = {
    name: operation.operation,
    outcome: outcomeOf(entry, payload),
    actor: textAt(
      payload,
      ["authenticationInfo", "principalEmail"],
      ["authenticationInfo", "principalSubject"],
      ["authenticationInfo", "authoritySelector"],
    ),
    sourceIp: textAt(payload, ["requestMetadata", "callerIp"]),
    scope: scopeOf(entry, resource),
    resource,
    time:
      momentOf(at(entry, "timestamp")) ??
      momentOf(at(payload, "requestMetadata", "requestAttributes", "time")),
  };
  const request = at(payload, "request") ?? at(payload, "requestJson") ?? null;
  return {
    ...seen,
    operation,
    call: callOf(entry) ?? withoutId(seen),
    copy: gcpCallCopy(operation.about, resource, request),
  };
}

/** Some operations concern copying only when the request says so. */
function concerns({ holds }: CloudOperation, payload: JsonObject): boolean {
  if (holds.length === 0) return true;
  const text = canonical(payload).toLowerCase();
  return holds.some((one) => text.includes(one.toLowerCase()));
}

/** The first and the last entry of a long operation share its id; copies of one entry share the entry's. */
function callOf(entry: JsonObject): string | null {
  const operation = textAt(entry, ["operation", "id"]);
  if (operation !== null) return digest("operation", operation);
  const insert = textAt(entry, ["insertId"]);
  return insert === null ? null : digest("entry", insert, momentOf(at(entry, "timestamp")));
}

function outcomeOf(entry: JsonObject, payload: JsonObject): CloudOutcome {
  const failed = failureOf(entry, payload);
  if (failed) return failed;
  if (at(payload, "request", "validateOnly") === true) return "dry-run";
  const operation = at(entry, "operation");
  const ended =
    !isObject(operation) ||
    truth(at(operation, "last")) ||
    textAt(payload, ["response", "status"]) === "DONE";
  return ended ? "success" : "started";
}

/** gRPC status 7 (permission denied) and 16 (unauthenticated), HTTP 401 and 403 of the compute API. */
function failureOf(entry: JsonObject, payload: JsonObject): CloudOutcome | undefined {
  const status = Number(textAt(payload, ["status", "code"]) ?? 0);
  if (status !== 0) return [7, 16, 401, 403].includes(status) ? "denied" : "failure";
  const error = at(payload, "response", "error");
  if (isObject(error))
    return /\b40[13]\b|denied|forbidden|unauthenticated/i.test(canonical(error)) ? "denied" : "failure";
  const refused = isRefused(at(payload, "authorizationInfo"));
  if (textAt(payload, ["status", "message"]) !== null) return refused ? "denied" : "failure";
  if (!/^(?:error|critical|alert|emergency)$/i.test(textAt(entry, ["severity"]) ?? "")) return undefined;
  return refused ? "denied" : "failure";
}

function isRefused(permissions: Json | undefined): boolean {
  return Array.isArray(permissions) && permissions.some((one) => at(one, "granted") === false);
}

function truth(value: Json | undefined): boolean {
  return value === true || value === "true";
}

const places = ["regions", "zones", "locations"];

/** `project/region`; `project/global` for what has no region. */
function scopeOf(entry: JsonObject, resource: string | null): string | null {
  const parts = (resource ?? "").replace(/^\/\/[^/]+\//, "").split("/");
  const after = (word: string) => (parts.includes(word) ? parts[parts.indexOf(word) + 1] : undefined);
  const labels = at(entry, "resource", "labels");
  const above = ["organizations", "folders"].find((word) => after(word) !== undefined);
  const project =
    after("projects") ?? (above === undefined ? textAt(labels, ["project_id"]) : `${above}/${after(above)}`);
  const place =
    places.map(after).find((one) => one !== undefined) ?? (parts.includes("global") ? "global" : undefined);
  const found = [project ?? logOwner(entry), place ?? textAt(labels, ["region"], ["location"], ["zone"])];
  const known = found.filter((part) => part);
  return known.length === 0 ? null : known.join("/");
}

/** `projects/P/logs/…`: the project, folder or organisation in whose log the entry stands. */
function logOwner(entry: JsonObject): string | null {
  const [kind, id] = (textAt(entry, ["logName"]) ?? "").split("/");
  if (!id) return null;
  return kind === "projects" ? id : `${kind}/${id}`;
}
