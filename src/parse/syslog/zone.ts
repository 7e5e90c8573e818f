/**
 * Minutes east of UTC of the zone names that have one meaning: those of RFC 5322 section 4.3 and the European and Japanese
 * names that no other zone shares. A device may call its zone anything (`clock timezone VIENNA 1`), and names such as IST
 * or BST belong to several countries: those are unknown, and nothing is guessed.
 */
const names: ReadonlyMap<string, number> = new Map([
  ["Z", 0],
  ["UT", 0],
  ["UTC", 0],
  ["GMT", 0],
  ["EST", -300],
  ["EDT", -240],
  ["CST", -360],
  ["CDT", -300],
  ["MST", -420],
  ["MDT", -360],
  ["PST", -480],
  ["PDT", -420],
  ["WET", 0],
  ["WEST", 60],
  ["CET", 60],
  ["CEST", 120],
  ["MET", 60],
  ["MEST", 120],
  ["EET", 120],
  ["EEST", 180],
  ["MSK", 180],
  ["JST", 540],
  ["KST", 540],
  ["AEST", 600],
  ["AEDT", 660],
  ["NZST", 720],
  ["NZDT", 780],
]);

/** Minutes east of UTC of `UTC`, `CEST`, `UTC+07:30`, `+0530`; null when the name says nothing certain (`CMT+2` too). */
export function zoneOffset(zone: string): number | null {
  const named = names.get(zone.toUpperCase());
  if (named !== undefined) return named;
  const parts = /^\s*(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(zone);
  if (!parts) return null;
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0);
  if (minutes > 14 * 60) return null;
  return parts[1] === "-" ? 0 - minutes : minutes;
}
