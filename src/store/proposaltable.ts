import type { Database } from "better-sqlite3";
import type { Approval } from "../model/approval.ts";
import type { Definition } from "../model/definition.ts";
import type { StepTable } from "./steptable.ts";
import type { PendingProposal } from "./store.ts";

export type ProposalTable = ReturnType<typeof proposalTable>;

interface Row {
  readonly by: string;
  readonly at: string;
  readonly body: string;
}

/** What waits for a second person. Its writes expect to run inside a transaction. */
export function proposalTable(database: Database, steps: StepTable) {
  const all = database.prepare<[], Row>("SELECT by, at, body FROM proposal ORDER BY id");
  const byUid = database.prepare<[string], Row>("SELECT by, at, body FROM proposal WHERE uid = ?");
  const insert = database.prepare<[string, string, string, string]>(
    "INSERT INTO proposal (uid, by, at, body) VALUES (?, ?, ?, ?)",
  );
  const remove = database.prepare<[string]>("DELETE FROM proposal WHERE uid = ?");
  return {
    all: (): readonly PendingProposal[] => all.all().map(read),
    one: (id: string): PendingProposal | undefined => {
      const row = byUid.get(id);
      return row && read(row);
    },
    /** False when the same waits already. */
    add(subject: Approval | Definition, by: string, at: string): boolean {
      if (byUid.get(subject.id) !== undefined) return false;
      insert.run(subject.id, by, at, JSON.stringify(subject));
      steps.take(subject, "proposed", by, at, "reason" in subject ? subject.reason : "");
      return true;
    },
    /** Takes it off the list; a step says so unless it became an approval. */
    remove({ subject }: PendingProposal, withdrawn?: { by: string; at: string; reason: string }): void {
      remove.run(subject.id);
      if (withdrawn) steps.take(subject, "withdrawn", withdrawn.by, withdrawn.at, withdrawn.reason);
    },
  };
}

function read({ by, at, body }: Row): PendingProposal {
  return { subject: JSON.parse(body), by, at };
}
