import { failureLines, type FailureGroup } from "../../report/pullreport.ts";
import { json, plain } from "../../report/plain.ts";
import { remedyOf } from "../../source/pull/failure.ts";
import { type AuditTalk, tellAudit } from "../auditoutput.ts";
import { auditJson } from "../auditresult.ts";
import type { CommandContext } from "../context.ts";
import type { PullRun, PullTrouble } from "./run.ts";

/** Tells what a run of pulls came to: failures by class, then the audit as any other. */
export function tellPull(context: CommandContext, run: PullRun, talk: AuditTalk): void {
  const groups = failureGroups(run.failures);
  for (const line of failureLines(groups)) context.talk(`mirrorwatch: ${line}`);
  for (const key of run.accepted) context.talk(`mirrorwatch: host key accepted: ${plain(key)}`);
  for (const line of run.unreadKeys)
    context.talk(
      `mirrorwatch: ${plain(line)}: this line of known hosts cannot be read and counts for nothing`,
    );
  if (!context.options().json) {
    tellAudit(context, run.result, talk);
    return;
  }
  const { tried, done, seconds, failures, accepted } = run;
  const pull = { tried, done, seconds, failures: groups, devices: failures, accepted };
  context.out(json({ ...auditJson(run.result, talk.waiting), pull }));
}

export function failureGroups(failures: readonly PullTrouble[]): readonly FailureGroup[] {
  const groups = Map.groupBy(failures, (failure) => failure.class);
  return [...groups]
    .map(([kind, alike]) => ({
      class: kind,
      devices: alike.map(({ device }) => device),
      why: alike[0]!.why,
      remedy: remedyFor(alike[0]!),
    }))
    .sort((a, b) => b.devices.length - a.devices.length);
}

function remedyFor(trouble: PullTrouble): string {
  if (trouble.class === "incomplete") return "see the finding of the device";
  return remedyOf({ ...trouble, class: trouble.class });
}
