import { copyEndInWords } from "../compare/copyend.ts";
import { destinationsInWords, filtersInWords, sourcesInWords } from "../compare/exact.ts";
import type { Approval } from "../model/approval.ts";
import type { Finding } from "../model/finding.ts";
import { plainEntry } from "../source/baselinetext.ts";
import type { FindingHistoryRow } from "../store/store.ts";
import { plain } from "./plain.ts";

/** Everything about one finding, for the person who decides on it; each line is printable. */
export function findingPage(
  finding: Finding,
  history: readonly FindingHistoryRow[],
  approval: Approval | undefined,
): string {
  const { id, kind, severity, device, os, state, why, reasons = [], firstSeen, lastSeen } = finding;
  return [
    `${id}  ${kind}  severity ${severity} of 10  ${state}`,
    "",
    ...wide("why", [why]),
    ...wide("device", [`${device} (${os})`]),
    ...wide("seen", [firstSeen === lastSeen ? `at ${firstSeen}` : `from ${firstSeen} to ${lastSeen}`]),
    ...wide("actor", finding.actor === undefined ? [] : [finding.actor]),
    ...wide("typed", finding.commands ?? []),
    ...session(finding),
    ...wide("ends", (finding.ends ?? []).map(copyEndInWords)),
    ...wide("config", finding.config === undefined ? [] : [finding.config]),
    ...wide("lines", evidenceLines(finding)),
    ...wide(
      "differs",
      finding.differences.map(({ words }) => words),
    ),
    ...wide("nearest", approval ? approvalLines(approval) : []),
    ...wide("severity", reasons),
    ...wide("history", history.map(step)),
  ]
    .map((line) => `${plain(line).trimEnd()}\n`)
    .join("");
}

function session({ observed }: Finding): string[] {
  if (!observed) return [];
  const { name, context, mechanism, state, sources, destinations, filters, fingerprint } = observed;
  return [
    ...wide("session", [`${name}${context === undefined ? "" : ` in ${context}`}, ${mechanism}, ${state}`]),
    ...wide("from", [sourcesInWords(sources)]),
    ...wide("to", [destinationsInWords(destinations)]),
    ...wide("filters", filters.length === 0 ? [] : [filtersInWords(filters)]),
    ...wide("fingerprint", [fingerprint]),
  ];
}

/** Each line with its number, where its text is known. */
function evidenceLines({ lines, evidence = [] }: Finding): string[] {
  const told = new Set(evidence.map(({ line }) => line));
  const width = Math.max(...evidence.map(({ line }) => String(line).length));
  const others = lines.filter((line) => !told.has(line));
  return [
    ...evidence.map(({ line, text }) => `${String(line).padStart(width)}  ${text}`),
    ...(others.length === 0 ? [] : [evidence.length === 0 ? others.join(", ") : `also ${others.join(", ")}`]),
  ];
}

function approvalLines(approval: Approval): string[] {
  const { sources, destinations, filters, until, owner, ticket, reason } = plainEntry(approval);
  const said = { sources, destinations, filters, until, owner, ticket, reason };
  const fields = Object.entries(said).filter(([, value]) => value !== undefined && value !== "");
  return [approval.id, ...fields.map(([name, value]) => `  ${name}: ${[value].flat().join(", ")}`)];
}

function step({ at, step: taken, by, comment }: FindingHistoryRow): string {
  return `${at} ${taken} by ${by}${comment === "" ? "" : `: ${comment}`}`;
}

/** A name at the left of its first line, and the other lines below that one. */
function wide(name: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `${(index === 0 ? name : "").padEnd(13)}${line}`);
}
