// Keeps a reference set as a list of values says, so that rules and queries can leave out what is approved.
import { setTimeout as pause } from "node:timers/promises";
import { Fault } from "../../model/fault.ts";
import type { Console } from "./console.ts";

export interface SetChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly same: number;
}

export interface SetOptions {
  readonly dryRun: boolean;
  /** Milliseconds that the console may take for it, and between two looks. */
  readonly deadline?: number;
  readonly poll?: number;
}

interface Wanted {
  readonly name: string;
  readonly description: string;
  readonly values: readonly string[];
}

const sets = "/reference_data_collections/sets";
const entries = "/reference_data_collections/set_entries";
const tasks = "/reference_data_collections/set_bulk_update_tasks";
/** Who put an entry there; entries of others are left alone. */
const source = "mirrorwatch";
const batch = 1_000;

/**
 * Adds what is missing and takes away its own entries that are no longer wanted; the set is made when it is not there.
 *
 * @throws Fault `reference-set`, and those of the console
 */
export async function syncSet(console: Console, wanted: Wanted, options: SetOptions): Promise<SetChange> {
  const [found] = await console.list(sets, { filter: `name="${wanted.name}"` });
  const known = found ? await console.list(entries, { filter: `collection_id=${Number(found.id)}` }) : [];
  const change = difference(wanted.values, known);
  if (options.dryRun || change.added.length + change.removed.length === 0) return change;
  const id = Number(found?.id ?? (await makeSet(console, wanted)));
  const updates = [
    ...change.added.map((value) => ({ collection_id: id, value, source })),
    ...change.removed.map((value) => ({ collection_id: id, value, source, delete_entry: true })),
  ];
  for (let at = 0; at < updates.length; at += batch)
    await update(console, updates.slice(at, at + batch), options);
  return change;
}

function difference(
  values: readonly string[],
  known: readonly Readonly<Record<string, unknown>>[],
): SetChange {
  const wanted = new Set(values);
  const there = new Set(known.map(({ value }) => String(value)));
  const own = known.filter((entry) => entry.source === source).map(({ value }) => String(value));
  return {
    added: [...wanted].filter((value) => !there.has(value)),
    removed: own.filter((value) => !wanted.has(value)),
    same: [...wanted].filter((value) => there.has(value)).length,
  };
}

async function makeSet(console: Console, { name, description }: Wanted): Promise<unknown> {
  const body = { name, description, entry_type: "ALN", namespace: "SHARED", expiry_type: "NO_EXPIRY" };
  const { body: made } = await console.call({ method: "POST", path: sets, body });
  return (made as { id?: unknown } | undefined)?.id;
}

/** A bulk update is a task of the console: it is asked about until it has ended. */
async function update(
  console: Console,
  body: readonly unknown[],
  { deadline = 60_000, poll = 1_000 }: SetOptions,
): Promise<void> {
  const { body: task } = await console.call({ method: "PATCH", path: entries, body });
  const id = (task as { id?: unknown } | undefined)?.id;
  let status = String((task as { status?: unknown } | undefined)?.status ?? "");
  for (const end = Date.now() + deadline; status !== "COMPLETED"; ) {
    if (/EXCEPTION|CONFLICT|CANCEL/.test(status))
      throw failed(console.where, `the update ended as ${status}`);
    if (Date.now() > end) throw failed(console.where, "the update was not done in time");
    await pause(poll);
    const { body: state } = await console.call({ method: "GET", path: `${tasks}/${Number(id)}` });
    status = String((state as { status?: unknown } | undefined)?.status ?? "");
  }
}

function failed(where: string, what: string): Fault {
  return new Fault({
    code: "reference-set",
    where: `${where}/api${entries}`,
    what,
    remedy: "run it again; it makes only what is missing",
  });
}
