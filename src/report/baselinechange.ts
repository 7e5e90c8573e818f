import type { Approval } from "../model/approval.ts";
import { identity } from "../model/identity.ts";

/** What an import would do. */
export interface BaselineChange {
  /** For a device and session that had none. */
  readonly added: readonly Approval[];
  readonly changed: readonly { readonly from: Approval; readonly to: Approval }[];
  readonly same: number;
  /** In force and not in the file. */
  readonly absent: readonly Approval[];
}

/** Compares the approvals of a file with those in force. */
export function baselineChange(inForce: readonly Approval[], wanted: readonly Approval[]): BaselineChange {
  const before = new Map(inForce.map((approval) => [identity(approval), approval]));
  const pairs = wanted.map((to) => ({ from: before.get(identity(to)), to }));
  const named = new Set(wanted.map(identity));
  return {
    added: pairs.filter(({ from }) => from === undefined).map(({ to }) => to),
    changed: pairs.flatMap(({ from, to }) => (from && from.id !== to.id ? [{ from, to }] : [])),
    same: pairs.filter(({ from, to }) => from?.id === to.id).length,
    absent: inForce.filter((approval) => !named.has(identity(approval))),
  };
}
