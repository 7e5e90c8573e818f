import type { Approval } from "../model/approval.ts";
import { type Definition, definitionKey } from "../model/definition.ts";
import { identity } from "../model/identity.ts";

/** What an import would do. */
export interface BaselineChange {
  /** Collectors and tags that are new or say something else than before. */
  readonly defined: readonly { readonly from: Definition | undefined; readonly to: Definition }[];
  /** Those in force that the file does not have. */
  readonly dropped: readonly Definition[];
  /** For a device and session that had none. */
  readonly added: readonly Approval[];
  readonly changed: readonly { readonly from: Approval; readonly to: Approval }[];
  readonly same: number;
  /** In force and not in the file. */
  readonly absent: readonly Approval[];
}

/** Compares the approvals of a file with those in force. */
export function baselineChange(
  inForce: readonly Approval[],
  wanted: readonly Approval[],
  known: readonly Definition[] = [],
  definitions: readonly Definition[] = [],
): BaselineChange {
  const defined = new Map(known.map((one) => [definitionKey(one), one]));
  const kept = new Set(definitions.map(definitionKey));
  const before = new Map(inForce.map((approval) => [identity(approval), approval]));
  const pairs = wanted.map((to) => ({ from: before.get(identity(to)), to }));
  const named = new Set(wanted.map(identity));
  return {
    defined: definitions
      .map((to) => ({ from: defined.get(definitionKey(to)), to }))
      .filter(({ from, to }) => from?.id !== to.id),
    dropped: known.filter((one) => !kept.has(definitionKey(one))),
    added: pairs.filter(({ from }) => from === undefined).map(({ to }) => to),
    changed: pairs.flatMap(({ from, to }) => (from && from.id !== to.id ? [{ from, to }] : [])),
    same: pairs.filter(({ from, to }) => from?.id === to.id).length,
    absent: inForce.filter((approval) => !named.has(identity(approval))),
  };
}
