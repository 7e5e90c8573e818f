import type { Database } from "better-sqlite3";
import { deviceKey } from "../compare/baseline.ts";
import type { Approval } from "../model/approval.ts";
import { slot } from "../model/identity.ts";
import { isPattern, literal } from "../model/pattern.ts";
import { baselineTable } from "./baselinetable.ts";
import { byPrefix } from "./prefix.ts";
import type { ApprovalStep } from "./store.ts";

export type ApprovalTable = ReturnType<typeof approvalTable>;

interface StepRow {
  readonly body: string;
  readonly step: ApprovalStep["step"];
  readonly by: string;
  readonly at: string;
  readonly comment: string;
}

/** Approvals in force and their history. Its writes expect to run inside a transaction. */
export function approvalTable(database: Database) {
  const all = database
    .prepare<[], string>("SELECT body FROM approval ORDER BY device, session, slot")
    .pluck();
  const byUid = database.prepare<[string], string>("SELECT body FROM approval WHERE uid = ?").pluck();
  const bySlot = database
    .prepare<[string, string, string], string>(
      "SELECT body FROM approval WHERE device = ? AND session = ? AND slot = ?",
    )
    .pluck();
  const insert = database.prepare<[string, string, string, string, number, string]>(
    "INSERT INTO approval (uid, device, session, slot, required, body) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const remove = database.prepare<[string]>("DELETE FROM approval WHERE uid = ?");
  const addStep = database.prepare<[string, string, string, string, string, string]>(
    "INSERT INTO approval_step (uid, step, by, at, comment, body) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const steps = database.prepare<[], StepRow>(
    "SELECT step, by, at, comment, body FROM approval_step ORDER BY seq",
  );
  const stepsOf = database.prepare<[string], StepRow>(
    "SELECT step, by, at, comment, body FROM approval_step WHERE uid = ? ORDER BY seq",
  );
  const baseline = baselineTable(database);
  const find = byPrefix(database, "approval", "a-");
  const findStep = byPrefix(database, "approval_step", "a-");

  function take(
    approval: Approval,
    step: ApprovalStep["step"],
    by: string,
    at: string,
    comment: string,
  ): void {
    addStep.run(approval.id, step, by, at, comment, JSON.stringify(approval));
  }

  return {
    all: () => all.all().map(read),
    /** By id or unambiguous prefix. */
    one(id: string): Approval | undefined {
      const uid = find(id);
      return uid === undefined ? undefined : read(byUid.get(uid)!);
    },
    baseline,
    /** False when the same content is in force already. */
    add(approval: Approval, by: string, at: string): boolean {
      if (byUid.get(approval.id) !== undefined) return false;
      const place = [deviceColumn(approval.device), column(approval.session), slot(approval)] as const;
      const old = bySlot.get(...place);
      if (old !== undefined) {
        remove.run(read(old).id);
        take(read(old), "superseded", by, at, `by ${approval.id}`);
      }
      insert.run(approval.id, ...place, Number(approval.required), JSON.stringify(approval));
      take(approval, "approved", by, at, approval.reason);
      return true;
    },
    remove(approval: Approval, by: string, at: string, reason: string): void {
      remove.run(approval.id);
      take(approval, "revoked", by, at, reason);
    },
    history(id?: string): readonly ApprovalStep[] {
      if (id === undefined) return steps.all().map(readStep);
      const uid = findStep(id);
      return uid === undefined ? [] : stepsOf.all(uid).map(readStep);
    },
  };
}

function deviceColumn(device: string): string {
  return deviceKey(column(device));
}

function column(text: string): string {
  return isPattern(text) ? "*" : literal(text);
}

function read(body: string): Approval {
  return JSON.parse(body);
}

function readStep({ body, ...row }: StepRow): ApprovalStep {
  return { approval: read(body), ...row };
}
