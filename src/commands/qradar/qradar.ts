import { Command } from "commander";
import { loadManifest } from "../../deliver/qradar/manifest.ts";
import { type SetupStep, setUp } from "../../deliver/qradar/setup.ts";
import { json, plain } from "../../report/plain.ts";
import type { CommandContext } from "../context.ts";
import { manual } from "../manual.ts";
import { openConsole } from "./access.ts";
import { approvedCommand } from "./approved.ts";
import { aqlCommand } from "./aql.ts";
import { queryCommand } from "./query.ts";
import { testCommand, verifyCommand } from "./verify.ts";

/** `mirrorwatch qradar`: sets up, tests and asks the SIEM. */
export function qradarCommand(context: CommandContext): Command {
  const command = new Command("qradar")
    .description("Set up QRadar for the events, prove that they arrive, and ask it.")
    .helpCommand(false);
  for (const make of [setupCommand, testCommand, verifyCommand, aqlCommand, queryCommand, approvedCommand]) {
    command.addCommand(make(context));
  }
  return manual(command, [
    ["mirrorwatch qradar setup", "what would be made; with --apply it is"],
    ["mirrorwatch qradar verify", "does an event that is sent now arrive?"],
  ]);
}

function setupCommand(context: CommandContext): Command {
  const command = new Command("setup")
    .description(
      "Make log source type, QID records, event mappings, properties and log source, as far as they are missing.",
    )
    .option("--apply", "make what is missing (default: only say so)", false)
    .option("--dry-run", "only say what would be made; the default", false)
    .action(async ({ apply, dryRun }: { readonly apply: boolean; readonly dryRun: boolean }) => {
      const console = await openConsole(context);
      const options = { dryRun: dryRun || !apply, host: context.settings().deliver.host };
      const tell = (step: SetupStep) => {
        if (context.options().verbose) context.talk(plain(`${step.state} ${step.what}`));
      };
      const steps = await setUp(console, loadManifest(), { ...options, tell });
      if (context.options().json) context.out(json({ dryRun: options.dryRun, steps }));
      else context.out(setupText(steps, options.dryRun));
    });
  return manual(command, [
    ["mirrorwatch qradar setup", "the plan"],
    ["mirrorwatch qradar setup --apply", "makes it; run again, it makes nothing twice"],
  ]);
}

const marks = { exists: " ", created: "+", "would-create": "+", "by-hand": "!" } as const;

/** One line for each thing that is new or left to a person, and the counts. Mappings are many: they are only counted. */
function setupText(steps: readonly SetupStep[], dryRun: boolean): string {
  const shown = steps.filter(({ state, what }) => state !== "exists" && !what.startsWith("mapping of "));
  const lines = shown.map(
    ({ state, what, note }) => `${marks[state]} ${what}${note === undefined ? "" : `: ${note}`}`,
  );
  const count = (state: SetupStep["state"]) => steps.filter((one) => one.state === state).length;
  const mappings = steps.filter(
    ({ state, what }) => state !== "exists" && what.startsWith("mapping of "),
  ).length;
  const made = dryRun ? `${count("would-create")} would be made` : `${count("created")} made`;
  const total = `${made}, ${mappings} of them mappings; ${count("exists")} were there; ${count("by-hand")} to be done by hand`;
  const next = dryRun && count("would-create") > 0 ? ". Next: mirrorwatch qradar setup --apply" : "";
  return `${[...lines, `${total}${next}`].map(plain).join("\n")}\n`;
}
