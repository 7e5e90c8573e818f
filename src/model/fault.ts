/** mirrorwatch could not do its job: where, what, and what to do. Anything else that is thrown is a bug (exit 70). */
export class Fault extends Error {
  /** Stable word for scripts and the troubleshooting page: `settings-invalid`, `database-locked`, … */
  readonly code: string;
  readonly where: string;
  readonly what: string;
  readonly remedy: string;

  constructor(fault: { code: string; where: string; what: string; remedy: string; cause?: unknown }) {
    super(`${fault.where}: ${fault.what}; ${fault.remedy}`, { cause: fault.cause });
    this.name = "Fault";
    this.code = fault.code;
    this.where = fault.where;
    this.what = fault.what;
    this.remedy = fault.remedy;
  }
}

/** The public table of exit codes. */
export const exit = {
  approved: 0,
  findings: 1,
  couldNotRun: 2,
  someDevicesFailed: 3,
  bug: 70,
} as const;
