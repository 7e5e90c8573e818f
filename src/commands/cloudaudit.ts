import { Command } from "commander";
import { exit } from "../model/fault.ts";
import { json, plain } from "../report/plain.ts";
import { cloudTable } from "../report/cloudtable.ts";
import { readCloud } from "./cloudread.ts";
import type { CommandContext } from "./context.ts";
import { manual } from "./manual.ts";

/** `mirrorwatch cloud audit`: the calls that made, changed or ended copying of traffic, as audit logs tell them. */
export function cloudAuditCommand(context: CommandContext): Command {
  const command = new Command("audit")
    .description("Tell each call that made, changed or ended copying of traffic, and whether it is approved.")
    .argument(
      "<file...>",
      "CloudTrail, Activity Log or Cloud Audit Logs: files, folders, `-` for standard input",
    )
    .action((files: readonly string[]) => audit(context, files));
  return manual(command, [
    ["mirrorwatch cloud audit --json trail.json.gz", "each call once, as JSON"],
    ["gcloud logging read … --format json | mirrorwatch cloud audit -", "straight from another tool"],
  ]);
}

async function audit(context: CommandContext, files: readonly string[]): Promise<void> {
  const read = await readCloud(context, files, () => process.stdin);
  const observations = read.calls.map(({ call }) => call);
  for (const { where, what, remedy } of read.faults)
    context.talk(`mirrorwatch: ${plain(where)}: ${plain(what)}; ${plain(remedy)}`);
  if (context.options().json)
    context.out(
      json({
        observations,
        faults: read.faults.map(({ code, where, what, remedy }) => ({ code, where, what, remedy })),
        summary: read.counts,
      }),
    );
  else if (observations.length > 0) context.out(cloudTable(observations, context.screen.columns));
  if (read.faults.length > 0) context.exit(exit.someDevicesFailed);
}
