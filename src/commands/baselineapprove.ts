import { Command } from "commander";
import { exactEnvelope } from "../compare/exact.ts";
import { validity } from "../compare/validity.ts";
import type { Approval } from "../model/approval.ts";
import { Fault } from "../model/fault.ts";
import type { Finding } from "../model/finding.ts";
import { escaped } from "../model/pattern.ts";
import { json, plain } from "../report/plain.ts";
import { plainEntry } from "../source/baselinetext.ts";
import { checkReferences, parseBaseline } from "../source/baselinefile.ts";
import type { Store } from "../store/store.ts";
import { collect } from "./baselinepropose.ts";
import type { CommandContext } from "./context.ts";
import { actor, approvalOf, findingOf, moment, withKnownStore, withStore } from "./desk.ts";
import { approver, writeOrPropose, type Written } from "./foureyes.ts";
import { manual } from "./manual.ts";

interface ApproveOptions {
  readonly fromFinding?: string;
  readonly device?: string;
  readonly session?: string;
  readonly context?: string;
  readonly mechanism?: string;
  readonly source?: readonly string[];
  readonly destination?: readonly string[];
  readonly filter?: readonly string[];
  readonly required?: boolean;
  readonly owner?: string;
  readonly ticket?: string;
  readonly reason?: string;
  readonly from?: string;
  readonly until?: string;
  readonly by?: string;
}

/** `mirrorwatch baseline approve`: one approval, from a finding or from flags. */
export function approveCommand(context: CommandContext): Command {
  const command = new Command("approve")
    .description("Approve one mirror session: exactly what a finding shows, or what the options say.")
    .option("--from-finding <id>", "the session of this finding, as narrow as it is")
    .option("--device <name>", "device name, or a pattern with `*`")
    .option("--session <name>", "session name, or a pattern with `*`")
    .option("--context <name>", "logical system, tenant or VDC")
    .option("--mechanism <word>", "only this way of copying")
    .option(
      "--source <phrase>",
      "what may be copied, as in 'interface Gi1/0/1-4 rx'; may be repeated",
      collect,
    )
    .option(
      "--destination <phrase>",
      "where it may go, as in 'address 10.1.0.9 vrf MGMT'; may be repeated",
      collect,
    )
    .option("--filter <phrase>", "what must narrow it, as in 'vlan 10,20-30'; may be repeated", collect)
    .option("--required", "a finding when the session is gone")
    .option("--owner <name>", "who answers for it")
    .option("--ticket <id>", "change or ticket")
    .option("--reason <text>", "what it is for")
    .option("--from <date>", "first day, as in 2026-06-30")
    .option("--until <date>", "last day")
    .option("--by <who>", "who approves (default: your login name)")
    .action((options: ApproveOptions) => withStore(context, (store) => approve(context, store, options)));
  return manual(command, [
    [
      "mirrorwatch baseline approve --from-finding f-3f2a --until 2027-06-30 --ticket CHG-1234",
      "what was found",
    ],
    [
      "mirrorwatch baseline approve --device 'core*' --session '*' --source all --destination 'address 10.9.0.0/24'",
      "any ERSPAN of the core to the collectors",
    ],
  ]);
}

/** `mirrorwatch baseline revoke`. */
export function revokeCommand(context: CommandContext): Command {
  const command = new Command("revoke")
    .description("Revoke an approval: its session is a finding again at the next audit.")
    .argument("<id>", "id of the approval, collector or tag, or its beginning")
    .requiredOption("--reason <text>", "why, for the history")
    .option("--by <who>", "who revokes (default: your login name)")
    .action((id: string, { reason, by }: { readonly reason: string; readonly by?: string }) =>
      withKnownStore(context, (store) => {
        const definition = store.definitions().find((one) => one.id.startsWith(id) && /^[ct]-/.test(id));
        const revoked = definition ?? approvalOf(store, id);
        const write = { revoke: [{ id: revoked.id, reason }] };
        store.writeBaseline(write, actor(context, by), moment(context));
        const what =
          "kind" in revoked
            ? `${revoked.kind} ${revoked.name}`
            : `${revoked.device} session ${revoked.session}`;
        if (context.options().json) context.out(json({ revoked: revoked.id }));
        else context.out(`${plain(`revoked ${revoked.id}: ${what}`)}\n`);
      }),
    );
  return manual(command, [
    ["mirrorwatch baseline revoke a-3f2a --reason 'probe removed'", "by the beginning of its id"],
  ]);
}

function approve(context: CommandContext, store: Store, options: ApproveOptions): void {
  const base =
    options.fromFinding === undefined ? {} : fromFinding(store, findingOf(store, options.fromFinding));
  const approval = readOptions({ ...base, ...stated(options) });
  if (validity(approval, moment(context)) === "expired") throw over(approval);
  checkReferences("command line", [approval], store.definitions());
  const by = approver(context, options.by);
  const open = () => store.findings().filter(({ state }) => state !== "resolved");
  const before = open();
  const written = writeOrPropose(context, store, { approve: [approval] }, by);
  const fresh = written.fresh.length > 0;
  const left = new Set(open().map(({ id }) => id));
  const resolved = before.map(({ id }) => id).filter((id) => !left.has(id));
  if (context.options().json)
    context.out(json({ approved: approval, new: fresh, pending: written.pending, resolved }));
  else
    context.out(
      `${[outcome(approval, written), ...resolved.map((id) => `resolved ${id}`)].map(plain).join("\n")}\n`,
    );
}

function over({ until }: Approval): Fault {
  return new Fault({
    code: "usage",
    where: "command line",
    what: `--until ${until} is past, so the approval would approve nothing`,
    remedy: "name a day to come, or leave --until away",
  });
}

/** Read as a file would be, so that flags and files have the same rules and the same complaints. */
function readOptions(entry: Record<string, unknown>): Approval {
  try {
    return parseBaseline("command line", JSON.stringify({ version: 1, approvals: [entry] })).approvals[0]!;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault({
      code: "usage",
      where: "command line",
      what: error.what.replaceAll(/^line 1: approvals\.0\.?/gm, ""),
      remedy: "`mirrorwatch baseline approve --help` shows examples",
    });
  }
}

function outcome({ id, device, session }: Approval, { fresh, pending }: Written): string {
  const what = `${id}: ${device} session ${session}`;
  if (fresh.length === 0)
    return `${pending ? "proposed or in force already" : "already in force"}, nothing changed: ${what}`;
  return pending
    ? `proposed ${what}; somebody else has to run: mirrorwatch baseline confirm ${id}`
    : `approved ${what}`;
}

function stated(options: ApproveOptions): Record<string, unknown> {
  const { source, destination, filter, device, session, context, mechanism } = options;
  const { required, owner, ticket, reason, from, until } = options;
  const all = {
    device,
    session,
    context,
    mechanism,
    sources: source,
    destinations: destination,
    filters: filter,
    required,
    owner,
    ticket,
    reason,
    from,
    until,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function fromFinding(store: Store, finding: Finding): Record<string, unknown> {
  const { observed, device, approvalId } = finding;
  if (!observed || finding.kind === "attempt") {
    throw new Fault({
      code: "finding-without-session",
      where: finding.id,
      what: `a finding of kind ${finding.kind} shows no session that could be approved`,
      remedy: "say what to approve with --device, --session, --source and --destination",
    });
  }
  const envelope = exactEnvelope(device, observed);
  const nearest = approvalId === undefined ? undefined : store.approval(approvalId);
  if (!nearest || nearest.device !== escaped(device) || nearest.session !== escaped(observed.name)) {
    return plainEntry({ ...envelope, required: false, owner: "", ticket: "", reason: "" });
  }
  // The approval that the session outgrew gives way to the new one, so it must name the same slot.
  const { mechanism: _, ...rest } = envelope;
  const { mechanism, required, owner, ticket, reason } = nearest;
  return plainEntry({
    ...rest,
    ...(mechanism === undefined ? {} : { mechanism: envelope.mechanism! }),
    required,
    owner,
    ticket,
    reason,
  });
}
