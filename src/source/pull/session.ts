import type { PullFailure } from "./failure.ts";

/** What one session with a device brought. */
export interface SessionResult {
  /** The config, and the second view where the profile has one; in the device's bytes. */
  readonly config?: CommandResult;
  readonly second?: CommandResult;
  /** `show` output of the second vantage; commands that the device does not know are left out. */
  readonly shows: readonly CommandResult[];
  /** `whole`: the device says that the login sees everything; `unknown`: it does not say. */
  readonly privilege: "whole" | "less" | "unknown";
  /** As learned; empty without one. */
  readonly prompt: string;
  readonly failure?: PullFailure;
}

export interface CommandResult {
  readonly command: string;
  readonly text: string;
}
