import { resolve } from "node:path";
import { Command } from "commander";
import { baselineChange } from "../report/baselinechange.ts";
import { changeJson, changeText } from "../report/changetext.ts";
import { json, plain } from "../report/plain.ts";
import { checkReferences, readBaselineFile } from "../source/baselinefile.ts";
import type { Store } from "../store/store.ts";
import type { CommandContext } from "./context.ts";
import { withStore } from "./desk.ts";
import { approver, writeOrPropose } from "./foureyes.ts";
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
    ["mirrorwatch baseline import baseline.yaml --by ci", "approve what the file adds and changes"],
  ]);
}

/** `mirrorwatch baseline sync`: the file, kept in git, is the source of truth. */
export function syncCommand(context: CommandContext): Command {
  const command = new Command("sync")
    .description("Make the baseline what a file in git says: approve what it adds, revoke what it lacks.")
    .argument("<file>", "baseline file (docs/baseline.md)")
    .option("--dry-run", "show what would change, and change nothing", false)
    .option("--by <who>", "who approves (default: your login name)")
    .action((file: string, options: Omit<ImportOptions, "replace">) =>
      withStore(context, (store) =>
        run(context, store, resolve(context.cwd, file), { ...options, replace: true }),
      ),
    );
  return manual(command, [
    ["mirrorwatch baseline sync baseline.yaml --dry-run", "in the review of a change"],
    ["mirrorwatch baseline sync baseline.yaml --by ci", "after each merge"],
  ]);
}

function run(context: CommandContext, store: Store, file: string, options: ImportOptions): void {
  const { approvals, definitions, review, doubts } = readBaselineFile(file);
  for (const doubt of doubts) context.talk(`mirrorwatch: ${plain(file)}: ${plain(doubt)}; it was left out`);
  const known = store.definitions();
  checkReferences(file, approvals, options.replace ? definitions : [...definitions, ...known]);
  const change = baselineChange(store.approvals(), approvals, known, definitions);
  const { fourEyes } = context.settings().baseline;
  const by = approver(context, options.by);
  if (!options.dryRun) {
    const gone = options.replace ? [...change.absent, ...change.dropped] : [];
    const write = {
      define: change.defined.map(({ to }) => to),
      approve: [...change.added, ...change.changed.map(({ to }) => to)],
      revoke: gone.map(({ id }) => ({ id, reason: `not in ${file}` })),
    };
    writeOrPropose(context, store, write, by);
  }
  const outcome = {
    dryRun: options.dryRun,
    replace: options.replace,
    proposed: fourEyes,
    review: review.length,
  };
  if (context.options().json) context.out(json(changeJson(change, outcome)));
  else context.out(changeText(change, outcome));
}
