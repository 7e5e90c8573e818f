import type { Cloud } from "../../model/cloudcall.ts";
import { at, isObject, type Json, type JsonObject, textAt } from "../../model/json.ts";
import { embeddedObjects } from "./embedded.ts";

/** One record of a cloud's audit log, without what it came wrapped in. */
export interface CloudRecord {
  readonly cloud: Cloud;
  readonly body: JsonObject;
}

/** How deep records may lie in what wraps them, and how many values are looked at for them. */
const deepest = 12;
const mostValues = 200_000;

/** Where Cloud Audit Logs keep their payload: as exported, and as BigQuery names the column. */
const payloads = ["protoPayload", "protopayload_auditlog"];

/** The cloud whose record this is; undefined for what is none, or wraps one. */
export function cloudOf(value: JsonObject): Cloud | undefined {
  if (
    textAt(value, ["eventName"]) !== null &&
    textAt(value, ["eventSource"], ["eventVersion"], ["eventID"]) !== null
  )
    return "aws";
  if (payloadOf(value) && textAt(payloadOf(value), ["methodName"]) !== null) return "gcp";
  return isAzure(value) ? "azure" : undefined;
}

/** The audit payload of a log entry. */
export function payloadOf(entry: JsonObject): JsonObject | undefined {
  return payloads.map((key) => at(entry, key)).find(isObject);
}

/** `operationName` is a text, an object with the text in it (REST), or a column of the table AzureActivity. */
function isAzure(value: JsonObject): boolean {
  const named = textAt(value, ["operationName"], ["operationName", "value"], ["operationNameValue"]);
  if (named === null) return false;
  return textAt(value, ["resourceId"], ["_ResourceId"], ["correlationId"], ["resourceUri"]) !== null;
}

/** Words that stand in every record of one of the clouds. */
const marks = /eventName|operationName|methodName/i;

export interface Found {
  readonly records: readonly CloudRecord[];
  /** False when a text held what looks like a record and breaks off or is wrong. */
  readonly whole: boolean;
}

/** The records that stand in a text, in whatever wraps them. */
export function recordsInText(text: string): Found & { readonly objects: number; readonly all: boolean } {
  const { objects, whole } = embeddedObjects(text);
  const found = objects.map(recordsIn);
  return {
    records: found.flatMap(({ records }) => records),
    whole: (whole || !marks.test(text)) && found.every((one) => one.whole),
    objects: objects.length,
    all: whole,
  };
}

/**
 * The records in a value: itself, or whatever lies in it, at any depth: lists, Pub/Sub messages (base64), CloudWatch and
 * Event Hub envelopes, SNS and EventBridge messages, rows of a query whose column holds a record as text.
 */
export function recordsIn(value: Json): Found {
  const records: CloudRecord[] = [];
  let left = mostValues;
  let whole = true;
  const visit = (one: Json, depth: number, key: string): void => {
    if (depth > deepest) return;
    if (left-- <= 0) {
      whole = false;
      return;
    }
    if (typeof one === "string") {
      const text = plainData(one, key);
      if (!text.includes("{")) return;
      const { objects, whole: all } = embeddedObjects(text);
      if (!all && marks.test(text)) whole = false;
      for (const inner of objects) visit(inner, depth + 1, "");
    } else if (isObject(one)) {
      const cloud = cloudOf(one);
      if (cloud) records.push({ cloud, body: one });
      else for (const [name, inner] of Object.entries(one)) visit(inner, depth + 1, name);
    } else if (Array.isArray(one)) for (const inner of one) visit(inner, depth + 1, key);
  };
  visit(value, 0, "");
  return { records, whole };
}

/** What a text says; where a message keeps its data it may be base64. */
function plainData(text: string, key: string): string {
  if (text.includes("{") || !/^(?:data|body|message|payload|base64payload)$/i.test(key)) return text;
  return /^[\w+/=\s-]{24,}$/.test(text) ? Buffer.from(text, "base64").toString("utf8") : text;
}
