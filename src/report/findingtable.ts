import { destinationsInWords, sourcesInWords } from "../compare/exact.ts";
import type { Finding } from "../model/finding.ts";
import { table } from "./table.ts";

const none = "-";
/** A row stays readable; `mirrorwatch findings show` tells all. */
const longest = 300;

/** Findings for a person, the gravest first: device, session, from where to where, who, why, severity. */
export function findingTable(findings: readonly Finding[], width: number): string {
  const rows = [...findings].sort(gravestFirst).map(row);
  return table(
    [
      "finding",
      { head: "sev", right: true },
      "device",
      "session",
      "from",
      "to",
      "who",
      { head: "why", below: true },
    ],
    rows,
    width,
  );
}

function gravestFirst(a: Finding, b: Finding): number {
  return b.severity - a.severity || compare(a.device, b.device) || compare(a.session, b.session);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function row(finding: Finding): readonly string[] {
  const { id, severity, device, observed, actor } = finding;
  return [
    id,
    String(severity),
    device,
    sessionText(finding),
    observed ? short(sourcesInWords(observed.sources)) : none,
    observed ? short(destinationsInWords(observed.destinations)) : none,
    actor ?? none,
    cut(reasonText(finding)),
  ];
}

function sessionText({ session, context }: Finding): string {
  if (session === "") return none;
  return context === undefined ? session : `${session} (${context})`;
}

/** What a sentence says of a session before its first semicolon stands in the columns already, but for the mechanism. */
function reasonText({ kind, state, why, observed }: Finding): string {
  const known = state === "acknowledged" ? ", acknowledged" : "";
  if (observed === undefined) return `${kind}${known}: ${why}`;
  const at = why.indexOf("; ");
  return `${kind} ${observed.mechanism}${known}: ${at < 0 ? why : why.slice(at + 2)}`;
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

/** In a narrow column the commonest kinds go without saying. */
function short(phrases: string): string {
  return phrases.replaceAll(/(^|, )(?:interface|address) /g, "$1");
}
