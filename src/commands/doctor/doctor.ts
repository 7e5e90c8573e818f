import { Command } from "commander";
import { exit } from "../../model/fault.ts";
import type { Catalog } from "../../parse/catalog.ts";
import { json } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import type { Settings } from "../../settings/settings.ts";
import type { CommandContext } from "../context.ts";
import { manual } from "../manual.ts";
import { attempt, type Check, ok } from "./check.ts";
import { checkConfigs } from "./configs.ts";
import { checkDelivery } from "./delivery.ts";
import { checkNode } from "./machine.ts";
import { checkPorts } from "./ports.ts";
import { checkStorage } from "./storage.ts";
import { checkInventory, checkSystems } from "./systems.ts";

/** `mirrorwatch doctor`: is this installation able to do its job? Each line comes with its remedy. */
export function doctorCommand(context: CommandContext): Command {
  const command = new Command("doctor")
    .description(
      "Check settings, grammars, profiles, database, ports and delivery; each line with its remedy.",
    )
    .action(async () => tell(context, await examine(context)));
  return manual(command, [
    ["mirrorwatch doctor", "is this installation able to do its job?"],
    ["mirrorwatch doctor --settings /etc/mirrorwatch/mirrorwatch.yaml --json", "for monitoring"],
  ]);
}

async function examine(context: CommandContext): Promise<readonly Check[]> {
  const node = checkNode(process.versions.node, process.execPath);
  let settings: Settings | undefined;
  let catalog: Catalog | undefined;
  const read = attempt("settings", () => {
    settings = context.settings();
    return ok("settings", settings.file ?? "no settings file; the defaults hold");
  });
  if (settings === undefined) return [node, ...read];
  const listed = attempt("catalog", () => {
    catalog = context.catalog();
    return ok("catalog", `${catalog.profiles.size} operating systems`);
  });
  return [
    node,
    ...read,
    ...listed,
    ...(catalog ? [...checkSystems(catalog), ...checkInventory(settings, catalog)] : []),
    ...checkStorage(context.database()),
    ...checkConfigs(settings.configs),
    ...(await checkPorts(settings.watch)),
    await checkDelivery(settings.deliver),
  ];
}

function tell(context: CommandContext, checks: readonly Check[]): void {
  const count = (status: Check["status"]) => checks.filter((check) => check.status === status).length;
  const summary = { ok: count("ok"), warn: count("warn"), fail: count("fail") };
  if (context.options().json) context.out(json({ checks, summary }));
  else {
    const rows = checks.map(({ status, check, what, remedy }) => [status, check, what, remedy ?? ""]);
    context.out(table(["", "check", "found", "what to do"], rows, context.screen.columns));
    context.out(`\n${summary.ok} ok, ${summary.warn} to look at, ${summary.fail} failed\n`);
  }
  context.exit(summary.fail > 0 ? exit.couldNotRun : exit.approved);
}
