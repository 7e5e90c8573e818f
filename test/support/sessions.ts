// Records that the compare and store tests speak of; each test changes only what it is about.
import { identified } from "../../src/source/approvalid.ts";
import type { Approval } from "../../src/model/approval.ts";
import type { MirrorSession } from "../../src/model/session.ts";
import type { SnapshotRecord } from "../../src/model/snapshot.ts";
import { createHash } from "node:crypto";

/** A SPAN session from one port to another. */
export function span(change: Partial<MirrorSession> = {}): MirrorSession {
  const session: MirrorSession = {
    name: "1",
    mechanism: "span",
    reach: "port",
    state: "active",
    sources: [{ kind: "interface", name: "GigabitEthernet1/0/1", direction: "both" }],
    destinations: [{ kind: "interface", name: "GigabitEthernet1/0/24" }],
    filters: [],
    lines: [12, 13],
    fingerprint: "",
    ...change,
  };
  const { lines: _, fingerprint, ...meaning } = session;
  const hash = createHash("sha256").update(JSON.stringify(meaning)).digest("hex").slice(0, 16);
  return { ...session, fingerprint: fingerprint || hash };
}

export function snapshotOf(
  sessions: readonly MirrorSession[],
  change: Partial<SnapshotRecord> = {},
): SnapshotRecord {
  return {
    device: "core1",
    os: "cisco-ios",
    complete: true,
    completeness: "the config ends with its end marker",
    sessions,
    unread: [],
    indicators: [],
    ...change,
  };
}

/** Approves session 1 of core1 as `span()` makes it. */
export function approval(change: Partial<Omit<Approval, "id">> = {}): Approval {
  return identified({
    device: "core1",
    session: "1",
    sources: [{ kind: "interface", value: "GigabitEthernet1/0/1" }],
    destinations: [{ kind: "interface", value: "GigabitEthernet1/0/24" }],
    filters: [],
    required: false,
    owner: "netops",
    ticket: "CHG-1",
    reason: "intrusion detection",
    ...change,
  });
}
