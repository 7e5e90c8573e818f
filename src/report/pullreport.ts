import { plain } from "./plain.ts";

/** Failures of one class, for the summary. */
export interface FailureGroup {
  readonly class: string;
  readonly devices: readonly string[];
  /** Of the first. */
  readonly why: string;
  readonly remedy: string;
}

const named = 5;

/** `12 devices: hostkey-unknown (core1, core2, … and 7 more): …why…; …remedy…`, a line for each class. */
export function failureLines(groups: readonly FailureGroup[]): readonly string[] {
  return groups.map(({ class: kind, devices, why, remedy }) => {
    const shown = devices.slice(0, named).join(", ");
    const more = devices.length > named ? ` and ${devices.length - named} more` : "";
    const count = devices.length === 1 ? "1 device" : `${devices.length} devices`;
    return plain(`${count} failed, ${kind} (${shown}${more}): ${why}; ${remedy}`);
  });
}
