// Interface lists as a network engineer writes them: `GigabitEthernet1/0/1-4,7`, `Gi1/0/*`, `ge-0/0/1-3,ge-1/0/0`.
import { escaped, isPattern, matches } from "./pattern.ts";
import { type Interval, merged, writeRange } from "./numberrange.ts";

/** One member of a list: a name or pattern, or a run of names that differ in their last number. */
interface Member {
  readonly stem: string;
  readonly run?: Interval;
}

/** What is wrong with a list, in words; undefined when nothing is. */
export function interfaceListProblem(list: string): string | undefined {
  for (const member of members(list)) {
    if (member.run && member.run[1] < member.run[0]) {
      return `the range ${member.stem}${member.run[0]}-${member.run[1]} runs backwards`;
    }
    if (!member.run && member.stem === "") return "an interface name is missing";
    if (member.run && !/[A-Za-z]/.test(member.stem)) return `${list} does not begin with an interface type`;
  }
  return undefined;
}

/** Tells whether an interface (its canonical name) is one of the list; an interface stands for its units too. */
export function interfaceMatcher(list: string): (name: string) => boolean {
  let parsed: readonly Member[] | undefined;
  return (name) => {
    if (list === name || list === "*") return true;
    parsed ??= members(list);
    const unit = name.includes(".") ? /^(.+[\d*])\.\d+$/.exec(name)?.[1] : undefined;
    return parsed.some((member) => isMember(member, name) || (unit !== undefined && isMember(member, unit)));
  };
}

/** One list for all these canonical names, with runs of numbers joined: `GigabitEthernet1/0/1-4,7`. */
export function interfaceList(names: readonly string[]): string {
  const groups = new Map<string, Interval[]>();
  const single: string[] = [];
  for (const name of names) {
    const match = /^([A-Za-z][\w./:-]*?)(\d{1,9})$/.exec(name);
    // A number with a leading zero is a name, and a stem that ends in `digits-` would read back as a range.
    if (!match || /^0\d/.test(match[2]!) || /\d-$/.test(match[1]!)) single.push(exactly(name));
    else groups.set(match[1]!, [...(groups.get(match[1]!) ?? []), [Number(match[2]), Number(match[2])]]);
  }
  const runs = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([stem, run]) => stem + writeRange(merged(run)));
  return [...runs, ...single.sort()].join(",");
}

/** The list that holds exactly this name, whatever it is made of. */
function exactly(name: string): string {
  return escaped(name)
    .replaceAll(",", "\\,")
    .replace(/(\d)-(\d+)$/, "$1\\-$2");
}

function members(list: string): Member[] {
  const found: Member[] = [];
  let stem = "";
  for (const part of list.split(/(?<!\\),/)) {
    const text = inherit(part.trim(), stem);
    const match = /^(.*?)(\d{1,9})-(\d{1,9})$/s.exec(text);
    if (match && !match[1]!.endsWith("\\")) {
      found.push({ stem: match[1]!, run: [Number(match[2]), Number(match[3])] });
    } else found.push({ stem: text });
    stem = text.replace(/\d+(?:-\d+)?$/, "");
  }
  return found;
}

/** `Gi1/0/1,4` means Gi1/0/4, and `Gi1/0/1,2/0/1` means Gi2/0/1. */
function inherit(part: string, stem: string): string {
  if (!/^\d/.test(part)) return part;
  return part.includes("/") ? stem.replace(/[\d/.:*]*$/, "") + part : stem + part;
}

function isMember({ stem, run }: Member, name: string): boolean {
  if (!run) return sameInterface(stem, name);
  const digits = name.startsWith(stem) ? name.slice(stem.length) : "";
  if (/^\d{1,9}$/.test(digits)) return within(run, digits);
  const match = /^(.*?)(\d{1,9})$/s.exec(name);
  return match !== null && within(run, match[2]!) && sameInterface(stem, match[1]!);
}

function within([first, last]: Interval, digits: string): boolean {
  return Number(digits) >= first && Number(digits) <= last;
}

/** `Gi1/0/1` is GigabitEthernet1/0/1, and `BE4` is Bundle-Ether4: two letters or more of a type stand for it. */
function sameInterface(approved: string, observed: string): boolean {
  if (approved === observed) return true;
  const wide = isPattern(approved) || approved.includes("\\");
  if (!wide && approved[0]?.toLowerCase() !== observed[0]?.toLowerCase()) return false;
  const type = typeOf(approved);
  const observedType = typeOf(observed);
  if (!standsFor(type.toLowerCase(), observedType.toLowerCase())) return matches(approved, observed);
  return matches(observedType + approved.slice(type.length), observed) || matches(approved, observed);
}

function typeOf(name: string): string {
  return /^[A-Za-z][A-Za-z-]*/.exec(name)?.[0] ?? "";
}

function standsFor(short: string, full: string): boolean {
  if (short.length < 2 || full === "") return false;
  if (full.startsWith(short) && !full.slice(0, short.length).endsWith("-")) return true;
  return short === full || short === initials(full);
}

function initials(type: string): string {
  return type
    .split("-")
    .map((word) => word[0] ?? "")
    .join("");
}
