import { resolve } from "node:path";
import type { Readable } from "node:stream";
import { Fault } from "../model/fault.ts";
import { callGathering, type KnownCall } from "../normalise/cloud/calls.ts";
import { type CloudOperations, loadOperations } from "../parse/cloud/operation.ts";
import { cloudReading } from "../parse/cloud/reading.ts";
import type { Trouble } from "../parse/cloud/piece.ts";
import { cloudBytes, cloudFiles } from "../source/cloudfile.ts";
import type { CommandContext } from "./context.ts";

/** What files of audit records came to. */
export interface CloudRead {
  readonly calls: readonly KnownCall[];
  readonly faults: readonly Fault[];
  readonly counts: CloudReadCounts;
}

export interface CloudReadCounts {
  readonly files: number;
  /** Audit records of whatever operation. */
  readonly records: number;
  /** Of these, records of operations that make, change or end copying. */
  readonly sighted: number;
  /** Values and lines that hold no audit record. */
  readonly foreign: number;
}

/** Beyond this many the first places of a file say enough. */
const mostTroubles = 5;

/**
 * Reads every file, folder and `-` (standard input); a file that cannot be read hides none of the others.
 *
 * @throws Fault `cloud-unreadable` when none of the paths is there
 */
export async function readCloud(
  context: Pick<CommandContext, "cwd" | "stop">,
  paths: readonly string[],
  stdin: () => Readable,
  operations: CloudOperations = loadOperations(),
): Promise<CloudRead> {
  const gathering = callGathering(operations);
  const counts = { files: 0, records: 0, foreign: 0 };
  const faults: Fault[] = [];
  const readOne = async (path: string, input?: Readable) => {
    const troubles: Trouble[] = [];
    let broken = false;
    const reading = cloudReading({ record: gathering.add, trouble: (one) => keep(troubles, one) });
    counts.files++;
    try {
      for await (const bytes of cloudBytes(path, input)) {
        if (context.stop.aborted) break;
        reading.push(bytes);
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push(error);
      broken = true;
    }
    const read = reading.end();
    counts.records += read.records;
    counts.foreign += read.foreign;
    // A file that could not be read to its end breaks off somewhere: that is one fault, not two.
    if (troubles.length > 0 && !broken) faults.push(malformed(path, troubles, read.troubles));
  };
  let opened = 0;
  for (const path of paths) {
    const files = path === "-" ? undefined : filesOf(resolve(context.cwd, path), faults);
    if (path === "-") await readOne("standard input", stdin());
    for (const file of files ?? []) await readOne(file);
    if (path === "-" || files !== undefined) opened++;
  }
  if (opened === 0 && faults[0]) throw faults[0];
  return { calls: gathering.calls(), faults, counts: { ...counts, sighted: gathering.sighted() } };
}

/** Undefined when nothing is there. */
function filesOf(path: string, faults: Fault[]): readonly string[] | undefined {
  try {
    return cloudFiles(path);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    faults.push(error);
    return undefined;
  }
}

function keep(troubles: Trouble[], one: Trouble): void {
  if (troubles.length < mostTroubles) troubles.push(one);
}

/** One fault for a file, with the places at which nothing could be read. */
function malformed(path: string, troubles: readonly Trouble[], count: number): Fault {
  const places = troubles.map(({ line, byte, what }) => `line ${line} (byte ${byte}): ${what}`);
  const more = count > troubles.length ? [`and ${count - troubles.length} more`] : [];
  return new Fault({
    code: "cloud-malformed",
    where: path,
    what: [...places, ...more].join(", "),
    remedy: "fetch the file again; what could be read of it counts",
  });
}
