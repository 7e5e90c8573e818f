// Is the history of the baseline as it was written?
import { chained, type StepRow } from "./steptable.ts";

export interface ChainReport {
  readonly steps: number;
  /** Hash of the last step, which stands for the whole history; empty when there is none. */
  readonly head: string;
  /** What was tampered with, one sentence each; empty for a history that is whole. */
  readonly broken: readonly string[];
}

/** What is in force, as the tables have it: id -> JSON. */
export type InForce = ReadonlyMap<string, string>;

/**
 * Checks every step's hash, that none is gone from between or from the end, and that what is in force is what the steps made.
 * @param highest the highest number that a step ever had
 * @param heads hashes that somebody noted earlier; each must still be that of a step
 */
export function verifyChain(
  rows: readonly StepRow[],
  highest: number,
  inForce: InForce,
  heads: readonly string[] = [],
): ChainReport {
  const known = new Set(rows.map(({ hash }) => hash));
  const broken = [
    ...links(rows),
    ...ending(rows, highest),
    ...heads.filter((head) => !known.has(head)).map((head) => `no step has the hash ${head} any more`),
    ...effects(rows, inForce),
  ];
  return { steps: rows.length, head: rows.at(-1)?.hash ?? "", broken };
}

function links(rows: readonly StepRow[]): string[] {
  let before = "";
  let sealed = false;
  return rows.flatMap((row, index) => {
    const wanted = chained(before, row);
    const place = `step ${row.seq} (${row.step} ${row.uid} by ${row.by} at ${row.at})`;
    const gap = row.seq - (rows[index - 1]?.seq ?? 0) - 1;
    const gone = gap > 0 ? [`${gap} steps before ${place} are gone`] : [];
    before = row.hash ?? wanted;
    if (row.hash === null) return sealed ? [...gone, `${place} has lost its hash`] : gone;
    sealed = true;
    return row.hash === wanted ? gone : [...gone, `${place} is not as it was written`];
  });
}

function ending(rows: readonly StepRow[], highest: number): string[] {
  const missing = highest - (rows.at(-1)?.seq ?? 0);
  return missing > 0 ? [`the last ${missing} steps are gone`] : [];
}

/** Replays the steps and compares what they leave in force. */
function effects(rows: readonly StepRow[], inForce: InForce): string[] {
  const made = new Map<string, string>();
  for (const { uid, step, body } of rows) {
    if (step === "approved") made.set(uid, body);
    else if (step === "superseded" || step === "revoked") made.delete(uid);
  }
  const added = [...inForce.keys()].filter((uid) => !made.has(uid));
  const changed = [...inForce].filter(([uid, body]) => made.has(uid) && made.get(uid) !== body);
  const lost = [...made.keys()].filter((uid) => !inForce.has(uid));
  return [
    ...added.map((uid) => `${uid} is in force and no step has approved it`),
    ...changed.map(([uid]) => `${uid} is not what was approved`),
    ...lost.map((uid) => `${uid} was approved and is not in force, and no step has revoked it`),
  ];
}
