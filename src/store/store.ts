import type { Approval } from "../model/approval.ts";
import type { Definition } from "../model/definition.ts";
import type { Heartbeat, MirrorEvent, OutboxEvent } from "../model/event.ts";
import type { Finding, FindingKind, FindingState, FindingStep, Verdict } from "../model/finding.ts";
import type { Observation } from "../model/observation.ts";
import type { MirrorSession } from "../model/session.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import type { KnownOutline } from "./outlinetable.ts";
import type { PullMark } from "./pulltable.ts";
import type { StoredBaseline } from "./baselinetable.ts";
import type { ChainReport } from "./chain.ts";

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
  /** Every step that was taken with approvals and definitions, oldest first; of one by id or unambiguous prefix. */
  approvalHistory(id?: string): readonly ApprovalStep[];
  /** Collectors and tags in force. */
  definitions(): readonly Definition[];
  /** Several changes in one transaction; the ids that were new. What is covered afterwards is resolved at once. */
  writeBaseline(write: BaselineWrite, by: string, at: string): readonly string[];
  /** Puts up for a second person what is not in force; the ids that were new. */
  propose(subjects: readonly (Approval | Definition)[], by: string, at: string): readonly string[];
  proposals(): readonly PendingProposal[];
  /** Puts proposals in force, all or none. @throws Fault `proposal-unknown`, `own-proposal` */
  confirm(ids: readonly string[], by: string, at: string): readonly string[];
  /** @throws Fault `proposal-unknown` */
  withdraw(id: string, by: string, reason: string, at: string): void;
  /** Checks the history of the baseline against edits. @param heads hashes that must still be in it */
  verifyHistory(heads?: readonly string[]): ChainReport;

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
   * @param hold changes of an open command finding are stored and wait for releaseHeld() to become one step
   */
  recordObservation(
    observation: Observation,
    verdicts: readonly Verdict[],
    at: string,
    hold?: boolean,
  ): readonly StepTaken[];
  /** Takes the steps that were held at this time or before. */
  releaseHeld(before: string, at: string): readonly StepTaken[];

  /** How the last pulls of all devices went. */
  pulls(): readonly PullMark[];
  /** `bytes` null keeps what was known. */
  recordPull(mark: PullMark): void;

  /** Of the device's last whole config. */
  outline(device: string): KnownOutline | undefined;
  recordOutline(device: string, outline: KnownOutline): void;

  findings(filter?: FindingFilter): readonly Finding[];
  /** By id or unambiguous prefix. @throws Fault `id-ambiguous` */
  finding(id: string): Finding | undefined;
  /** Its steps and what people said of it, oldest first. */
  findingHistory(id: string): readonly FindingHistoryRow[];
  /** Adds a word to its history; it takes no step and makes no event. False when there is no such finding. */
  comment(id: string, by: string, comment: string, at: string): boolean;
  /** Undefined when there is no such finding or the step changes nothing: it is acknowledged or resolved already. */
  acknowledge(id: string, by: string, comment: string, at: string): StepTaken | undefined;
  resolve(id: string, by: string, comment: string, at: string): StepTaken | undefined;

  /** Oldest first, in the order in which the steps were taken. */
  outbox(limit: number): readonly OutboxRow[];
  /** Removes nothing: marks rows as sent, so that the tail can be sent again after an abnormal close. */
  markSent(upTo: number, at: string): void;
  /** Rows marked as sent at this time or later wait again; how many there are. */
  resendSince(at: string): number;
  /** Puts a sign of life into the outbox, unless there was one since this time; one that still waits gives way to it. */
  beat(by: string, at: string, since: string): Heartbeat | undefined;
  /** Removes at most so many rows of each kind; neither history of the baseline nor unsent events. */
  prune(limits: PruneLimits, most: number): Pruned;
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
  /** Where its newest snapshot came from; null when there is none. */
  readonly origin: string | null;
  /** Was that snapshot whole, and why. */
  readonly complete: boolean;
  readonly completeness: string | null;
}

/** One step with an approval or with a definition. */
export interface ApprovalStep {
  readonly id: string;
  readonly approval?: Approval;
  readonly definition?: Definition;
  readonly step: "approved" | "superseded" | "revoked" | "proposed" | "withdrawn";
  readonly by: string;
  readonly at: string;
  readonly comment: string;
}

export interface BaselineWrite {
  readonly define?: readonly Definition[];
  readonly approve?: readonly Approval[];
  /** Ids of approvals and definitions. */
  readonly revoke?: readonly { readonly id: string; readonly reason: string }[];
}

export interface PendingProposal {
  readonly subject: Approval | Definition;
  readonly by: string;
  readonly at: string;
}

/** What is older than its moment may go; absent: nothing of that kind does. */
export interface PruneLimits {
  /** Resolved findings of which nothing was heard since. */
  readonly resolvedBefore?: string;
  /** Observations, and verdicts on configs that a newer one has followed. */
  readonly observedBefore?: string;
  readonly sentBefore?: string;
}

/** Rows that were removed. */
export interface Pruned {
  readonly findings: number;
  readonly observations: number;
  readonly snapshots: number;
  readonly events: number;
}

export interface FindingFilter {
  readonly device?: string;
  readonly kind?: FindingKind;
  readonly state?: FindingState;
}

export interface FindingHistoryRow {
  readonly step: FindingStep | "commented";
  readonly by: string;
  readonly at: string;
  readonly comment: string;
}

export interface OutboxRow {
  readonly seq: number;
  readonly event: OutboxEvent;
}
