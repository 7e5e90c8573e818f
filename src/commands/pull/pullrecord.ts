import type { SnapshotRecord } from "../../model/snapshot.ts";
import type { ConnectionFacts } from "../../source/pull/connection.ts";
import type { PullFailure } from "../../source/pull/failure.ts";
import type { CommandResult } from "../../source/pull/session.ts";
import type { PullTarget } from "../../source/pull/target.ts";
import type { Shown } from "../vantage.ts";

/** What is kept of one pull: what its config says of mirroring, never the config. */
export interface PullRecord {
  readonly target: PullTarget;
  readonly attempt: number;
  /** ISO 8601 UTC. */
  readonly takenAt: string;
  readonly milliseconds: number;
  /** Under the name of the inventory; not complete when the pull failed. */
  readonly snapshot: SnapshotRecord;
  /** What the second view says, where the os has one. */
  readonly second?: SnapshotRecord;
  /** What the device shows beside its config. */
  readonly shown?: Shown;
  /** The mirror statements of the text, by line. */
  readonly texts?: ReadonlyMap<number, string>;
  /** SHA-256 of the text, hex; empty without one. */
  readonly hash: string;
  /** Bytes of a text that is whole by its own signs. */
  readonly bytes: number | null;
  readonly shows: readonly CommandResult[];
  readonly privilege: "whole" | "less" | "unknown";
  readonly prompt: string;
  readonly facts?: ConnectionFacts;
  readonly failure?: PullFailure;
}

/** A device that is to be pulled, and what is known of it from before. */
export interface PullOrder {
  readonly target: PullTarget;
  /** Bytes of its last whole text. */
  readonly bytes: number | null;
}
