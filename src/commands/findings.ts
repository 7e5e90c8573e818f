import { Command, InvalidArgumentError, Option } from "commander";
import { Fault } from "../model/fault.ts";
import { matches } from "../model/pattern.ts";
import { parseDuration } from "../settings/duration.ts";
import type { FindingKind, FindingState } from "../model/finding.ts";
import { findingPage } from "../report/findingpage.ts";
import { findingTable } from "../report/findingtable.ts";
import { json, plain } from "../report/plain.ts";
import type { StepTaken, Store } from "../store/store.ts";
import type { CommandContext } from "./context.ts";
import { actor, findingOf, moment, withKnownStore } from "./desk.ts";
import { manual } from "./manual.ts";

interface ListOptions {
  readonly device?: string;
  readonly kind?: FindingKind;
  readonly state: FindingState | "unresolved" | "all";
  readonly session?: string;
  readonly actor?: string;
  readonly severity?: number;
  readonly since?: string;
}

interface StepOptions {
  readonly comment: string;
  readonly by?: string;
}

const kinds = [
  "unexpected",
  "changed",
  "missing",
  "expired",
  "unread",
  "command",
  "concealed",
  "automation",
  "blind",
  "attempt",
] satisfies readonly FindingKind[];

/** `mirrorwatch findings`: what needs a person. */
export function findingsCommand(context: CommandContext): Command {
  const command = new Command("findings")
    .description("List, read and settle what needs a person.")
    .helpCommand(false);
  for (const make of [listCommand, showCommand, commentCommand, acknowledgeCommand, resolveCommand]) {
    command.addCommand(make(context));
  }
  return manual(command, [
    ["mirrorwatch findings list", "what is open, the gravest first"],
    ["mirrorwatch findings show f-3f2a", "everything about one, by the beginning of its id"],
    ["mirrorwatch findings acknowledge f-3f2a --comment 'asked netops'", "somebody looks into it"],
  ]);
}

function listCommand(context: CommandContext): Command {
  const states = ["unresolved", "open", "acknowledged", "resolved", "all"];
  const command = new Command("list")
    .description("List findings, the gravest first.")
    .option("--device <name>", "only this device; `*` stands for any text")
    .addOption(new Option("--kind <kind>", "only this kind").choices(kinds))
    .addOption(new Option("--state <state>", "only in this state").choices(states).default("unresolved"))
    .option("--session <name>", "only about this session; `*` stands for any text")
    .option("--actor <name>", "only what this person did; `*` stands for any text")
    .option("--severity <number>", "only as grave as this, 1 to 10, or graver", severity)
    .option("--since <time>", "only seen since: a date, or a time back from now as in 7d")
    .action((options: ListOptions) => withKnownStore(context, (store) => list(context, store, options)));
  return manual(command, [
    ["mirrorwatch findings list --device 'core*' --kind unexpected", "one kind in the core"],
  ]);
}

function severity(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 10) throw new InvalidArgumentError("It is 1 to 10.");
  return value;
}

/** @throws Fault `usage` */
function sinceMoment(context: CommandContext, text: string | undefined): number {
  if (text === undefined) return Number.NEGATIVE_INFINITY;
  const back = parseDuration(text);
  const moment = back === undefined ? Date.parse(text) : context.now().getTime() - back;
  if (!Number.isNaN(moment)) return moment;
  throw new Fault({
    code: "usage",
    where: "command line",
    what: `--since ${text} is neither a date nor a time`,
    remedy: "write it like 2026-03-01 or 7d",
  });
}

function list(context: CommandContext, store: Store, options: ListOptions): void {
  const { device, kind, state, session = "*", actor: who = "*", severity: least = 1 } = options;
  const since = sinceMoment(context, options.since);
  const filter = {
    ...(device === undefined ? {} : { device }),
    ...(kind === undefined ? {} : { kind }),
    ...(state === "unresolved" || state === "all" ? {} : { state }),
  };
  const found = store
    .findings(filter)
    .filter((finding) => state !== "unresolved" || finding.state !== "resolved")
    .filter((finding) => matches(session, finding.session) && matches(who, finding.actor ?? ""))
    .filter((finding) => finding.severity >= least && Date.parse(finding.lastSeen) >= since);
  if (context.options().json) context.out(json(found));
  else if (found.length === 0) context.talk("no findings");
  else context.out(findingTable(found, context.screen.columns));
}

function showCommand(context: CommandContext): Command {
  const command = new Command("show")
    .description("Show one finding: the evidence, the difference from the nearest approval, and its history.")
    .argument("<id>", "id of the finding, or its beginning")
    .action((id: string) =>
      withKnownStore(context, (store) => {
        const finding = findingOf(store, id);
        const history = store.findingHistory(finding.id);
        const approval = finding.approvalId === undefined ? undefined : store.approval(finding.approvalId);
        if (context.options().json)
          context.out(json({ finding, history, ...(approval ? { approval } : {}) }));
        else context.out(findingPage(finding, history, approval));
      }),
    );
  return manual(command, [["mirrorwatch findings show f-3f2a", "by the beginning of its id"]]);
}

function commentCommand(context: CommandContext): Command {
  const command = new Command("comment")
    .description("Add a word to the history of a finding; it takes no step and makes no event.")
    .argument("<id>", "id of the finding, or its beginning")
    .argument("<text>", "what there is to say")
    .option("--by <who>", "who says it (default: your login name)")
    .action((id: string, text: string, { by }: { readonly by?: string }) =>
      withKnownStore(context, (store) => {
        const finding = findingOf(store, id);
        store.comment(finding.id, actor(context, by), text, moment(context));
        if (context.options().json) context.out(json({ finding: finding.id, comment: text }));
        else context.out(`${plain(`commented ${finding.id}`)}\n`);
      }),
    );
  return manual(command, [
    ["mirrorwatch findings comment f-3f2a 'the probe moves next week'", "for who looks next"],
  ]);
}

function acknowledgeCommand(context: CommandContext): Command {
  return stepCommand(
    context,
    "acknowledge",
    "Say that somebody looks into a finding; it stays unresolved.",
    (store, id) => store.acknowledge.bind(store, id),
  );
}

function resolveCommand(context: CommandContext): Command {
  return stepCommand(
    context,
    "resolve",
    "Close a finding; it is reopened when its condition is seen again.",
    (store, id) => store.resolve.bind(store, id),
  );
}

type Take = (by: string, comment: string, at: string) => StepTaken | undefined;

function stepCommand(
  context: CommandContext,
  name: string,
  description: string,
  take: (store: Store, id: string) => Take,
): Command {
  const command = new Command(name)
    .description(description)
    .argument("<id...>", "ids of the findings, or their beginnings")
    .option("--comment <text>", "for the history and the event", "")
    .option("--by <who>", "who does it (default: your login name)")
    .action((ids: readonly string[], { comment, by }: StepOptions) =>
      withKnownStore(context, (store) => {
        const found = ids.map((id) => findingOf(store, id));
        const taken = found.map((finding) => ({
          finding,
          step: take(store, finding.id)(actor(context, by), comment, moment(context)),
        }));
        if (context.options().json)
          context.out(json(taken.map(({ finding, step }) => step?.finding ?? finding)));
        else context.out(taken.map(({ finding, step }) => outcome(finding, step)).join(""));
      }),
    );
  return manual(command, [
    [`mirrorwatch findings ${name} f-3f2a --comment 'CHG-1234'`, "with a word for the history"],
  ]);
}

function outcome(
  { id, state, device, session }: { id: string; state: string; device: string; session: string },
  step: StepTaken | undefined,
): string {
  const what = session === "" ? device : `${device} session ${session}`;
  return `${plain(step ? `${step.step} ${id}: ${what}` : `${id} is ${state} already: ${what}`)}\n`;
}
