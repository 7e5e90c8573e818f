import { type Json, textOf } from "../../model/json.ts";

const shape =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(?:Z|UTC|([+-]\d\d):?(\d\d))?$/i;

/**
 * ISO 8601 in UTC with milliseconds: of a time with or without `T` and zone (UTC then), with any number of digits behind the
 * second, or of seconds or milliseconds since 1970. Null for what is no instant.
 */
export function momentOf(value: Json | undefined): string | null {
  const text = textOf(value);
  if (text === null) return null;
  if (/^\d{10}(?:\.\d+)?$/.test(text)) return isoOf(Number(text) * 1000);
  if (/^\d{13}$/.test(text)) return isoOf(Number(text));
  const match = shape.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second = "00", fraction = "", zoneHour, zoneMinute = "00"] = match;
  const zone = zoneHour === undefined ? "Z" : `${zoneHour}:${zoneMinute}`;
  const millis = fraction.padEnd(3, "0").slice(0, 3);
  return isoOf(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millis}${zone}`));
}

function isoOf(millis: number): string | null {
  const date = new Date(millis);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? null : date.toISOString();
}
