// Every way in which the baseline changes; each runs inside the transaction of its caller.
import type { Approval } from "../model/approval.ts";
import type { Definition } from "../model/definition.ts";
import { Fault } from "../model/fault.ts";
import { approvable, coveredBy, isRequired } from "./coverage.ts";
import type { Tables } from "./sqlitestore.ts";
import type { BaselineWrite, PendingProposal } from "./store.ts";

interface Act {
  readonly by: string;
  readonly at: string;
}

/** Defines, approves and revokes, in this order; the ids that were new. */
export function writeBaseline(tables: Tables, write: BaselineWrite, act: Act): readonly string[] {
  const { define = [], approve = [], revoke = [] } = write;
  const fresh = [
    ...define.filter((one) => tables.definitions.add(one, act.by, act.at, reasonOf(one))),
    ...approve.filter((one) => tables.approvals.add(one, act.by, act.at)),
  ].map(({ id }) => id);
  const gone = revoke.filter(({ id, reason }) => revokeOne(tables, id, reason, act));
  if (fresh.length + gone.length > 0) settleByApproval(tables, act);
  return fresh;
}

function revokeOne({ approvals, definitions }: Tables, id: string, reason: string, act: Act): boolean {
  const definition = definitions.one(id);
  if (definition) {
    definitions.remove(definition, act.by, act.at, reason);
    return true;
  }
  const approval = approvals.one(id);
  if (approval) approvals.remove(approval, act.by, act.at, reason);
  return approval !== undefined;
}

/** Puts up what is not in force yet for a second person; the ids that were new. */
export function propose(
  { approvals, definitions, proposals }: Tables,
  subjects: readonly (Approval | Definition)[],
  { by, at }: Act,
): readonly string[] {
  const inForce = (id: string) => definitions.one(id) !== undefined || approvals.has(id);
  return subjects.filter((one) => !inForce(one.id) && proposals.add(one, by, at)).map(({ id }) => id);
}

/**
 * Puts proposals in force. @throws Fault `proposal-unknown`, `own-proposal` when one of them is the person's own; then none is.
 */
export function confirm(tables: Tables, ids: readonly string[], act: Act): readonly string[] {
  const found = ids.map((id) => pending(tables, id));
  const own = found.find(({ by }) => by === act.by);
  if (own) throw ownProposal(own);
  for (const proposal of found) {
    const { subject, by, at } = proposal;
    tables.proposals.remove(proposal);
    const comment = `proposed by ${by} at ${at}`;
    if ("kind" in subject) tables.definitions.add(subject, act.by, act.at, comment);
    else tables.approvals.add(subject, act.by, act.at, comment);
  }
  settleByApproval(tables, act);
  return found.map(({ subject }) => subject.id);
}

export function withdraw(tables: Tables, id: string, reason: string, act: Act): void {
  tables.proposals.remove(pending(tables, id), { ...act, reason });
}

function pending({ proposals }: Tables, id: string): PendingProposal {
  const found = proposals.one(id);
  if (found) return found;
  throw new Fault({
    code: "proposal-unknown",
    where: id,
    what: "nothing with this id waits to be confirmed",
    remedy: "`mirrorwatch baseline pending` shows the ids",
  });
}

function ownProposal({ subject, by }: PendingProposal): Fault {
  return new Fault({
    code: "own-proposal",
    where: subject.id,
    what: `${by} proposed it, so somebody else has to confirm it`,
    remedy: "ask a colleague to run `mirrorwatch baseline confirm`; nothing was changed",
  });
}

/** Resolves what the approvals in force now cover or no longer ask for. */
export function settleByApproval({ approvals, findings }: Tables, { by, at }: Act): void {
  const baseline = approvals.baseline();
  for (const finding of findings.unresolvedOfKinds(approvable)) {
    const cover = coveredBy(finding, baseline, at);
    if (cover !== undefined) findings.resolve(finding.id, { by, at, comment: `approved by ${cover}` });
  }
  for (const finding of findings.unresolvedOfKinds(["missing"])) {
    if (!isRequired(finding, baseline))
      findings.resolve(finding.id, { by, at, comment: "no longer required" });
  }
}

function reasonOf(definition: Definition): string {
  return definition.kind === "collector" ? definition.reason : "";
}
