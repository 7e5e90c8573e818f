export const clouds = ["aws", "azure", "gcp"] as const;
export type Cloud = (typeof clouds)[number];

export type CloudEffect = "create" | "change" | "delete";

/** `started`: no record tells how it ended. `dry-run`: it would have succeeded, and nothing was done. */
export type CloudOutcome = "success" | "failure" | "denied" | "dry-run" | "started";

/** One call of a cloud's API that concerns copying of traffic: the JSON of `mirrorwatch cloud --json`. A public contract. */
export interface CloudCall {
  readonly cloud: Cloud;
  /** The API's own name in its documented spelling, without an API version (docs/cloud.md). */
  readonly operation: string;
  readonly effect: CloudEffect;
  readonly outcome: CloudOutcome;
  /** ARN, user or application, e-mail or subject; null when the record names nobody. */
  readonly actor: string | null;
  /** As the log has it: an address, or the name of the cloud's own service (`AWS Internal`). */
  readonly sourceIp: string | null;
  /** `account/region`, `subscription/resource group`, `project/region`. */
  readonly scope: string | null;
  /** Id of what was acted on. */
  readonly resource: string | null;
  /** ISO 8601 in UTC with milliseconds, of the call's first record. */
  readonly time: string | null;
  /** The same for every copy, order and wrapping of the call's records. */
  readonly key: string;
}
