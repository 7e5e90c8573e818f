import type { CredentialSet, PullSettings } from "../../settings/pullsettings.ts";
import type { JumpHost } from "../../source/pull/target.ts";
import type { PullOrder, PullRecord } from "./pullrecord.ts";

/** What the thread is started with; secrets are named in it and not held. */
export interface ThreadTask {
  readonly settings: PullSettings;
  readonly credentials: ReadonlyMap<string, CredentialSet>;
  readonly jumps: ReadonlyMap<string, JumpHost>;
  /** Catalog folders. */
  readonly folders: readonly string[];
}

export type ThreadOrder =
  | { readonly kind: "add"; readonly orders: readonly PullOrder[] }
  /** Nothing more will be added. */
  | { readonly kind: "close" }
  | { readonly kind: "stop" };

export type ThreadMessage =
  | { readonly kind: "ready"; readonly unreadKeys: readonly string[] }
  | { readonly kind: "record"; readonly record: PullRecord }
  | { readonly kind: "ended" }
  | {
      readonly kind: "fault";
      readonly fault: {
        readonly code: string;
        readonly where: string;
        readonly what: string;
        readonly remedy: string;
      };
    };
