import { createHash } from "node:crypto";
import type { SnapshotRecord } from "../../model/snapshot.ts";
import type { Catalog } from "../../parse/catalog.ts";
import { inspect, statementTexts } from "../../pipeline.ts";
import type { Pulled } from "../../source/pull/puller.ts";
import type { CommandResult, SessionResult } from "../../source/pull/session.ts";
import { blindSnapshot } from "../round.ts";
import { shownIn } from "../vantage.ts";
import type { PullRecord } from "./pullrecord.ts";

/** A text that is smaller than this part of the one before is not believed at once. */
const shrunk = 0.6;
/** Characters of one `show` output that are handed on. */
const showLength = 262_144;

export interface Inspected {
  readonly result: PullRecord;
  /** The text is not whole, or much smaller than the last one: once more. */
  readonly again: boolean;
}

/**
 * Reads what a pull brought, and lets go of the text.
 * @param known bytes of the device's last whole text
 */
export function inspectPull(
  pulled: Pulled,
  attempt: number,
  catalog: Catalog,
  known: number | null,
): Inspected {
  const { target, takenAt, milliseconds, session, facts, failure } = pulled;
  const text = session?.config;
  const bytes = text === undefined ? undefined : Buffer.from(text.text, "latin1");
  const read =
    bytes === undefined || failure !== undefined
      ? blindSnapshot(target.name, target.os, blindness(pulled))
      : { ...inspect(bytes, { name: target.name, os: target.os, catalog }), device: target.name };
  const whole = read.complete ? bytes!.length : null;
  const small = whole !== null && known !== null && whole < known * shrunk;
  const snapshot = small ? doubted(read, whole, known) : read;
  const second = snapshot.complete ? secondView(session, pulled, catalog) : undefined;
  const outputs = (session?.shows ?? []).map(({ text: output }) => Buffer.from(output, "latin1"));
  const shown = bytes === undefined ? undefined : shownIn(outputs, bytes, snapshot, catalog);
  return {
    again: failure === undefined && !snapshot.complete,
    result: {
      target,
      attempt,
      takenAt,
      milliseconds,
      snapshot,
      ...(second === undefined ? {} : { second }),
      ...(shown === undefined ? {} : { shown }),
      ...(bytes === undefined ? {} : { texts: statementTexts(bytes, snapshot) }),
      hash: bytes === undefined ? "" : createHash("sha256").update(bytes).digest("hex"),
      bytes: whole,
      shows: (session?.shows ?? []).map(bounded),
      privilege: session?.privilege ?? "unknown",
      prompt: session?.prompt ?? "",
      ...(facts === undefined ? {} : { facts }),
      ...(failure === undefined ? {} : { failure }),
    },
  };
}

function blindness({ failure }: Pulled): string {
  return failure === undefined
    ? "the pull brought no config"
    : `the pull failed (${failure.class}): ${failure.why}`;
}

function doubted(snapshot: SnapshotRecord, bytes: number, known: number): SnapshotRecord {
  const completeness = `the text has ${bytes} bytes and the last whole one had ${known}: a part may be hidden`;
  return { ...snapshot, complete: false, completeness };
}

function secondView(
  session: SessionResult | undefined,
  { target }: Pulled,
  catalog: Catalog,
): SnapshotRecord | undefined {
  if (session?.second === undefined) return undefined;
  const bytes = Buffer.from(session.second.text, "latin1");
  return { ...inspect(bytes, { name: target.name, os: target.os, catalog }), device: target.name };
}

function bounded({ command, text }: CommandResult): CommandResult {
  return { command, text: text.slice(0, showLength) };
}
