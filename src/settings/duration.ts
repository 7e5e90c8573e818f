const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `15m`, `1h`, `30d` in milliseconds; undefined when it is none of these, or nothing at all. */
export function parseDuration(text: string): number | undefined {
  const found = /^(\d{1,6})([smhd])$/.exec(text.trim());
  const length = found ? Number(found[1]) * units[found[2]!]! : 0;
  return length > 0 ? length : undefined;
}
