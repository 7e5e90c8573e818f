import { statSync } from "node:fs";
import { Fault } from "../model/fault.ts";
import type { Approval } from "../model/approval.ts";
import type { Finding } from "../model/finding.ts";
import { openStore } from "../store/sqlitestore.ts";
import type { Store } from "../store/store.ts";
import type { CommandContext } from "./context.ts";

/** Runs one step on the database of this command line and closes it, however the step ends. */
export async function withStore<T>(
  context: CommandContext,
  step: (store: Store) => T | Promise<T>,
): Promise<T> {
  const store = openStore(context.database());
  try {
    return await step(store);
  } finally {
    store.close();
  }
}

/** As withStore, for a step that only has something to do where there is a database already. @throws Fault `database-missing` */
export async function withKnownStore<T>(
  context: CommandContext,
  step: (store: Store) => T | Promise<T>,
): Promise<T> {
  const file = context.database();
  // What a missing right hides is told by opening it.
  if (!isMissing(file)) return withStore(context, step);
  throw new Fault({
    code: "database-missing",
    where: file,
    what: "there is no database",
    remedy:
      "check --database, or `database` of the settings; `mirrorwatch audit` or `mirrorwatch watch` makes one",
  });
}

function isMissing(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/** Who takes a step: `--by`, else the login name. */
export function actor(context: CommandContext, by: string | undefined): string {
  return by ?? context.user;
}

export function moment(context: CommandContext): string {
  return context.now().toISOString();
}

/** @throws Fault `finding-unknown`, `id-ambiguous` */
export function findingOf(store: Store, id: string): Finding {
  const finding = store.finding(id);
  if (finding) return finding;
  throw new Fault({
    code: "finding-unknown",
    where: id,
    what: "no finding has this id",
    remedy: "`mirrorwatch findings list --state all` shows the ids",
  });
}

/** @throws Fault `approval-unknown`, `id-ambiguous` */
export function approvalOf(store: Store, id: string): Approval {
  const approval = store.approval(id);
  if (approval) return approval;
  throw new Fault({
    code: "approval-unknown",
    where: id,
    what: "no approval in force has this id",
    remedy: "`mirrorwatch baseline list` shows the ids, `mirrorwatch baseline history` those of the past",
  });
}
