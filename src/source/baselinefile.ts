import { readFileSync, statSync } from "node:fs";
import { type Document, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import type { Approval } from "../model/approval.ts";
import { type Collector, type Definition, definitionKey, referred } from "../model/definition.ts";
import { Fault } from "../model/fault.ts";
import { identity } from "../model/identity.ts";
import { complaints } from "../settings/complaint.ts";
import { identified, identifiedCollector, identifiedTag } from "./approvalid.ts";
import { reason } from "./configfolder.ts";
import { approvalSchema, baselineSchema } from "./baselineschema.ts";

export interface BaselineFile {
  /** Collectors and tags. */
  readonly definitions: readonly Definition[];
  readonly approvals: readonly Approval[];
  /** Entries under `review:`, which approve nothing. */
  readonly review: readonly Approval[];
  /** What is wrong with entries under `review:`; since those approve nothing, it stops nobody. */
  readonly doubts: readonly string[];
}

/** A baseline of a million approvals has some 300 MB; a larger file is the wrong one. */
const mostBytes = 512 * 1024 * 1024;
/** Beyond this many the first few say enough. */
const mostProblems = 50;

/** Reads a baseline file. @throws Fault `baseline-unreadable`, or `baseline-invalid` that names all that is wrong. */
export function readBaselineFile(file: string): BaselineFile {
  return parseBaseline(file, readText(file));
}

/** Reads the text of a baseline file; `file` is what its errors call it. */
export function parseBaseline(file: string, text: string): BaselineFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: false });
  if (document.errors.length > 0) {
    throw invalid(
      file,
      document.errors.map(({ pos, message }) => `line ${lines.linePos(pos[0]).line}: ${firstLine(message)}`),
    );
  }
  if (document.contents === null)
    throw invalid(file, ["the file is empty; a baseline begins with `version: 1`"]);
  const values = plainValues(file, document);
  const complain = (issues: readonly z.core.$ZodIssue[]) =>
    complaints(issues, document, lines, baselineSchema, "a key here");
  const doubtful = reviewIssues(values);
  const result = baselineSchema.safeParse(withoutReview(values, doubtful));
  const wrong = result.success ? [] : complain([...result.error.issues, ...doubtful]);
  const approvals = result.success ? result.data.approvals.map(toApproval) : readable(values);
  const problems = [...wrong, ...repeated(approvals, document, lines)];
  if (!result.success) throw invalid(file, problems);
  const definitions = toDefinitions(result.data);
  problems.push(...wrongDefinitions(definitions));
  if (problems.length > 0) throw invalid(file, problems);
  return {
    definitions,
    approvals: approvals as Approval[],
    review: result.data.review.map(toApproval),
    doubts: complain(doubtful),
  };
}

function reviewIssues(values: unknown): readonly z.core.$ZodIssue[] {
  return entriesOf(values, "review").flatMap((entry, index) => {
    const { error } = approvalSchema.safeParse(entry);
    return (error?.issues ?? []).map((issue) => ({ ...issue, path: ["review", index, ...issue.path] }));
  });
}

function withoutReview(values: unknown, doubtful: readonly z.core.$ZodIssue[]): unknown {
  if (doubtful.length === 0) return values;
  const wrong = new Set(doubtful.map(({ path }) => path[1]));
  const review = entriesOf(values, "review").filter((_, index) => !wrong.has(index));
  return { ...(values as object), review };
}

function entriesOf(values: unknown, key: "approvals" | "review"): readonly unknown[] {
  const entries = (values as Record<string, unknown> | null)?.[key];
  return Array.isArray(entries) ? entries : [];
}

/**
 * Approvals of a file may only call by name what the file or the database defines.
 * @throws Fault `baseline-invalid`
 */
export function checkReferences(
  file: string,
  approvals: readonly Approval[],
  definitions: readonly Definition[],
): void {
  const known = new Set(definitions.map(definitionKey));
  const problems = approvals.flatMap(({ device, session, destinations }) =>
    referred(device, destinations)
      .filter((key) => !known.has(key))
      .map((key) => `${device} session ${session}: no ${key.replace(":", " ")} is defined`),
  );
  if (problems.length > 0) throw invalid(file, problems);
}

function toDefinitions({ collectors, tags }: z.output<typeof baselineSchema>): readonly Definition[] {
  return [
    ...collectors.map((one) =>
      identifiedCollector({ kind: "collector", ...present(one) } as Omit<Collector, "id">),
    ),
    ...Object.entries(tags).map(([name, devices]) => identifiedTag({ kind: "tag", name, devices })),
  ];
}

function wrongDefinitions(definitions: readonly Definition[]): string[] {
  const groups = Map.groupBy(definitions, definitionKey);
  const twice = [...groups.values()].filter(({ length }) => length > 1);
  const nested = definitions.filter(
    (one) => one.kind === "collector" && one.destinations.some(({ kind }) => kind === "collector"),
  );
  const portless = definitions.filter(
    (one) =>
      one.kind === "collector" &&
      one.device === undefined &&
      one.destinations.some(({ kind }) => !["address", "vlan", "pseudowire", "collector"].includes(kind)),
  );
  return [
    ...twice.map(([one]) => `the ${one!.kind} ${one!.name} is defined twice`),
    ...nested.map(({ name }) => `collector ${name} must name places, not another collector`),
    ...portless.map(({ name }) => `collector ${name} names a port, so it must name its device too`),
  ];
}

function present<T extends object>(entry: T): T {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as T;
}

function toApproval(entry: z.output<typeof baselineSchema>["approvals"][number]): Approval {
  return identified(present(entry) as unknown as Omit<Approval, "id">);
}

/** Approvals that speak of the same thing twice, even when other entries are wrong. */
function repeated(
  approvals: readonly (Approval | undefined)[],
  document: Document,
  lines: LineCounter,
): string[] {
  const first = new Map<string, number>();
  return approvals.flatMap((approval, index) => {
    if (!approval) return [];
    const key = identity(approval);
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, index);
      return [];
    }
    const [place, other] = [lineOf(document, lines, index), lineOf(document, lines, before)];
    const what = `is the second approval for ${approval.device} session ${approval.session}`;
    return [`line ${place}: approvals.${index} ${what}; join it with the one in line ${other}`];
  });
}

/** Entry by entry, for a file that is wrong as a whole. */
function readable(values: unknown): (Approval | undefined)[] {
  return entriesOf(values, "approvals").map((entry) => {
    const read = approvalSchema.safeParse(entry);
    return read.success ? toApproval(read.data) : undefined;
  });
}

function lineOf(document: Document, lines: LineCounter, index: number): number {
  const node = document.getIn(["approvals", index], true) as { range?: readonly number[] } | undefined;
  return lines.linePos(node?.range?.[0] ?? 0).line;
}

function plainValues(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw invalid(file, [cause instanceof Error ? cause.message : String(cause)]);
  }
}

function readText(file: string): string {
  try {
    if (statSync(file).size > mostBytes) throw new RangeError("it is larger than 512 MB");
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    throw new Fault({
      code: "baseline-unreadable",
      where: file,
      what: `the baseline file cannot be read (${reason(cause)})`,
      remedy: "check the path, that this user may read it, and that it is UTF-8 text",
      cause,
    });
  }
}

function firstLine(message: string): string {
  return message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, "");
}

function invalid(file: string, problems: readonly string[]): Fault {
  const shown = problems.slice(0, mostProblems);
  const more = problems.length > shown.length ? [`and ${problems.length - shown.length} more`] : [];
  const what = [`${problems.length} things are wrong, so nothing was taken from it`, ...shown, ...more].join(
    "\n",
  );
  return new Fault({
    code: "baseline-invalid",
    where: file,
    what: problems.length === 1 ? problems[0]! : `${what}\n`,
    remedy: "mend the file; docs/baseline.md describes every key and phrase",
  });
}
