import type { Approval } from "../model/approval.ts";
import type { MirrorEvent } from "../model/event.ts";
import type { Finding, FindingKind, FindingState, FindingStep, Verdict } from "../model/finding.ts";
import type { Observation } from "../model/observation.ts";
import type { MirrorSession } from "../model/session.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import type { StoredBaseline } from "./baselinetable.ts";

/**
 * The calls that the pipeline makes, and no others: another database can stand where SQLite does. Every write is one
 * transaction; a finding, its history and its event are written in the same one, or not at all.
 */
export interface Store {
  readonly file: string;

  /** Approvals that are neither revoked nor superseded, expired ones included (they make `expired` findings). */
  approvals(): readonly Approval[];
  /**
   * The approvals in force as judgeSnapshot and judgeObservation ask for them: looked up by device, so that its cost does not
   * grow with the baseline. Take a new one for each audit; patterns are read once.
   */
  baseline(): StoredBaseline;
  /** In force, by id or unambiguous prefix. @throws Fault `id-ambiguous` */
  approval(id: string): Approval | undefined;
  /**
   * Ids that were new; the same content again changes nothing. An approval for the same device, session, context and
   * mechanism takes the old one's place. Open findings that are covered now are resolved at once.
   */
  approve(approvals: readonly Approval[], by: string, at: string): readonly string[];
  /** By id or unambiguous prefix; false when no such approval is in force. */
  revoke(id: string, by: string, reason: string, at: string): boolean;
  approvalHistory(id?: string): readonly ApprovalStep[];

  devices(): readonly KnownDevice[];
  /** The sessions of the newest complete snapshot of a device. */
  sessions(device: string): readonly MirrorSession[];

  /** Every session of the newest complete snapshots of all devices. */
  estate(): readonly { readonly device: string; readonly session: MirrorSession }[];
  /** Runs reads on one consistent view of the database, and much faster than each by itself. */
  reading<T>(step: () => T): T;

  /**
   * Stores what one audit of one device found. Verdicts open, change or refresh findings; findings of this device that the
   * verdicts no longer contain are resolved only when the snapshot is complete.
   */
  recordSnapshot(input: SnapshotInput): readonly StepTaken[];
  /**
   * Stores what a log showed; opens or refreshes findings and resolves none. A record that was stored before, the same
   * commands by the same actor at the same time, changes nothing.
   */
  recordObservation(observation: Observation, verdicts: readonly Verdict[], at: string): readonly StepTaken[];

  findings(filter?: FindingFilter): readonly Finding[];
  /** By id or unambiguous prefix. @throws Fault `id-ambiguous` */
  finding(id: string): Finding | undefined;
  findingHistory(id: string): readonly FindingHistoryRow[];
  /** Undefined when there is no such finding or the step changes nothing: it is acknowledged or resolved already. */
  acknowledge(id: string, by: string, comment: string, at: string): StepTaken | undefined;
  resolve(id: string, by: string, comment: string, at: string): StepTaken | undefined;

  /** Oldest first, in the order in which the steps were taken. */
  outbox(limit: number): readonly OutboxRow[];
  /** Removes nothing: marks rows as sent, so that the tail can be sent again after an abnormal close. */
  markSent(upTo: number, at: string): void;
  /** Rows marked as sent at this time or later wait again; how many there are. */
  resendSince(at: string): number;
  /** Removes rows that were sent before this time; how many there were. */
  pruneSent(before: string): number;
  outboxDepth(): { readonly pending: number; readonly oldest: string | null };

  close(): void;
}

export interface SnapshotInput {
  readonly snapshot: SnapshotRecord;
  /** SHA-256 of the config text, hex; the text itself is never stored. */
  readonly hash: string;
  /** File or pull that it came from. */
  readonly origin: string;
  readonly verdicts: readonly Verdict[];
  readonly by: string;
  readonly at: string;
  /** When the text left the device, where that is known for sure (a pull); `at` when absent. Nothing seen later is resolved. */
  readonly takenAt?: string;
  /** When its file was written. A command that was logged later cannot be in it, and stays a finding. */
  readonly fileTime?: string;
}

export interface StepTaken {
  readonly step: FindingStep;
  readonly finding: Finding;
  /** The event of this step, as it was put into the outbox. */
  readonly event: MirrorEvent;
}

export interface KnownDevice {
  readonly name: string;
  readonly os: string;
  readonly lastSeen: string;
  readonly lastComplete: string | null;
}

export interface ApprovalStep {
  readonly approval: Approval;
  readonly step: "approved" | "superseded" | "revoked";
  readonly by: string;
  readonly at: string;
  readonly comment: string;
}

export interface FindingFilter {
  readonly device?: string;
  readonly kind?: FindingKind;
  readonly state?: FindingState;
}

export interface FindingHistoryRow {
  readonly step: FindingStep;
  readonly by: string;
  readonly at: string;
  readonly comment: string;
}

export interface OutboxRow {
  readonly seq: number;
  readonly event: MirrorEvent;
}
