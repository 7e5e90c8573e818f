import { createHash } from "node:crypto";
import type { Database } from "better-sqlite3";
import { byPrefix } from "./prefix.ts";
import type { ApprovalStep } from "./store.ts";

export type StepTable = ReturnType<typeof stepTable>;

/** A step as it is stored. `hash` is null when it was taken before there was a chain. */
export interface StepRow {
  readonly seq: number;
  readonly uid: string;
  readonly step: ApprovalStep["step"];
  readonly by: string;
  readonly at: string;
  readonly comment: string;
  readonly body: string;
  readonly hash: string | null;
}

/** What is approved, defined or proposed: an approval or a definition. */
interface Subject {
  readonly id: string;
}

const columns = "seq, uid, step, by, at, comment, body, hash";

/** Everything that was ever done to the baseline, each step chained to the one before. Its writes expect a transaction. */
export function stepTable(database: Database) {
  const insert = database
    .prepare<[string, string, string, string, string, string], number>(
      "INSERT INTO approval_step (uid, step, by, at, comment, body) VALUES (?, ?, ?, ?, ?, ?) RETURNING seq",
    )
    .pluck();
  const seal = database.prepare<[string, number]>("UPDATE approval_step SET hash = ? WHERE seq = ?");
  const before = database
    .prepare<[number], string | null>(
      "SELECT hash FROM approval_step WHERE seq < ? AND hash IS NOT NULL ORDER BY seq DESC LIMIT 1",
    )
    .pluck();
  const open = database.prepare<[], StepRow>(
    `SELECT ${columns} FROM approval_step WHERE hash IS NULL ORDER BY seq`,
  );
  const all = database.prepare<[], StepRow>(`SELECT ${columns} FROM approval_step ORDER BY seq`);
  const of = database.prepare<[string], StepRow>(
    `SELECT ${columns} FROM approval_step WHERE uid = ? ORDER BY seq`,
  );
  const last = database
    .prepare<[], string | null>("SELECT hash FROM approval_step ORDER BY seq DESC LIMIT 1")
    .pluck();
  const highest = database
    .prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'approval_step'")
    .pluck();
  const find = {
    a: byPrefix(database, "approval_step", "a-"),
    c: byPrefix(database, "approval_step", "c-"),
    t: byPrefix(database, "approval_step", "t-"),
  };

  return {
    take(subject: Subject, step: ApprovalStep["step"], by: string, at: string, comment: string): void {
      insert.get(subject.id, step, by, at, comment, JSON.stringify(subject));
      for (const row of open.all()) seal.run(chained(before.get(row.seq) ?? "", row), row.seq);
    },
    rows: (): readonly StepRow[] => all.all(),
    /** Hash of the last step; empty when there is none. */
    head: () => last.get() ?? "",
    /** The highest number that a step ever had; 0 for none. */
    highest: () => highest.get() ?? 0,
    /** By id or unambiguous prefix. @throws Fault `id-ambiguous` */
    history(id?: string): readonly ApprovalStep[] {
      if (id === undefined) return all.all().map(readStep);
      const uid = find[letterOf(id)](id);
      return uid === undefined ? [] : of.all(uid).map(readStep);
    },
  };
}

/** SHA-256 over the hash before and everything that the step says. */
export function chained(before: string, row: Omit<StepRow, "hash">): string {
  const { seq, uid, step, by, at, comment, body } = row;
  const text = JSON.stringify([before, seq, uid, step, by, at, comment, body]);
  return createHash("sha256").update(text).digest("hex");
}

function letterOf(id: string): "a" | "c" | "t" {
  const letter = /^([ct])-/.exec(id)?.[1];
  return letter === "c" || letter === "t" ? letter : "a";
}

function readStep({ body, uid, step, by, at, comment }: StepRow): ApprovalStep {
  const subject = JSON.parse(body);
  const what = uid.startsWith("a-") ? { approval: subject } : { definition: subject };
  return { id: uid, ...what, step, by, at, comment };
}
