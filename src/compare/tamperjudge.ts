import type { Verdict } from "../model/finding.ts";
import type { Observation } from "../model/observation.ts";
import { textKey } from "./key.ts";
import { severityOf } from "./severity.ts";

/**
 * Logging, archive or accounting was turned off: from here on the device is a blind spot, until a complete snapshot shows that
 * it logs. A try that was refused is an `attempt`.
 */
export function judgeTampering(observation: Observation): Verdict {
  const { device, os, actor, from, commands, outcome, at } = observation;
  const kind = outcome === "failed" ? "attempt" : "blind";
  const who = `${actor ?? "somebody"}${from === undefined ? "" : ` from ${from}`}`;
  const tried = outcome === "failed" ? "tried without success to turn" : "turned";
  return {
    kind,
    device,
    os,
    session: "",
    key: textKey(`tamper-${kind}`, device, commands.join(" / ")),
    ...severityOf(kind, [[2, "what is done on the device may no longer be logged"]]),
    why: `at ${at} ${who} ${tried} off a log of what is done here: ${commands.slice(0, 3).join(" / ")}`,
    differences: [],
    ...(actor === undefined ? {} : { actor }),
    ...(from === undefined ? {} : { from }),
    commands,
    lines: [],
  };
}
