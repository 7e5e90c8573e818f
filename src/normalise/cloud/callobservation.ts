import type { CloudCall } from "../../model/cloudcall.ts";
import type { Observation } from "../../model/observation.ts";
import type { MirrorSession } from "../../model/session.ts";
import { fingerprintOf } from "../fingerprint.ts";
import type { KnownCall } from "./calls.ts";

/** Where a call is shown when its record names no scope. */
export const noScope = "unknown";

/** A call as the pipeline knows what logs show: the scope is the device, what the call copies the session. */
export function callObservation({ call, operation, copy }: KnownCall, now: string): Observation {
  const { actor, sourceIp, scope, time, effect } = call;
  return {
    vantage: "cloud-audit",
    device: scope ?? noScope,
    os: call.cloud,
    at: time ?? now,
    ...(actor === null ? {} : { actor }),
    ...(sourceIp === null ? {} : { from: sourceIp }),
    commands: [commandOf(call)],
    outcome: isDone(call) ? "applied" : "failed",
    effect: effect === "delete" ? "remove" : "add",
    call: { record: call, copies: operation.copies },
    session: sessionOf({ call, operation, copy }),
  };
}

/** A call of which no end is known may well have done what it was to do. */
export function isDone({ outcome }: CloudCall): boolean {
  return outcome === "success" || outcome === "started";
}

function commandOf({ operation, resource }: CloudCall): string {
  return resource === null ? operation : `${operation} ${resource}`;
}

/** As far as the call tells it. What has no name of its own is called by its id, else by the operation. */
function sessionOf({ call, operation, copy }: KnownCall): MirrorSession {
  const { sources, destinations, filters } = copy;
  const session = {
    name: copy.name ?? call.resource ?? call.operation,
    mechanism: operation.mechanism,
    reach: operation.mechanism === "packet-capture" ? ("file" as const) : ("address" as const),
    state: "active" as const,
    sources,
    destinations,
    filters,
    ...(call.actor === null ? {} : { options: { principal: call.actor } }),
  };
  return { ...session, lines: [], fingerprint: fingerprintOf(session) };
}
