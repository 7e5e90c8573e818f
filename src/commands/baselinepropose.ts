import { resolve } from "node:path";
import { Command } from "commander";
import { exit } from "../model/fault.ts";
import { json } from "../report/plain.ts";
import { type Proposal, proposalText, propose } from "../report/proposal.ts";
import { type Entry, plainEntry } from "../source/baselinetext.ts";
import { writeNewFile } from "../source/newfile.ts";
import { openExistingStore } from "../store/sqlitestore.ts";
import type { CommandContext } from "./context.ts";
import { moment } from "./desk.ts";
import { folderEstate, storedEstate } from "./estate.ts";
import { manual } from "./manual.ts";

interface ProposeOptions {
  readonly configs?: readonly string[];
  readonly os?: string;
  readonly out?: string;
  readonly owner: string;
  readonly all: boolean;
}

/** `mirrorwatch baseline propose`: the estate's mirror sessions as a baseline file, the risky ones set apart for review. */
export function proposeCommand(context: CommandContext): Command {
  const command = new Command("propose")
    .description("Write the mirror sessions that nobody approved yet as a baseline file, for you to review.")
    .option(
      "--configs <dir>",
      "folder of configs, or one file; may be repeated (default: stored audits)",
      collect,
    )
    .option("--os <os>", "os of every config (default: the inventory's, else told from the text)")
    .option("--out <file>", "write to a new file (default: stdout)")
    .option("--owner <name>", "owner of every proposed approval", "")
    .option("--all", "propose the sessions that are approved already too", false)
    .action((options: ProposeOptions) => run(context, options));
  return manual(command, [
    [
      "mirrorwatch baseline propose --configs /var/lib/rancid --out baseline.yaml",
      "the first day: what is there",
    ],
    ["mirrorwatch baseline propose", "what audits found and nobody approved yet"],
  ]);
}

export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

async function run(context: CommandContext, options: ProposeOptions): Promise<void> {
  const store = openExistingStore(context.database());
  try {
    const stored = options.configs === undefined && store ? storedEstate(store) : undefined;
    const estate = stored ?? (await folderEstate(context, options.configs ?? [], options.os));
    const approvals = options.all ? [] : (store?.approvals() ?? []);
    const now = moment(context);
    tell(
      context,
      options,
      propose(estate.sessions, approvals, options.owner, now, store?.definitions()),
      estate.unseen,
      now,
    );
  } finally {
    store?.close();
  }
}

function tell(
  context: CommandContext,
  options: ProposeOptions,
  proposal: Proposal,
  unseen: readonly string[],
  now: string,
): void {
  const text = proposalText(proposal, unseen, now);
  const file = options.out === undefined ? undefined : resolve(context.cwd, options.out);
  if (file !== undefined) writeNewFile(file, text);
  if (context.options().json) {
    const { approvals, review } = proposal;
    context.out(json({ approvals: approvals.map(plain), review: review.map(plain), unseen }));
  } else {
    if (file === undefined) context.out(text);
    context.talk(summary(proposal, unseen, file ?? "FILE"));
  }
  if (unseen.length > 0) context.exit(exit.someDevicesFailed);
}

function plain({ approval, remark }: Entry): Record<string, unknown> {
  return { ...plainEntry(approval), remark };
}

function summary({ approvals, review, devices }: Proposal, unseen: readonly string[], file: string): string {
  const count = `${plural(approvals.length + review.length, "unapproved session")} on ${plural(devices, "device")}`;
  const parts = `${approvals.length} proposed, ${review.length} risky ones left for review`;
  const blind = unseen.length === 0 ? "" : `; ${unseen.length} could not be seen whole (named at the top)`;
  return `${count}: ${parts}${blind}. Next: read the file, then mirrorwatch baseline import ${file} --dry-run`;
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
