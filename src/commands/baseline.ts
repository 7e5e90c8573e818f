import { Command } from "commander";
import { approveCommand, revokeCommand } from "./baselineapprove.ts";
import { importCommand, syncCommand } from "./baselineimport.ts";
import { exportCommand, historyCommand, listCommand, showCommand } from "./baselinelist.ts";
import {
  collectorsCommand,
  confirmCommand,
  pendingCommand,
  verifyCommand,
  withdrawCommand,
} from "./baselinereview.ts";
import { proposeCommand } from "./baselinepropose.ts";
import type { CommandContext } from "./context.ts";
import { manual } from "./manual.ts";

/** `mirrorwatch baseline`: what is approved, and by whom. */
export function baselineCommand(context: CommandContext): Command {
  const command = new Command("baseline")
    .description("Approve, revoke and review mirror sessions.")
    .helpCommand(false);
  for (const make of [
    proposeCommand,
    importCommand,
    syncCommand,
    exportCommand,
    approveCommand,
    revokeCommand,
    listCommand,
    showCommand,
    historyCommand,
    collectorsCommand,
    pendingCommand,
    confirmCommand,
    withdrawCommand,
    verifyCommand,
  ]) {
    command.addCommand(make(context));
  }
  return manual(command, [
    [
      "mirrorwatch baseline propose --configs /var/lib/rancid --out baseline.yaml",
      "write down what is there",
    ],
    ["mirrorwatch baseline import baseline.yaml", "approve what the file says"],
    ["mirrorwatch baseline approve --from-finding f-3f2a --ticket CHG-1234", "approve one finding's session"],
  ]);
}
