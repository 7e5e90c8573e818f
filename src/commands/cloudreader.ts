import type { Observation } from "../model/observation.ts";
import { callObservation } from "../normalise/cloud/callobservation.ts";
import { callGathering, type KnownTargets } from "../normalise/cloud/calls.ts";
import { type CloudOperations, loadOperations } from "../parse/cloud/operation.ts";
import { recordsInText } from "../parse/cloud/record.ts";
import type { Candidate } from "../source/candidate.ts";
import type { RenewableReader } from "./noticereader.ts";

/** The reader of device messages, and beside it of audit records of clouds that a relay sends as messages. */
export function withClouds(
  reader: RenewableReader,
  operations: CloudOperations = loadOperations(),
): RenewableReader {
  const targets: KnownTargets = new Map();
  const anchored = (anchors: readonly string[]) => [...new Set([...anchors, ...operations.anchors])];
  return {
    anchors: anchored(reader.anchors),
    read: (candidate) => cloudObservations(candidate, operations, targets) ?? reader.read(candidate),
    rest: () => reader.rest(),
    renewal: (catalog, lookUp) => {
      const { anchors, use } = reader.renewal(catalog, lookUp);
      return { anchors: anchored(anchors), use };
    },
  };
}

/** Undefined for a message that holds no audit record. */
function cloudObservations(
  { text, at }: Candidate,
  operations: CloudOperations,
  targets: KnownTargets,
): readonly Observation[] | undefined {
  if (!text.includes("{")) return undefined;
  const { records } = recordsInText(text);
  if (records.length === 0) return undefined;
  const gathering = callGathering(operations, targets);
  for (const record of records) gathering.add(record);
  const received = new Date(at).toISOString();
  return gathering.calls().map((known) => callObservation(known, received));
}
