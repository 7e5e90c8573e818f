import { Command } from "commander";
import { cloudAuditCommand } from "./cloudaudit.ts";
import { cloudStateCommand } from "./cloudstate.ts";
import type { CommandContext } from "./context.ts";
import { manual } from "./manual.ts";

/** `mirrorwatch cloud`: who makes AWS, Azure and GCP copy traffic, beside the devices. Without a word behind it: `audit`. */
export function cloudCommand(context: CommandContext): Command {
  const command = new Command("cloud")
    .description("Read audit records of AWS, Azure and GCP, and compare what they copy with the baseline.")
    .helpCommand(false);
  command.addCommand(cloudAuditCommand(context), { isDefault: true });
  command.addCommand(cloudStateCommand(context));
  return manual(command, [
    ["mirrorwatch cloud --json trail.json.gz", "the mirroring calls in a CloudTrail file, as JSON"],
    [
      "mirrorwatch cloud audit AWSLogs/ activity.json audit-log.json",
      "three clouds at once, against the baseline",
    ],
  ]);
}
