import { resolve } from "node:path";
import { Command } from "commander";
import type { Approval } from "../model/approval.ts";
import { approvalDifferences } from "../report/approvallist.ts";
import { type BaselineChange, baselineChange } from "../report/baselinechange.ts";
import { json, plain } from "../report/plain.ts";
import { readBaselineFile } from "../source/baselinefile.ts";
import type { Store } from "../store/store.ts";
import type { CommandContext } from "./context.ts";
import { actor, moment, withStore } from "./desk.ts";
import { manual } from "./manual.ts";

interface ImportOptions {
  readonly dryRun: boolean;
  readonly replace: boolean;
  readonly by?: string;
}

/** `mirrorwatch baseline import`: approves what a baseline file says. */
export function importCommand(context: CommandContext): Command {
  const command = new Command("import")
    .description(
      "Approve what a baseline file says; entries for a session that has an approval take its place.",
    )
    .argument("<file>", "baseline file (docs/baseline.md)")
    .option("--dry-run", "show what would change, and change nothing", false)
    .option("--replace", "the file is the whole truth: revoke what is not in it", false)
    .option("--by <who>", "who approves (default: your login name)")
    .action((file: string, options: ImportOptions) =>
      withStore(context, (store) => run(context, store, resolve(context.cwd, file), options)),
    );
  return manual(command, [
    ["mirrorwatch baseline import baseline.yaml --dry-run", "what would change"],
    [
      "mirrorwatch baseline import baseline.yaml --replace --by ci",
      "keep the database as the file in git says",
    ],
  ]);
}

function run(context: CommandContext, store: Store, file: string, options: ImportOptions): void {
  const { approvals, review } = readBaselineFile(file);
  const change = baselineChange(store.approvals(), approvals);
  if (!options.dryRun) {
    const [by, at] = [actor(context, options.by), moment(context)];
    store.approve([...change.added, ...change.changed.map(({ to }) => to)], by, at);
    if (options.replace) for (const { id } of change.absent) store.revoke(id, by, `not in ${file}`, at);
  }
  if (context.options().json) context.out(json(changeJson(change, options, review.length)));
  else context.out(changeText(change, options, review.length));
}

function changeJson(change: BaselineChange, { dryRun, replace }: ImportOptions, review: number) {
  const { added, changed, same, absent } = change;
  return {
    dryRun,
    added,
    changed,
    same,
    revoked: replace ? absent : [],
    absent: replace ? [] : absent,
    review,
  };
}

function changeText(change: BaselineChange, { dryRun, replace }: ImportOptions, review: number): string {
  const { added, changed, same, absent } = change;
  const lines = [
    ...added.map((approval) => `+ ${inWords(approval)}`),
    ...changed.map(({ from, to }) => `~ ${inWords(to)}: ${approvalDifferences(from, to).join("; ")}`),
    ...(replace ? absent.map((approval) => `- ${inWords(approval)}`) : []),
  ];
  const done = dryRun ? "would be " : "";
  const counts = [
    `${added.length} ${done}approved`,
    `${changed.length} ${done}changed`,
    `${replace ? absent.length : 0} ${done}revoked`,
    `${same} as they were`,
  ];
  const left =
    replace || absent.length === 0 ? "" : `; ${absent.length} in force are not in the file and stay`;
  const risky = review === 0 ? "" : `; ${review} under review were left out`;
  return `${[...lines, `${counts.join(", ")}${left}${risky}`].map(plain).join("\n")}\n`;
}

function inWords({ id, device, session }: Approval): string {
  return `${id} ${device} session ${session}`;
}
