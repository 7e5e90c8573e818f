import type { Approval } from "../model/approval.ts";
import type { Collector } from "../model/definition.ts";
import type { FindingKind, Verdict } from "../model/finding.ts";
import type { Observation } from "../model/observation.ts";
import { type Baseline, baselineOf } from "./baseline.ts";
import { commandKey } from "./key.ts";
import { type Standing, standing } from "./sessionjudge.ts";
import { sessionWeights, severityOf } from "./severity.ts";
import { judgeTampering } from "./tamperjudge.ts";

/**
 * Judges what a log showed, at once and before any look at the device. Commands that only take copying away, and those that
 * an approval covers, make no verdict. A failed or denied try is an `attempt`.
 * @param now ISO 8601
 */
export function judgeObservation(
  observation: Observation,
  approvals: readonly Approval[] | Baseline,
  now: string,
): Verdict[] {
  if (observation.effect === "blind") return [judgeTampering(observation)];
  const baseline = "forSession" in approvals ? approvals : baselineOf(approvals);
  const { session } = observation;
  const candidates = session ? baseline.forSession(observation.device, session.name) : [];
  const found = session && standing(session, candidates, now, true);
  if (found?.kind === "approved" || observation.effect === "remove") return [];
  return [
    typed(
      observation,
      observation.outcome === "failed" ? "attempt" : "command",
      candidates,
      found,
      baseline.collectors?.() ?? [],
    ),
  ];
}

function typed(
  observation: Observation,
  kind: FindingKind,
  candidates: readonly Approval[],
  found: Standing | undefined,
  collectors: readonly Collector[],
): Verdict {
  const { device, os, session, actor, commands } = observation;
  const differences = found && "differences" in found ? found.differences : [];
  const approval = found?.kind === "unexpected" ? found.nearest : found?.approval;
  return {
    kind,
    device,
    os,
    session: session?.name ?? "",
    ...(session?.context === undefined ? {} : { context: session.context }),
    key: commandKey(kind, device, session),
    ...severityOf(kind, weights(observation, candidates, collectors)),
    why: why(observation, found),
    ...(session ? { observed: session } : {}),
    differences,
    ...(approval ? { approvalId: approval.id } : {}),
    ...(actor === undefined ? {} : { actor }),
    ...(observation.from === undefined ? {} : { from: observation.from }),
    commands,
    lines: [],
  };
}

function weights(
  { session, actor, outcome }: Observation,
  candidates: readonly Approval[],
  collectors: readonly Collector[],
) {
  // One half is all that a command shows of a session, so a missing other half lowers nothing.
  const shown = session && {
    ...session,
    state: session.state === "incomplete" ? ("active" as const) : session.state,
  };
  return [
    ...(shown ? sessionWeights(shown, candidates, [], collectors) : []),
    ...(actor === undefined ? [[1, "nobody knows who did it"] as const] : []),
    ...(outcome === "candidate" ? [[-2, "it is not committed yet"] as const] : []),
  ];
}

const outcomes = { candidate: "typed", applied: "typed", failed: "tried without success" } as const;

function why(
  { actor, from, commands, outcome, at, session }: Observation,
  found: Standing | undefined,
): string {
  const who = `${actor ?? "somebody"}${from === undefined ? "" : ` from ${from}`}`;
  const what = commands.length > 3 ? `${commands.slice(0, 3).join(" / ")} / …` : commands.join(" / ");
  const pending = outcome === "candidate" ? ", not committed yet" : "";
  const verdict = session
    ? verdictInWords(found)
    : "it begins as a mirror statement and cannot be read, so look at the device";
  return `at ${at} ${who} ${outcomes[outcome]}: ${what}${pending}; ${verdict}`;
}

function verdictInWords(found: Standing | undefined): string {
  if (found?.kind === "expired") return `approval ${found.approval.id} ended on ${found.approval.until}`;
  if (found?.kind === "changed")
    return `this exceeds approval ${found.approval.id}: ${found.differences[0]?.words ?? ""}`;
  return "no approval covers it";
}
