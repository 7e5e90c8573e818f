import type { AlgorithmSet } from "../../settings/pullsettings.ts";

/** One device as it is reached. */
export interface PullTarget {
  readonly name: string;
  readonly os: string;
  readonly host: string;
  readonly port: number;
  /** Name of the credential set. */
  readonly credentials: string;
  /** Name of the jump host; null: reached directly. */
  readonly jump: string | null;
  readonly algorithms: AlgorithmSet;
  /** `SHA256:…` of its host key; null: known_hosts decides. */
  readonly fingerprint: string | null;
}

/** A host through which devices are reached. */
export interface JumpHost {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly credentials: string;
  readonly algorithms: AlgorithmSet;
  readonly fingerprint: string | null;
}

/** Bounds of one session with a device. */
export interface SessionLimits {
  readonly connectSeconds: number;
  readonly loginSeconds: number;
  /** Without a byte, inside a command's output. */
  readonly idleSeconds: number;
  readonly totalSeconds: number;
  readonly outputBytes: number;
}
