import type { Verdict } from "../model/finding.ts";

/** Mechanism of the glossary -> LEEF `cat`. Closed like the EventIDs: never a device name, an id or a number. */
const categories: ReadonlyMap<string, string> = new Map([
  ["span", "SPAN"],
  ["rspan-source", "RSPAN"],
  ["rspan-destination", "RSPAN"],
  ["erspan-source", "ERSPAN"],
  ["erspan-destination", "ERSPAN"],
  ["traffic-export", "TRAFFIC_EXPORT"],
  ["vacl-capture", "VACL_CAPTURE"],
  ["acl-capture", "ACL_CAPTURE"],
  ["packet-capture", "PACKET_CAPTURE"],
  ["datapath-debug", "PACKET_CAPTURE"],
  ["analyzer", "ANALYZER"],
  ["port-mirroring", "PORT_MIRRORING"],
  ["mirror-profile", "PORT_MIRRORING"],
  ["next-hop-group", "PORT_MIRRORING"],
  ["service-module", "SERVICE_MODULE"],
  ["mirror-filter", "MIRROR_FILTER"],
  ["mirror-decrypt-traffic", "DECRYPTED_MIRROR"],
  ["flow-tap", "FLOW_TAP"],
  ["radius-flow-tap", "FLOW_TAP"],
  ["mobile-flow-tap", "FLOW_TAP"],
  ["dynamic-flow-capture", "FLOW_TAP"],
  ["session-mirroring", "SESSION_MIRRORING"],
  ["monitoring", "FLOW_MONITORING"],
  ["aws-traffic-mirror", "AWS_TRAFFIC_MIRROR"],
  ["azure-vtap", "AZURE_VTAP"],
  ["gcp-packet-mirroring", "GCP_PACKET_MIRRORING"],
]);

/** A mechanism that this version has no category for. */
const other = "OTHER";
/** The finding is about the device as a whole. */
export const deviceCategory = "DEVICE";
/** A session of which no mechanism is known: it is gone, or only a part of a command was seen. */
const unspecified = "UNSPECIFIED";

/** The sign of life, which is about no device. */
export const heartbeatCategory = "HEARTBEAT";

/** The LEEF category of a finding: which way of copying it is about. */
export function category(verdict: Pick<Verdict, "session" | "observed">): string {
  if (verdict.observed) return categories.get(verdict.observed.mechanism) ?? other;
  return verdict.session === "" ? deviceCategory : unspecified;
}

/** The whole vocabulary, for documentation and SIEM set-up. */
export function categoryNames(): readonly string[] {
  return [...new Set(categories.values()), other, deviceCategory, unspecified, heartbeatCategory];
}

/** Every mechanism that has a category of its own. */
export function mechanisms(): readonly string[] {
  return [...categories.keys()];
}
