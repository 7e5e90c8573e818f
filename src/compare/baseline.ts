import type { Approval } from "../model/approval.ts";
import { isPattern, literal, matches } from "../model/pattern.ts";

/** What the judges ask of the approvals, so that a fleet need not be compared with each approval of every device. */
export interface Baseline {
  /** Approvals for this device that name this session or a pattern that it fits. */
  forSession(device: string, session: string): readonly Approval[];
  /** Required approvals for this device. */
  required(device: string): readonly Approval[];
}

/** A baseline in memory. */
export function baselineOf(approvals: readonly Approval[]): Baseline {
  const named = Map.groupBy(
    approvals.filter((approval) => !isPattern(approval.device)),
    (approval) => deviceKey(literal(approval.device)),
  );
  const patterns = approvals.filter((approval) => isPattern(approval.device));
  const forDevice = (device: string) => [
    ...(named.get(deviceKey(device)) ?? []),
    ...patterns.filter((approval) => namesDevice(approval, device)),
  ];
  return {
    forSession: (device, session) => forDevice(device).filter((approval) => namesSession(approval, session)),
    required: (device) => forDevice(device).filter((approval) => approval.required),
  };
}

/** Host names differ in case between a config and a log. */
export function deviceKey(device: string): string {
  return device.toLowerCase();
}

export function namesDevice(approval: Approval, device: string): boolean {
  return matches(deviceKey(approval.device), deviceKey(device));
}

export function namesSession(approval: Approval, session: string): boolean {
  return matches(approval.session, session);
}
