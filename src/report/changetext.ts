import type { Approval } from "../model/approval.ts";
import type { Definition } from "../model/definition.ts";
import { approvalDifferences, definitionText } from "./approvallist.ts";
import type { BaselineChange } from "./baselinechange.ts";
import { plain } from "./plain.ts";

/** How a change of the baseline is told. */
export interface ChangeOutcome {
  readonly dryRun: boolean;
  /** What the file lacks is revoked. */
  readonly replace: boolean;
  /** What it adds waits for a second person. */
  readonly proposed: boolean;
  /** Entries under review, which were left out. */
  readonly review: number;
}

export function changeJson(change: BaselineChange, { dryRun, replace, proposed, review }: ChangeOutcome) {
  const { added, changed, same, absent, defined, dropped } = change;
  return {
    dryRun,
    proposed,
    added,
    changed,
    same,
    revoked: replace ? absent : [],
    absent: replace ? [] : absent,
    defined: defined.map(({ to }) => to),
    dropped: replace ? dropped : [],
    review,
  };
}

/** One line for each thing that changes, `+`, `~` or `-` in front of it, and the counts. */
export function changeText(change: BaselineChange, outcome: ChangeOutcome): string {
  const { added, changed, absent, defined, dropped } = change;
  const lines = [
    ...defined.map(({ from, to }) => `${from ? "~" : "+"} ${named(to)}: ${definitionChange(from, to)}`),
    ...added.map((approval) => `+ ${inWords(approval)}`),
    ...changed.map(({ from, to }) => `~ ${inWords(to)}: ${approvalDifferences(from, to).join("; ")}`),
    ...(outcome.replace ? absent.map((approval) => `- ${inWords(approval)}`) : []),
    ...(outcome.replace ? dropped.map((one) => `- ${named(one)}`) : []),
  ];
  return `${[...lines, counts(change, outcome)].map(plain).join("\n")}\n`;
}

function counts(change: BaselineChange, { dryRun, replace, proposed, review }: ChangeOutcome): string {
  const { added, changed, same, absent, defined, dropped } = change;
  const done = dryRun ? "would be " : "";
  const names = defined.length + (replace ? dropped.length : 0);
  const all = [
    `${added.length} ${done}${proposed ? "proposed" : "approved"}`,
    `${changed.length} ${done}${proposed ? "proposed as a change" : "changed"}`,
    `${replace ? absent.length : 0} ${done}revoked`,
    `${same} as they were`,
    ...(names === 0 ? [] : [`${names} names ${done}changed`]),
  ];
  const left =
    replace || absent.length === 0 ? "" : `; ${absent.length} in force are not in the file and stay`;
  const risky = review === 0 ? "" : `; ${review} under review were left out`;
  const next = proposed && !dryRun ? "; somebody else has to run `mirrorwatch baseline confirm`" : "";
  return `${all.join(", ")}${left}${risky}${next}`;
}

function definitionChange(from: Definition | undefined, to: Definition): string {
  const text = definitionText(to);
  return from === undefined ? text : `${definitionText(from)} -> ${text}`;
}

function named({ id, kind, name }: Definition): string {
  return `${id} ${kind} ${name}`;
}

function inWords({ id, device, session }: Approval): string {
  return `${id} ${device} session ${session}`;
}
