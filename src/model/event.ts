import type { Finding, FindingStep } from "./finding.ts";

/** A sign of life: when it stays away, mirrorwatch or the way to the SIEM has failed. */
export interface Heartbeat {
  readonly uuid: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly step: "heartbeat";
  readonly by: string;
  /** Devices known; findings that nobody has resolved; events that wait in the outbox. */
  readonly devices: number;
  readonly findings: number;
  readonly waiting: number;
  /** Hash of the last step of the baseline's history, so that the SIEM is a witness of it; empty when there is none. */
  readonly head: string;
}

/** Whatever leaves for the SIEM. */
export type OutboxEvent = MirrorEvent | Heartbeat;

/** One step of one finding, on its way to the SIEM. */
export interface MirrorEvent {
  /** Unique for ever: a receiver can recognise a repeat. */
  readonly uuid: string;
  /** ISO 8601 UTC of the step. */
  readonly at: string;
  readonly step: FindingStep;
  /** Who took the step: a user, `audit`, `watch`. */
  readonly by: string;
  readonly finding: Finding;
}
