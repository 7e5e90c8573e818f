import { Command } from "commander";
import type { Approval } from "../model/approval.ts";
import type { Definition } from "../model/definition.ts";
import { exit, Fault } from "../model/fault.ts";
import { approvalSummary, definitionText } from "../report/approvallist.ts";
import { json, plain } from "../report/plain.ts";
import { table } from "../report/table.ts";
import type { PendingProposal, Store } from "../store/store.ts";
import { collect } from "./baselinepropose.ts";
import type { CommandContext } from "./context.ts";
import { actor, moment, withKnownStore } from "./desk.ts";
import { approver } from "./foureyes.ts";
import { manual } from "./manual.ts";

/** `mirrorwatch baseline pending`: what waits for a second person. */
export function pendingCommand(context: CommandContext): Command {
  const command = new Command("pending")
    .description("List what was proposed and waits for a second person (`baseline.fourEyes`).")
    .action(() =>
      withKnownStore(context, (store) => {
        const found = store.proposals();
        if (context.options().json) context.out(json(found));
        else if (found.length === 0) context.talk("nothing waits to be confirmed");
        else context.out(pendingList(found, context.screen.columns));
      }),
    );
  return manual(command, [["mirrorwatch baseline pending", "with the ids that `confirm` takes"]]);
}

/** `mirrorwatch baseline confirm`: the second person's word. */
export function confirmCommand(context: CommandContext): Command {
  const command = new Command("confirm")
    .description("Put in force what somebody else proposed.")
    .argument("[id...]", "ids of the proposals, or their beginnings")
    .option("--all", "everything that waits and is not your own", false)
    .option("--by <who>", "who confirms (default: your login name)")
    .action((ids: readonly string[], { all, by }: { readonly all: boolean; readonly by?: string }) =>
      withKnownStore(context, (store) => {
        const who = approver(context, by);
        const others = store.proposals().filter((one) => one.by !== who);
        const chosen = all ? others.map(({ subject }) => subject.id) : ids.map((id) => proposalId(store, id));
        if (chosen.length === 0) throw nothingChosen(all);
        const confirmed = store.confirm(chosen, who, moment(context));
        if (context.options().json) context.out(json({ confirmed }));
        else context.out(confirmed.map((id) => `confirmed ${id}\n`).join(""));
      }),
    );
  return manual(command, [["mirrorwatch baseline confirm a-3f2a c-91c0", "by the beginnings of their ids"]]);
}

/** `mirrorwatch baseline withdraw`. */
export function withdrawCommand(context: CommandContext): Command {
  const command = new Command("withdraw")
    .description("Take a proposal off the list; it stays in the history.")
    .argument("<id>", "id of the proposal, or its beginning")
    .requiredOption("--reason <text>", "why, for the history")
    .option("--by <who>", "who withdraws it (default: your login name)")
    .action((id: string, { reason, by }: { readonly reason: string; readonly by?: string }) =>
      withKnownStore(context, (store) => {
        const chosen = proposalId(store, id);
        store.withdraw(chosen, reason, actor(context, by), moment(context));
        context.out(context.options().json ? json({ withdrawn: chosen }) : `withdrawn ${chosen}\n`);
      }),
    );
  return manual(command, [["mirrorwatch baseline withdraw a-3f2a --reason 'wrong port'", ""]]);
}

/** `mirrorwatch baseline verify`: has anybody edited the history? */
export function verifyCommand(context: CommandContext): Command {
  const command = new Command("verify")
    .description("Check that the history of the baseline is as it was written, and what is in force with it.")
    .option(
      "--head <hash>",
      "a hash that was noted earlier and must still be in it; may be repeated",
      collect,
    )
    .action(({ head = [] }: { readonly head?: readonly string[] }) =>
      withKnownStore(context, (store) => {
        const report = store.verifyHistory(head);
        if (context.options().json) context.out(json(report));
        else for (const line of report.broken) context.out(`${plain(line)}\n`);
        if (report.broken.length > 0) context.exit(exit.findings);
        else if (!context.options().json)
          context.out(`${report.steps} steps, all as they were written; head ${report.head || "none"}\n`);
      }),
    );
  return manual(command, [
    ["mirrorwatch baseline verify", "prints the hash of the last step: note it elsewhere"],
    ["mirrorwatch baseline verify --head 5f2c…", "nothing up to that step was changed or removed"],
  ]);
}

/** `mirrorwatch baseline collectors`: what approvals call by name. */
export function collectorsCommand(context: CommandContext): Command {
  const command = new Command("collectors")
    .description("List the approved collectors and the tags in force.")
    .action(() =>
      withKnownStore(context, (store) => {
        const found = store.definitions();
        if (context.options().json) context.out(json(found));
        else if (found.length === 0) context.talk("no collector and no tag is defined");
        else context.out(definitionList(found, context.screen.columns));
      }),
    );
  return manual(command, [["mirrorwatch baseline collectors", "where copies may end"]]);
}

function definitionList(definitions: readonly Definition[], width: number): string {
  const rows = definitions.map((one) => [
    one.id,
    one.kind,
    one.name,
    definitionText(one),
    ...(one.kind === "collector" ? [one.owner, one.ticket, one.reason] : []),
  ]);
  return table(["id", "kind", "name", "stands for", "owner", "ticket", "reason"], rows, width);
}

function pendingList(found: readonly PendingProposal[], width: number): string {
  const rows = found.map(({ subject, by, at }) => [subject.id, by, at, subjectText(subject)]);
  return table(["id", "proposed by", "when", "what"], rows, width);
}

function subjectText(subject: Approval | Definition): string {
  if (!("kind" in subject)) return approvalSummary(subject);
  return `${subject.kind} ${subject.name}: ${definitionText(subject)}`;
}

/** @throws Fault `proposal-unknown`, `id-ambiguous` */
function proposalId(store: Store, id: string): string {
  const found = store
    .proposals()
    .filter(({ subject }) => subject.id.startsWith(id) || subject.id.slice(2).startsWith(id));
  if (found.length === 1) return found[0]!.subject.id;
  throw new Fault({
    code: found.length === 0 ? "proposal-unknown" : "id-ambiguous",
    where: id,
    what: found.length === 0 ? "nothing with this id waits to be confirmed" : "several ids begin so",
    remedy: "`mirrorwatch baseline pending` shows the ids",
  });
}

function nothingChosen(all: boolean): Fault {
  return new Fault({
    code: "usage",
    where: "command line",
    what: all ? "nothing waits that somebody else proposed" : "name at least one proposal, or --all",
    remedy: "`mirrorwatch baseline pending` shows the ids",
  });
}
