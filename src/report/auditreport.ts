/** The counts of one audit, for its last line and its JSON. */
export interface AuditSummary {
  readonly devices: number;
  readonly sessions: number;
  /** Sessions that lie inside an approval. */
  readonly approved: number;
  /** Findings of these devices that nobody has resolved, acknowledged ones included. */
  readonly findings: number;
  readonly acknowledged: number;
  /** Findings that this run opened or reopened, and those that it resolved. */
  readonly new: number;
  readonly resolved: number;
  /** Devices that could not be seen, or not whole. */
  readonly blind: number;
  /** Approvals that end soon (`baseline.warnDays`). */
  readonly expiring: number;
}

/** `11 devices, 14 sessions: 9 approved, 5 findings (2 new, 1 acknowledged), 1 device not seen whole`. */
export function summaryLine(summary: AuditSummary): string {
  const { devices, sessions, approved, findings, acknowledged, resolved, blind } = summary;
  const among = [some(summary.new, "new"), some(acknowledged, "acknowledged")].filter(Boolean).join(", ");
  const parts = [
    `${approved} approved`,
    `${counted(findings, "finding")}${among === "" ? "" : ` (${among})`}`,
    some(resolved, "resolved"),
    blind === 0 ? "" : `${counted(blind, "device")} not seen whole`,
    summary.expiring === 0 ? "" : `${counted(summary.expiring, "approval")} ending soon`,
  ];
  return `${counted(devices, "device")}, ${counted(sessions, "session")}: ${parts.filter(Boolean).join(", ")}`;
}

function some(count: number, what: string): string {
  return count === 0 ? "" : `${count} ${what}`;
}

/** `1 device`, `2 devices`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
