import type { Database } from "better-sqlite3";
import { type Definition, definitionKey } from "../model/definition.ts";
import type { StepTable } from "./steptable.ts";

export type DefinitionTable = ReturnType<typeof definitionTable>;

/** Collectors and tags in force. Its writes expect to run inside a transaction. */
export function definitionTable(database: Database, steps: StepTable) {
  const all = database.prepare<[], string>("SELECT body FROM definition ORDER BY key").pluck();
  const bodies = database.prepare<[], [string, string]>("SELECT uid, body FROM definition").raw();
  const byKey = database.prepare<[string], string>("SELECT body FROM definition WHERE key = ?").pluck();
  const byUid = database.prepare<[string], string>("SELECT body FROM definition WHERE uid = ?").pluck();
  const insert = database.prepare<[string, string, string]>(
    "INSERT INTO definition (uid, key, body) VALUES (?, ?, ?)",
  );
  const remove = database.prepare<[string]>("DELETE FROM definition WHERE uid = ?");
  return {
    all: (): readonly Definition[] => all.all().map(read),
    inForce: () => new Map(bodies.all()),
    /** By its whole id. */
    one(id: string): Definition | undefined {
      const body = byUid.get(id);
      return body === undefined ? undefined : read(body);
    },
    /** False when the same content is in force already. */
    add(definition: Definition, by: string, at: string, comment: string): boolean {
      const old = byKey.get(definitionKey(definition));
      const before = old === undefined ? undefined : read(old);
      if (before?.id === definition.id) return false;
      if (before) {
        remove.run(before.id);
        steps.take(before, "superseded", by, at, `by ${definition.id}`);
      }
      insert.run(definition.id, definitionKey(definition), JSON.stringify(definition));
      steps.take(definition, "approved", by, at, comment);
      return true;
    },
    remove(definition: Definition, by: string, at: string, reason: string): void {
      remove.run(definition.id);
      steps.take(definition, "revoked", by, at, reason);
    },
  };
}

function read(body: string): Definition {
  return JSON.parse(body);
}
