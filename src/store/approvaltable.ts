import type { Database } from "better-sqlite3";
import { type Baseline, deviceKey, namesDevice, namesSession } from "../compare/baseline.ts";
import type { Approval } from "../model/approval.ts";
import { identity } from "../model/identity.ts";
import { isPattern, literal } from "../model/pattern.ts";
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
  const bySession = database
    .prepare<[string, string], string>("SELECT body FROM approval WHERE device = ? AND session IN (?, '*')")
    .pluck();
  const byDevice = database
    .prepare<[string], string>("SELECT body FROM approval WHERE device = ? AND required = 1")
    .pluck();
  const patterns = database.prepare<[], string>("SELECT body FROM approval WHERE device = '*'").pluck();
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
    baseline: (): Baseline => tableBaseline({ bySession, byDevice, patterns }),
    /** False when the same content is in force already. */
    add(approval: Approval, by: string, at: string): boolean {
      if (byUid.get(approval.id) !== undefined) return false;
      const place = [deviceColumn(approval.device), column(approval.session), identity(approval)] as const;
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

interface BaselineQueries {
  readonly bySession: { all(device: string, session: string): string[] };
  readonly byDevice: { all(device: string): string[] };
  readonly patterns: { all(): string[] };
}

function tableBaseline({ bySession, byDevice, patterns }: BaselineQueries): Baseline {
  let wide: readonly Approval[] | undefined;
  const wideFor = (device: string) => {
    wide ??= patterns.all().map(read);
    return wide.length === 0 ? wide : wide.filter((approval) => namesDevice(approval, device));
  };
  return {
    forSession: (device, session) =>
      [...bySession.all(deviceKey(device), session).map(read), ...wideFor(device)].filter((approval) =>
        namesSession(approval, session),
      ),
    required: (device) => [
      ...byDevice.all(deviceKey(device)).map(read),
      ...wideFor(device).filter((approval) => approval.required),
    ],
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
