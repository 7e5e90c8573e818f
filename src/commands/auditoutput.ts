import { vantageNotes } from "../compare/vantagenotes.ts";
import { counted, summaryLine } from "../report/auditreport.ts";
import { findingTable } from "../report/findingtable.ts";
import { json, plain } from "../report/plain.ts";
import { type AuditResult, auditJson } from "./auditresult.ts";
import type { CommandContext } from "./context.ts";

/** What is told beside the result itself. */
export interface AuditTalk {
  /** Files that are no configs, by the layout. */
  readonly ignored: readonly string[];
  /** Events that wait in the outbox. */
  readonly waiting: number;
  readonly eventsOnStdout: boolean;
}

/** Tells what an audit came to: the table on stdout, talk on stderr, nothing at all from cron when all is as approved. */
export function tellAudit(
  context: CommandContext,
  result: AuditResult,
  { ignored, waiting, eventsOnStdout }: AuditTalk,
): void {
  tellDetails(context, result, ignored);
  for (const { where, what, remedy } of result.faults)
    context.talk(`mirrorwatch: ${plain(where)}: ${plain(what)}; ${plain(remedy)}`);
  if (context.options().json) context.out(json(auditJson(result, waiting)));
  else tellFindings(context, result, eventsOnStdout);
}

function tellFindings(context: CommandContext, result: AuditResult, eventsOnStdout: boolean): void {
  const { findings, summary } = result;
  const print = eventsOnStdout ? (text: string) => context.talk(text.trimEnd()) : context.out;
  if (findings.some(({ state }) => state !== "acknowledged") || watched(context))
    if (findings.length > 0) print(`${findingTable(findings, context.screen.columns)}\n`);
  if (findings.length > 0 || result.faults.length > 0 || watched(context)) print(`${summaryLine(summary)}\n`);
  if (summary.sessions > 0 && summary.approved === 0 && watched(context))
    context.talk(
      "Nothing is approved yet? `mirrorwatch baseline propose` writes down what is there, for review.",
    );
}

/** Names that two devices claim are always told; what was left aside only to whom asks. */
function tellDetails(context: CommandContext, { audited }: AuditResult, ignored: readonly string[]): void {
  for (const { config, snapshot, taken } of audited)
    if (taken !== undefined)
      context.talk(
        `mirrorwatch: ${plain(config.path)}: another config bears the host name ${plain(taken)} as well; ` +
          `this one is recorded as ${plain(snapshot.device)} (list it under \`inventory\` to settle its name)`,
      );
  if (!context.options().verbose) return;
  for (const { config, snapshot } of audited)
    context.talk(
      `${plain(config.path)}: ${plain(snapshot.device)}, ${snapshot.os}, ` +
        `${counted(snapshot.sessions.length, "session")}; ${plain(snapshot.completeness)}`,
    );
  for (const { config, snapshot, shown } of audited)
    for (const note of shown ? vantageNotes(snapshot, shown.record) : [])
      context.talk(`${plain(config.path)}: ${plain(snapshot.device)}: ${plain(note)}`);
  for (const path of ignored) context.talk(`${plain(path)}: no config, left aside`);
}

function watched({ screen, options }: CommandContext): boolean {
  return screen.outIsTerminal || screen.talkIsTerminal || options().verbose;
}
