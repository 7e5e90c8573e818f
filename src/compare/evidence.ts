import type { FindingKind, Verdict } from "../model/finding.ts";

/** Lines of one finding that are kept; the others are told by number. */
const most = 60;

/** Verdicts whose line numbers are those of the config. */
const ofConfig: readonly FindingKind[] = [
  "unexpected",
  "changed",
  "expired",
  "unread",
  "automation",
  "blind",
];

/** The verdict with the statements that it rests on, as they stand in the config. @param texts by line number */
export function withEvidence(verdict: Verdict, config: string, texts: ReadonlyMap<number, string>): Verdict {
  if (!ofConfig.includes(verdict.kind)) return verdict;
  const evidence = verdict.lines.slice(0, most).flatMap((line) => {
    const text = texts.get(line);
    return text === undefined ? [] : [{ line, text }];
  });
  return { ...verdict, config, ...(evidence.length === 0 ? {} : { evidence }) };
}
