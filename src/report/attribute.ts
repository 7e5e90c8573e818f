import { isIP } from "node:net";
import { copyEndInWords } from "../compare/copyend.ts";
import type { Heartbeat, MirrorEvent, OutboxEvent } from "../model/event.ts";
import { category, heartbeatCategory } from "./category.ts";
import { destinationText, filterText, sourceText } from "./end.ts";

/** One key and value of an event, not yet cleaned for any format. */
export type Attribute = readonly [key: string, value: string];

/**
 * What an event says, in the order in which it is written. Keys up to `policy` are predefined by LEEF 2.0 (IBM, "Predefined
 * LEEF event attributes"); the others are words of the glossary and collide with none of them. Nothing that is unknown is
 * invented: no `dst` for a copy that ends at a port, no `src` when the actor's address is not known.
 */
export function attributes(event: OutboxEvent): readonly Attribute[] {
  if (event.step === "heartbeat") return ofHeartbeat(event).filter(([, value]) => value !== "");
  return [...predefined(event), ...ofFinding(event), ...ofSession(event), ...ofStep(event)].filter(
    ([, value]) => value !== "",
  );
}

/** A sign of life is never grave. */
export function severityOfEvent(event: OutboxEvent): number {
  return event.step === "heartbeat" ? 1 : severity(event.finding.severity);
}

function ofHeartbeat(event: Heartbeat): readonly Attribute[] {
  const { at, uuid, by, devices, findings, waiting, head } = event;
  return [
    ["cat", heartbeatCategory],
    ["devTime", String(Date.parse(at))],
    ["sev", String(severityOfEvent(event))],
    ["uuid", uuid],
    ["by", by],
    ["devices", String(devices)],
    ["findings", String(findings)],
    ["waiting", String(waiting)],
    ["head", head],
  ];
}

function predefined({ at, finding }: MirrorEvent): readonly Attribute[] {
  const target = finding.observed?.destinations.find(({ address }) => isAddress(address))?.address;
  return [
    ["cat", category(finding)],
    ["devTime", String(Date.parse(at))],
    ["sev", String(severity(finding.severity))],
    ["src", isAddress(finding.from) ? finding.from : ""],
    ["dst", target ?? ""],
    ["usrName", finding.actor ?? ""],
    ["resource", [finding.device, finding.context, finding.session].filter(Boolean).join("/")],
    ["policy", finding.approvalId ?? ""],
  ];
}

function ofFinding({ uuid, finding }: MirrorEvent): readonly Attribute[] {
  return [
    ["finding", finding.id],
    ["kind", finding.kind],
    ["uuid", uuid],
    ["fingerprint", finding.observed?.fingerprint ?? ""],
    ["device", finding.device],
    ["os", finding.os],
    ["session", finding.session],
    ["context", finding.context ?? ""],
  ];
}

function ofSession({ finding }: MirrorEvent): readonly Attribute[] {
  const { observed, why } = finding;
  const said: readonly Attribute[] = [
    ["difference", finding.differences.map(({ words }) => words).join("; ")],
    ["command", (finding.commands ?? []).join(" / ")],
  ];
  if (!observed) return [["why", why], ...said];
  const { mechanism, reach, state, sources, destinations, filters } = observed;
  return [
    ["mechanism", mechanism],
    ["reach", reach],
    ["state", state],
    ["sourceCount", String(sources.length)],
    ["destinationCount", String(destinations.length)],
    ["why", why],
    ["ends", (finding.ends ?? []).map(copyEndInWords).join("; ")],
    ["destinations", destinations.map(destinationText).join(", ")],
    ["sources", sources.map(sourceText).join(", ")],
    ["filters", filters.map(filterText).join(", ")],
    ...said,
  ];
}

function ofStep({ step, by, finding }: MirrorEvent): readonly Attribute[] {
  return [
    ["step", step],
    ["by", by],
    ["life", finding.state],
    ["from", finding.from ?? ""],
    ["firstSeen", finding.firstSeen],
    ["lines", finding.lines.join(",")],
  ];
}

/** LEEF's `sev` is 1 to 10. */
export function severity(value: number): number {
  return Math.min(10, Math.max(1, Math.round(value) || 1));
}

/** An address without a zone: `fe80::1%eth0` names an interface of some other machine. */
function isAddress(text: string | undefined): text is string {
  return text !== undefined && isIP(text) !== 0 && !text.includes("%");
}
