// CloudTrail records (AWS CloudTrail User Guide, "CloudTrail record contents", "userIdentity element").
import type { CloudOutcome } from "../../model/cloudcall.ts";
import { at, isObject, type Json, type JsonObject, textAt, textOf } from "../../model/json.ts";
import type { CloudOperations } from "../../parse/cloud/operation.ts";
import { awsCallCopy } from "./awscopy.ts";
import { momentOf } from "./moment.ts";
import { type Sighting, withoutId } from "./sighting.ts";

/** What a CloudTrail record says of a call; undefined when it concerns no copying of traffic. */
export function awsSighting(record: JsonObject, operations: CloudOperations): Sighting | undefined {
  const source = textAt(record, ["eventSource"]);
  if (source !== null && !operations.services.aws.includes(source.toLowerCase())) return undefined;
  const operation = operations.find("aws", textAt(record, ["eventName"]) ?? "");
  if (!operation) return undefined;
  const [request, response] = [at(record, "requestParameters"), at(record, "responseElements")];
  const seen = {
    name: operation.operation,
    outcome: outcomeOf(record),
    actor: actorOf(at(record, "userIdentity")),
    sourceIp: textAt(record, ["sourceIPAddress"]),
    scope: scopeOf(record),
    resource: resourceOf(operation.resource, response, request),
    time: momentOf(at(record, "eventTime")),
  };
  return {
    ...seen,
    operation,
    call: callOf(record) ?? withoutId(seen),
    copy: awsCallCopy(operation.about, request, response),
  };
}

/** The records of one call that crosses accounts share an id beside their own. */
function callOf(record: JsonObject): string | null {
  return textAt(record, ["sharedEventID"], ["eventID"], ["requestID"]);
}

function outcomeOf(record: JsonObject): CloudOutcome {
  const code = textAt(record, ["errorCode"]);
  if (code === null) return textAt(record, ["errorMessage"]) === null ? "success" : "failure";
  if (/dryrunoperation/i.test(code)) return "dry-run";
  return /access_?denied|unauthori[sz]ed|authfailure|not_?authori[sz]ed|forbidden/i.test(code)
    ? "denied"
    : "failure";
}

/** The ARN where there is one; a service is known by its name, another account's caller by the account. */
function actorOf(identity: Json | undefined): string | null {
  const type = (textAt(identity, ["type"]) ?? "").toLowerCase();
  const account = accountOf(at(identity, "accountId"));
  const arn = textAt(identity, ["arn"]);
  if (arn !== null) return arn;
  const service = textAt(identity, ["invokedBy"]);
  if (type === "awsservice" && service !== null) return service;
  if (type === "awsaccount" && account !== null) return account;
  if (type === "root" && account !== null) return `arn:aws:iam::${account}:root`;
  return (
    textAt(
      identity,
      ["userName"],
      ["sessionContext", "sessionIssuer", "arn"],
      ["onBehalfOf", "userId"],
      ["principalId"],
    ) ??
    account ??
    service
  );
}

function scopeOf(record: JsonObject): string | null {
  const identity = at(record, "userIdentity");
  const account =
    accountOf(at(record, "recipientAccountId")) ??
    accountOf(at(identity, "accountId")) ??
    accountOf(at(identity, "sessionContext", "sessionIssuer", "accountId"));
  const parts = [account, textAt(record, ["awsRegion"])].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join("/");
}

/** Twelve digits, of which a number has lost the leading zeros. */
function accountOf(value: Json | undefined): string | null {
  const text = textOf(value);
  return typeof value === "number" && text !== null ? text.padStart(12, "0") : text;
}

function resourceOf(keys: readonly string[], ...places: readonly (Json | undefined)[]): string | null {
  for (const key of keys)
    for (const place of places) {
      const found = textBelow(place, key.toLowerCase(), 6);
      if (found !== null) return found;
    }
  return null;
}

/** EC2 nests what it was asked and what it answered in objects of their own, in either spelling. */
function textBelow(value: Json | undefined, key: string, depth: number): string | null {
  if (!isObject(value) || depth === 0) return null;
  for (const [name, one] of Object.entries(value))
    if (name.toLowerCase() === key && textOf(one) !== null) return textOf(one);
  for (const one of Object.values(value)) {
    const found = textBelow(one, key, depth - 1);
    if (found !== null) return found;
  }
  return null;
}
