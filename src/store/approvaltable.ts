import type { Database } from "better-sqlite3";
import { deviceKey, isWide } from "../compare/baseline.ts";
import type { Approval } from "../model/approval.ts";
import type { Definition } from "../model/definition.ts";
import { slot } from "../model/identity.ts";
import { isPattern, literal } from "../model/pattern.ts";
import { baselineTable } from "./baselinetable.ts";
import { byPrefix } from "./prefix.ts";
import type { StepTable } from "./steptable.ts";

export type ApprovalTable = ReturnType<typeof approvalTable>;

/** Approvals in force. Its writes expect to run inside a transaction. */
export function approvalTable(database: Database, history: StepTable, named: () => readonly Definition[]) {
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
  const bodies = database.prepare<[], [string, string]>("SELECT uid, body FROM approval").raw();
  const baseline = baselineTable(database, named);
  const find = byPrefix(database, "approval", "a-");

  return {
    all: () => all.all().map(read),
    has: (id: string): boolean => byUid.get(id) !== undefined,
    inForce: () => new Map(bodies.all()),
    /** By id or unambiguous prefix. */
    one(id: string): Approval | undefined {
      const uid = find(id);
      return uid === undefined ? undefined : read(byUid.get(uid)!);
    },
    baseline,
    /** False when the same content is in force already. */
    add(approval: Approval, by: string, at: string, comment = approval.reason): boolean {
      if (byUid.get(approval.id) !== undefined) return false;
      const place = [deviceColumn(approval.device), column(approval.session), slot(approval)] as const;
      const old = bySlot.get(...place);
      if (old !== undefined) {
        remove.run(read(old).id);
        history.take(read(old), "superseded", by, at, `by ${approval.id}`);
      }
      insert.run(approval.id, ...place, Number(approval.required), JSON.stringify(approval));
      history.take(approval, "approved", by, at, comment);
      return true;
    },
    remove(approval: Approval, by: string, at: string, reason: string): void {
      remove.run(approval.id);
      history.take(approval, "revoked", by, at, reason);
    },
  };
}

function deviceColumn(device: string): string {
  return isWide(device) ? "*" : deviceKey(column(device));
}

function column(text: string): string {
  return isPattern(text) ? "*" : literal(text);
}

function read(body: string): Approval {
  return JSON.parse(body);
}
