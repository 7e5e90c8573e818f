import { Fault } from "../../model/fault.ts";

/** One line of the doctor: what was looked at, how it stands, and what to do when it does not. */
export interface Check {
  /** `settings`, `os cisco-ios`, `database`, `udp 0.0.0.0:5514`, … */
  readonly check: string;
  readonly status: "ok" | "warn" | "fail";
  readonly what: string;
  readonly remedy?: string;
}

export function ok(check: string, what: string): Check {
  return { check, status: "ok", what };
}

export function warn(check: string, what: string, remedy: string): Check {
  return { check, status: "warn", what, remedy };
}

export function fail(check: string, what: string, remedy: string): Check {
  return { check, status: "fail", what, remedy };
}

/** A Fault of the step becomes a failed check; anything else is a bug and goes on. */
export function attempt(check: string, step: () => Check | readonly Check[]): readonly Check[] {
  try {
    const found = step();
    return Array.isArray(found) ? found : [found as Check];
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return [fail(check, `${error.where}: ${error.what}`, error.remedy)];
  }
}
