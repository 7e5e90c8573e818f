import { zoneOffset } from "./syslog/zone.ts";

/** As far into a text as what stands above a config can reach. */
const sample = 262_144;
/** No zone is farther ahead of UTC. */
const farthest = 14 * 3_600_000;
const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

const clock = String.raw`(?<time>\d\d:\d\d:\d\d)(?:\.(?<part>\d{1,3}))?`;
const named = String.raw`(?:[A-Z][a-z]{2} )(?<month>[A-Z][a-z]{2}) {1,2}(?<day>\d{1,2})`;
const zone = `(?: (?<zone>[A-Z][A-Za-z0-9:+-]{0,9}))?`;
const forms = [
  new RegExp(`^${clock}${zone} ${named} (?<year>\\d{4})`),
  new RegExp(`^${named} ${clock}${zone} (?<year>\\d{4})`),
  new RegExp(String.raw`^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d) ${clock}${zone}`),
];

/**
 * The moment that a config text itself states for its last change, ISO 8601 UTC: what was typed later cannot be in it. Of
 * several the earliest; of a time without a zone that is known, the earliest that it can mean; `""` when what is stated is
 * no time that can be read. Undefined when it states none.
 * @param heads how lines begin behind which such a time stands
 */
export function changeTime(bytes: Buffer, heads: readonly string[]): string | undefined {
  const text = bytes.subarray(0, sample);
  const stated = heads.flatMap((head) => behind(text, head)).map(readTime);
  return stated.sort()[0];
}

function behind(text: Buffer, head: string): string[] {
  const found: string[] = [];
  for (let at = text.indexOf(head); at >= 0 && found.length < 20; at = text.indexOf(head, at + 1)) {
    const before = text[at - 1];
    if (before !== undefined && before !== 0x0a && before !== 0x0d) continue;
    found.push(text.toString("latin1", at + head.length, at + head.length + 100).trimStart());
  }
  return found;
}

function readTime(text: string): string {
  const parts = forms.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return "";
  const { year, month, day, time, part = "999", zone: name } = parts;
  const number = /^\d/.test(month!) ? Number(month) : months.indexOf(month!.toLowerCase()) + 1;
  const [mm, dd] = [number, day].map((value) => String(value).padStart(2, "0"));
  const local = Date.parse(`${year}-${mm}-${dd}T${time}.${part.padEnd(3, "0")}Z`);
  if (Number.isNaN(local)) return "";
  const offset = name === undefined ? null : zoneOffset(name);
  return new Date(local - (offset === null ? farthest : offset * 60_000)).toISOString();
}
