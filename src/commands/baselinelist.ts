import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { expiring } from "../compare/validity.ts";
import { parseDuration } from "../settings/duration.ts";
import { deviceKey } from "../compare/baseline.ts";
import { matches } from "../model/pattern.ts";
import { approvalList, approvalSteps } from "../report/approvallist.ts";
import { json, plain } from "../report/plain.ts";
import { baselineText, plainDefinitions } from "../source/baselinetext.ts";
import { writeNewFile } from "../source/newfile.ts";
import type { CommandContext } from "./context.ts";
import { approvalOf, moment, withKnownStore } from "./desk.ts";
import { manual } from "./manual.ts";

interface ListOptions {
  readonly device?: string;
  readonly session?: string;
  readonly expiring?: number;
}

/** `mirrorwatch baseline list`. */
export function listCommand(context: CommandContext): Command {
  const command = new Command("list")
    .description("List the approvals in force.")
    .option("--device <name>", "only those for this device; `*` stands for any text")
    .option("--session <name>", "only those for this session")
    .option(
      "--expiring <time>",
      "only those that end within this time, as in 30d, the next to end first",
      within,
    )
    .action((options: ListOptions) =>
      withKnownStore(context, (store) => {
        const ending = options.expiring;
        const approvals = store.approvals();
        const now = moment(context);
        const found = (ending === undefined ? approvals : expiring(approvals, now, ending)).filter(
          ({ device, session }) =>
            (options.device === undefined || matches(deviceKey(options.device), deviceKey(device))) &&
            (options.session === undefined || matches(options.session, session)),
        );
        if (context.options().json) context.out(json(found));
        else if (found.length === 0 && ending === undefined) context.talk("no approvals");
        else if (found.length === 0) return;
        else context.out(approvalList(found, now, context.screen.columns));
      }),
    );
  return manual(command, [
    ["mirrorwatch baseline list --device 'core*'", "approvals of the core"],
    ["mirrorwatch baseline list --expiring 30d", "what has to be renewed soon"],
  ]);
}

function within(text: string): number {
  const length = parseDuration(text);
  if (length === undefined) throw new InvalidArgumentError("It is a number and its unit, as in 30d.");
  return length;
}

/** `mirrorwatch baseline show`: one approval as it would stand in a file, and what became of it. */
export function showCommand(context: CommandContext): Command {
  const command = new Command("show")
    .description("Show one approval and its history.")
    .argument("<id>", "id of the approval, or its beginning")
    .action((id: string) =>
      withKnownStore(context, (store) => {
        const approval = approvalOf(store, id);
        const steps = store.approvalHistory(approval.id);
        if (context.options().json) context.out(json({ approval, history: steps }));
        else {
          const text = baselineText([{ approval }], [], `approval ${approval.id}`);
          context.out(
            `${text.split("\n").map(plain).join("\n")}\n${approvalSteps(steps, context.screen.columns)}`,
          );
        }
      }),
    );
  return manual(command, [["mirrorwatch baseline show a-3f2a", "by the beginning of its id"]]);
}

/** `mirrorwatch baseline history`. */
export function historyCommand(context: CommandContext): Command {
  const command = new Command("history")
    .description("Show who approved and revoked what, and when, oldest first.")
    .argument("[id]", "only this approval, in force or not")
    .action((id: string | undefined) =>
      withKnownStore(context, (store) => {
        const steps = store.approvalHistory(id);
        if (context.options().json) context.out(json(steps));
        else if (steps.length === 0) context.talk("nothing was ever approved by that id");
        else context.out(approvalSteps(steps, context.screen.columns));
      }),
    );
  return manual(command, [["mirrorwatch baseline history", "everything that was ever approved or revoked"]]);
}

/** `mirrorwatch baseline export`. */
export function exportCommand(context: CommandContext): Command {
  const command = new Command("export")
    .description("Write the approvals in force as a baseline file, which imports to the same approvals.")
    .option("--out <file>", "write to a new file (default: stdout)")
    .action(({ out }: { readonly out?: string }) =>
      withKnownStore(context, (store) => {
        const approvals = store.approvals();
        const heading = `Approvals in force on ${moment(context).slice(0, 10)}.`;
        const text = baselineText(
          approvals.map((approval) => ({ approval })),
          [],
          heading,
          store.definitions(),
        );
        if (out !== undefined) writeNewFile(resolve(context.cwd, out), text);
        else
          context.out(
            context.options().json
              ? json({ version: 1, ...plainDefinitions(store.definitions()), approvals })
              : text,
          );
      }),
    );
  return manual(command, [["mirrorwatch baseline export --out baseline.yaml", "to keep it in git"]]);
}
