import type { Approval } from "../model/approval.ts";
import { type Collector, tagOf } from "../model/definition.ts";
import { isPattern, literal, matches } from "../model/pattern.ts";
import { collectorsOf, type Definitions, noDefinitions, standsFor, writtenOut } from "./reference.ts";

/** What the judges ask of the approvals, so that a fleet need not be compared with each approval of every device. */
export interface Baseline {
  /** Approvals for this device that name this session or a pattern that it fits; collectors are written out. */
  forSession(device: string, session: string): readonly Approval[];
  /** Required approvals for this device. */
  required(device: string): readonly Approval[];
  /** Places where copies may end; absent means none. */
  collectors?(): readonly Collector[];
}

/** A baseline in memory. */
export function baselineOf(
  approvals: readonly Approval[],
  definitions: Definitions = noDefinitions,
): Baseline {
  const named = Map.groupBy(
    approvals.filter((approval) => !isWide(approval.device)),
    (approval) => deviceKey(literal(approval.device)),
  );
  const wide = approvals.filter((approval) => isWide(approval.device));
  const forDevice = (device: string) =>
    [
      ...(named.get(deviceKey(device)) ?? []),
      ...wide.filter((approval) => namesDevice(approval, device, definitions)),
    ].map((approval) => writtenOut(approval, device, definitions));
  return {
    forSession: (device, session) => forDevice(device).filter((approval) => namesSession(approval, session)),
    required: (device) => forDevice(device).filter((approval) => approval.required),
    collectors: () => collectorsOf(definitions),
  };
}

/** Host names differ in case between a config and a log. */
export function deviceKey(device: string): string {
  return device.toLowerCase();
}

/** Can the device of an approval stand for several? */
export function isWide(device: string): boolean {
  return tagOf(device) !== undefined || isPattern(device);
}

export function namesDevice(
  approval: Approval,
  device: string,
  definitions: Definitions = noDefinitions,
): boolean {
  return standsFor(approval.device, device, definitions);
}

export function namesSession(approval: Approval, session: string): boolean {
  return matches(approval.session, session);
}
