import { Command } from "commander";
import { json } from "../report/plain.ts";
import { table } from "../report/table.ts";
import { pullInventory } from "../source/pull/inventory.ts";
import { openExistingStore } from "../store/sqlitestore.ts";
import type { CommandContext } from "./context.ts";
import { manual } from "./manual.ts";

export function devicesList(context: CommandContext): Command {
  const command = new Command("list")
    .description("List the devices that are pulled, and how the last pull of each went.")
    .action(() => list(context));
  return manual(command, [["mirrorwatch devices list --json", "for scripts"]]);
}

function list(context: CommandContext): void {
  const { targets } = pullInventory(context.settings());
  const store = openExistingStore(context.database());
  const marks = new Map((store?.pulls() ?? []).map((mark) => [mark.device, mark]));
  const whole = new Map((store?.devices() ?? []).map((one) => [one.name.toLowerCase(), one.lastComplete]));
  store?.close();
  const devices = targets.map((target) => {
    const key = target.name.toLowerCase();
    const mark = marks.get(key);
    return {
      ...target,
      tried: mark?.triedAt ?? null,
      failure: mark?.failure ?? null,
      whole: whole.get(key) ?? null,
    };
  });
  if (context.options().json) {
    context.out(json({ devices }));
    return;
  }
  const rows = devices.map((one) => [
    one.name,
    one.os,
    `${one.host}:${one.port}`,
    one.credentials,
    one.jump ?? "",
    one.algorithms,
    one.whole ?? "never",
    one.failure ?? "",
  ]);
  const heads = [
    "device",
    "os",
    "address",
    "credentials",
    "jump",
    "algorithms",
    "seen whole",
    "last failure",
  ];
  context.out(table(heads, rows, context.screen.columns));
}
