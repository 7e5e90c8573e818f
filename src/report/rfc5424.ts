/** local0: what IBM's examples use for forwarded events. */
const facility = 16;

export interface SyslogHeader {
  /** RFC 5424 severity, 0 to 7. */
  readonly severity: number;
  /** ISO 8601. */
  readonly at: string;
  /** A constant of this installation: QRadar routes an event by it, so it is never a device's name. */
  readonly host: string;
}

/** Severity of syslog for one of LEEF (1 to 10): error, warning or notice. */
export function syslogSeverity(severity: number): number {
  return severity >= 9 ? 3 : severity >= 5 ? 4 : 5;
}

/**
 * The short header that QRadar reads in front of LEEF: PRI, version, time, host, and none of the other RFC 5424 fields
 * (IBM, "LEEF event components"). Ends with one space.
 */
export function syslogHeader({ severity, at, host }: SyslogHeader): string {
  return `<${facility * 8 + severity}>1 ${new Date(at).toISOString()} ${hostField(host)} `;
}

/** RFC 5424 HOSTNAME: printable ASCII without spaces; no colon either, since QRadar cannot route an IPv6 address. */
function hostField(host: string): string {
  return host.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, 255) || "mirrorwatch";
}
