import type { FindingKind, Verdict } from "../model/finding.ts";
import { copyEndInWords, type EndsOf } from "./copyend.ts";
import { isElsewhere } from "./reference.ts";

/** Findings about a session as it is there, or as it was typed. */
const aboutSessions: readonly FindingKind[] = ["unexpected", "changed", "expired", "command"];

/**
 * What the estate as a whole adds to a verdict: where the copy really ends, when it leaves the device. An end that nobody is
 * known to receive raises the severity by one. Pure.
 */
export function withEnds(verdict: Verdict, endsOf: EndsOf): Verdict {
  const { observed, kind, device } = verdict;
  if (!observed || !aboutSessions.includes(kind)) return verdict;
  if (!observed.destinations.some((end) => isElsewhere(end.kind))) return verdict;
  const ends = endsOf(device, observed);
  if (ends.length === 0) return verdict;
  const joined = ends.filter((end) => end.device !== undefined || end.collector !== undefined);
  const told = joined.length === 0 ? "" : `; it comes out at ${joined.map(copyEndInWords).join("; ")}`;
  return { ...raised(verdict, ends.find(({ owned }) => !owned)?.destination), ends, why: verdict.why + told };
}

function raised(verdict: Verdict, unowned: string | undefined): Verdict {
  if (unowned === undefined || verdict.observed?.state === "inactive") return verdict;
  const reason = `+1 no device of the estate and no approved collector is known to receive ${unowned}`;
  return {
    ...verdict,
    severity: Math.min(10, verdict.severity + 1),
    reasons: [...(verdict.reasons ?? []), reason],
  };
}
