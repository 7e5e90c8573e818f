import type { CloudCall } from "./cloudcall.ts";
import type { MirrorSession } from "./session.ts";

export type Vantage = "config" | "syslog" | "accounting" | "snmp" | "show" | "cloud-audit" | "cloud-state";

/** A session or command seen on a device at a time through one vantage. */
export interface Observation {
  readonly vantage: Vantage;
  readonly device: string;
  readonly os: string;
  /** ISO 8601 UTC: the device's time when its clock can be trusted, else when it was received. */
  readonly at: string;
  readonly actor?: string;
  /** Where the actor came from: address, line, console. */
  readonly from?: string;
  /** What was typed, with its parents, secrets cut: `monitor session 4 type erspan-source`, `set forwarding-options …`. */
  readonly commands: readonly string[];
  /** `candidate`: typed on an OS with commits and not committed yet; `applied`: in force; `failed`: refused or denied. */
  readonly outcome: "candidate" | "applied" | "failed";
  /** `remove`: the commands only take copying away. `blind`: they turn off a log of what is done on the device. */
  readonly effect: "add" | "remove" | "blind";
  /** The call of a cloud's API that a log showed; `copies`: with it alone, traffic begins to be copied elsewhere. */
  readonly call?: { readonly record: CloudCall; readonly copies: boolean };
  /** The session as far as the commands tell it; often without its other half. */
  readonly session?: MirrorSession;
}
