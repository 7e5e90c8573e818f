import { zoneOffset } from "./zone.ts";

/** A time as a device or relay wrote it, in parts; nothing is filled in. */
export interface Stamp {
  /** `ok`: no mark; `unset`: `*`, the clock was never set; `unsynced`: `.`, it lost its source. */
  readonly clock: "ok" | "unset" | "unsynced";
  readonly year: number | null;
  /** 1..12; null together with `day` and `time` when the device only counts its uptime. */
  readonly month: number | null;
  readonly day: number | null;
  /** Milliseconds since midnight. */
  readonly time: number | null;
  /** As written: `UTC`, `CEST`, `UTC+1`, `+02:00`; null when there is none. */
  readonly zone: string | null;
  /** `00:20:10`, `1w2d`: time since boot, which is no time of day. */
  readonly uptime: string | null;
}

/** The labels of the grammar's stamp rules. */
export interface StampRecord {
  readonly mark?: string | null;
  readonly moment?: MomentRecord;
  readonly zone?: string | null;
}

export interface MomentRecord {
  readonly date?: string;
  readonly year?: string | null;
  readonly month?: string;
  readonly day?: string;
  readonly clock?: string;
  readonly half?: string | null;
  readonly zone?: string | null;
  readonly uptime?: string;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const marks = { "*": "unset", ".": "unsynced" } as const;

export function stampOf(record: StampRecord): Stamp {
  const moment = record.moment ?? {};
  const [year, month, day] = dateOf(moment);
  return {
    clock: marks[record.mark as keyof typeof marks] ?? "ok",
    year,
    month,
    day,
    time: moment.clock ? millisecondsOf(moment.clock, moment.half) : null,
    zone: moment.zone?.trim() ?? record.zone?.trim() ?? null,
    uptime: moment.uptime ?? null,
  };
}

function dateOf(moment: MomentRecord): readonly [number | null, number | null, number | null] {
  if (moment.date) {
    const [year, month, day] = moment.date.split("-").map(Number);
    return [year!, month!, day!];
  }
  if (!moment.month) return [null, null, null];
  const month = months.indexOf(moment.month.toLowerCase()) + 1;
  return [moment.year ? Number(moment.year) : null, month, Number(moment.day)];
}

function millisecondsOf(clock: string, half: string | null | undefined): number | null {
  const [hours, minutes, seconds] = clock.replace(",", ".").split(":").map(Number);
  const shift = half ? twelveHour(hours!, half) : 0;
  if (hours! > 23 || minutes! > 59 || seconds! >= 61) return null;
  return (hours! + shift) * 3_600_000 + minutes! * 60_000 + Math.floor(seconds! * 1000 + 1e-6);
}

/** 12 AM is midnight, 12 PM is noon. */
function twelveHour(hours: number, half: string): number {
  if (half.toUpperCase() === "PM") return hours < 12 ? 12 : 0;
  return hours === 12 ? -12 : 0;
}

const day = 86_400_000;

/**
 * The instant of a stamp in milliseconds since 1970, or null when it cannot be known: uptime only, an impossible date, or
 * a zone name without one certain meaning. Two things may be missing and are completed by rule:
 * - the year: the newest one that does not put the message more than a day after `reference`, since a message is read
 *   after it was written. A clock that was never set shows no year that could be completed;
 * - the zone: UTC, as network devices are commonly run.
 */
export function instantOf(stamp: Stamp, reference: number): number | null {
  if (stamp.month === null || stamp.day === null || stamp.time === null) return null;
  const offset = stamp.zone === null ? 0 : zoneOffset(stamp.zone);
  if (offset === null) return null;
  const shift = stamp.time - offset * 60_000;
  if (stamp.year !== null) return at(stamp.year, stamp.month, stamp.day, shift);
  if (stamp.clock === "unset") return null;
  const latest = new Date(reference).getUTCFullYear() + 1;
  // Eight years back always hold a 29 February.
  for (let year = latest; year > latest - 10; year--) {
    const instant = at(year, stamp.month, stamp.day, shift);
    if (instant !== null && instant <= reference + day) return instant;
  }
  return null;
}

function at(year: number, month: number, date: number, shift: number): number | null {
  const midnight = Date.UTC(year, month - 1, date);
  const check = new Date(midnight);
  if (check.getUTCMonth() !== month - 1 || check.getUTCDate() !== date) return null;
  return midnight + shift;
}
