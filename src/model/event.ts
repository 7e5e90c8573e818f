import type { Finding, FindingStep } from "./finding.ts";

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
