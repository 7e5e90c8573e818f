import type { OutboxEvent } from "../model/event.ts";
import type { FindingKind, FindingStep } from "../model/finding.ts";

/** What each kind of finding is called in an EventID. Closed: a SIEM maps every pair of EventID and cat to a record. */
const names: Readonly<Record<FindingKind, string>> = {
  unexpected: "MIRROR_SESSION_UNEXPECTED",
  changed: "MIRROR_SESSION_CHANGED",
  missing: "MIRROR_SESSION_MISSING",
  expired: "MIRROR_APPROVAL_EXPIRED",
  unread: "MIRROR_STATEMENT_UNREAD",
  command: "MIRROR_COMMAND_UNAPPROVED",
  concealed: "MIRROR_SESSION_CONCEALED",
  automation: "MIRROR_AUTOMATION_FOUND",
  blind: "MIRROR_DEVICE_BLIND",
  attempt: "MIRROR_COMMAND_ATTEMPTED",
};

/** The sign of life. */
export const heartbeatId = "MIRRORWATCH_HEARTBEAT";

const steps: readonly FindingStep[] = ["opened", "changed", "acknowledged", "resolved", "reopened"];

/** `MIRROR_SESSION_UNEXPECTED_OPENED`: the LEEF EventID of one step of one kind of finding (docs/events.md). */
export function eventId(kind: FindingKind, step: FindingStep): string {
  return `${names[kind]}_${step.toUpperCase()}`;
}

/** The EventID of whatever leaves. */
export function eventIdOf(event: OutboxEvent): string {
  return event.step === "heartbeat" ? heartbeatId : eventId(event.finding.kind, event.step);
}

/** The whole vocabulary of findings, for documentation and SIEM set-up. */
export function eventIds(): readonly { kind: FindingKind; step: FindingStep; eventId: string }[] {
  const kinds = Object.keys(names) as FindingKind[];
  return kinds.flatMap((kind) => steps.map((step) => ({ kind, step, eventId: eventId(kind, step) })));
}
