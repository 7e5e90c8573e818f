import type { FindingKind, Verdict } from "../model/finding.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import type { Indicator } from "../model/statement.ts";
import { textKey } from "./key.ts";
import { severityOf } from "./severity.ts";

/** Verdicts on the text itself: lines that nobody could read, statements that hide or enable copying, a text that is not whole. */
export function judgeText(snapshot: SnapshotRecord): Verdict[] {
  return joined([
    ...snapshot.unread.map((unread) => {
      const why = `line ${unread.line} speaks of mirroring and could not be read: ${unread.text.trim()}`;
      const expected = unread.expected === "" ? "" : `; expected ${unread.expected}`;
      return verdict(
        snapshot,
        "unread",
        textKey("unread", snapshot.device, unread.text),
        why + expected,
        unread.line,
      );
    }),
    ...snapshot.indicators.map((indicator) => indicated(snapshot, indicator)),
    ...(snapshot.complete ? [] : [blind(snapshot)]),
  ]);
}

const kindOf: Readonly<Record<Indicator["kind"], FindingKind>> = {
  automation: "automation",
  intercept: "automation",
  diversion: "automation",
  blind: "blind",
  logging: "blind",
};

function indicated(snapshot: SnapshotRecord, { kind, line, text, why }: Indicator): Verdict {
  const words = `line ${line} (${text.trim()}): ${why}`;
  return verdict(snapshot, kindOf[kind], textKey(kind, snapshot.device, text), words, line);
}

function blind(snapshot: SnapshotRecord): Verdict {
  const why = `the config could not be seen whole, so nothing is concluded from what is absent: ${snapshot.completeness}`;
  return verdict(snapshot, "blind", textKey("incomplete", snapshot.device, ""), why);
}

function verdict(
  snapshot: SnapshotRecord,
  kind: FindingKind,
  key: string,
  why: string,
  line?: number,
): Verdict {
  const { device, os } = snapshot;
  const lines = line === undefined ? [] : [line];
  return { kind, device, os, session: "", key, ...severityOf(kind), why, differences: [], lines };
}

/** The same text on several lines is one condition. */
function joined(verdicts: readonly Verdict[]): Verdict[] {
  return [...Map.groupBy(verdicts, (verdict) => verdict.key).values()].map((alike) => ({
    ...alike[0]!,
    lines: [...new Set(alike.flatMap((verdict) => verdict.lines))].sort((a, b) => a - b),
  }));
}
