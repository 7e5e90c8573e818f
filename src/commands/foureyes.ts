import type { Approval } from "../model/approval.ts";
import type { Definition } from "../model/definition.ts";
import { Fault } from "../model/fault.ts";
import type { BaselineWrite, Store } from "../store/store.ts";
import type { CommandContext } from "./context.ts";
import { moment } from "./desk.ts";

/**
 * Who approves, proposes or confirms. Where two people must agree, `--by` would let one person be both.
 * @throws Fault `usage`
 */
export function approver(context: CommandContext, by: string | undefined): string {
  if (by === undefined || !context.settings().baseline.fourEyes) return by ?? context.user;
  throw new Fault({
    code: "usage",
    where: "command line",
    what: "with `baseline.fourEyes` the login name counts, so --by is not allowed",
    remedy: "leave --by away",
  });
}

/** What a change of the baseline came to. */
export interface Written {
  /** Ids that are in force now, or wait for a second person. */
  readonly fresh: readonly string[];
  readonly pending: boolean;
}

/** Puts a change in force, or what it adds up for a second person; what it takes away counts at once either way. */
export function writeOrPropose(
  context: CommandContext,
  store: Store,
  write: BaselineWrite,
  by: string,
): Written {
  const at = moment(context);
  if (!context.settings().baseline.fourEyes) {
    return { fresh: store.writeBaseline(write, by, at), pending: false };
  }
  const subjects: readonly (Approval | Definition)[] = [...(write.define ?? []), ...(write.approve ?? [])];
  const fresh = store.propose(subjects, by, at);
  if (write.revoke) store.writeBaseline({ revoke: write.revoke }, by, at);
  return { fresh, pending: true };
}
