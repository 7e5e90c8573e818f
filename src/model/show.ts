import type { MirrorSession } from "./session.ts";
import type { SnapshotRecord } from "./snapshot.ts";

/** A part of a session of which an output tells; nothing is concluded of the others. */
export type ShownPart = "mechanism" | "state" | "sources" | "destinations";

/** A session as a device showed it, as far as the output tells. */
export interface ShownSession extends MirrorSession {
  readonly tells: readonly ShownPart[];
}

/** A command of the device's own log of commands. */
export interface LoggedCommand {
  readonly line: number;
  readonly user: string | null;
  /** Terminal line. */
  readonly from: string | null;
  readonly command: string;
}

/**
 * What show output says of mirroring: the second vantage beside the config. Never complete: an output tells what is
 * there, and proves no absence.
 */
export interface ShowRecord extends SnapshotRecord {
  readonly vantage: "show";
  /** Commands whose output was recognised, each once. */
  readonly outputs: readonly string[];
  readonly sessions: readonly ShownSession[];
  /** VLANs that carry copies between switches: `100,400-402`. */
  readonly remoteVlans?: string;
  readonly commands: readonly LoggedCommand[];
}
