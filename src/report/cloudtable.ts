import { destinationsInWords, filtersInWords, sourcesInWords } from "../compare/exact.ts";
import type { CloudCall } from "../model/cloudcall.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import { table } from "./table.ts";

const none = "-";

/** Calls for a person, in the order in which they were made. */
export function cloudTable(calls: readonly CloudCall[], width: number): string {
  return table(
    ["time", "cloud", "operation", "outcome", "who", "from", "scope", "resource"],
    calls.map(({ time, cloud, operation, outcome, actor, sourceIp, scope, resource }) => [
      time ?? none,
      cloud,
      operation,
      outcome,
      actor ?? none,
      sourceIp ?? none,
      scope ?? none,
      resource ?? none,
    ]),
    width,
  );
}

/** What is copied now, scope by scope. */
export function stateTable(snapshots: readonly SnapshotRecord[], width: number): string {
  const rows = snapshots.flatMap(({ device, sessions }) =>
    sessions.map(({ name, mechanism, state, sources, destinations, filters }) => [
      device,
      name,
      mechanism,
      state,
      sourcesInWords(sources),
      destinationsInWords(destinations),
      filtersInWords(filters),
    ]),
  );
  return table(["scope", "session", "mechanism", "state", "from", "to", "filters"], rows, width);
}
