import type { CloudCall } from "../model/cloudcall.ts";
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
