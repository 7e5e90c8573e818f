import type { Direction } from "../../model/session.ts";
import type { ShowManners } from "./manners.ts";
import type { Place } from "./place.ts";

type Table = Readonly<Record<string, string>>;

/** The word of a table for a value as it is shown; `*` in the table is any text, case does not matter. */
export function wordFor(value: string, table: Table | undefined): string | undefined {
  const shown = value.toLowerCase();
  const found = Object.entries(table ?? {}).find(([pattern]) => fits(shown, pattern.toLowerCase()));
  return found?.[1];
}

function fits(value: string, pattern: string): boolean {
  const star = pattern.indexOf("*");
  if (star < 0) return value === pattern;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return value.length >= before.length + after.length && value.startsWith(before) && value.endsWith(after);
}

/** Does the value say that there is nothing? */
export function isNothing(value: string, { nothing = [] }: ShowManners): boolean {
  return value === "" || nothing.some((pattern) => fits(value.toLowerCase(), pattern.toLowerCase()));
}

/** The name of the device's own processor, where it stands in place of a port. */
export function processorFor(value: string, { processors }: ShowManners): string | undefined {
  return wordFor(value, processors);
}

export function directionFor(value: string, { direction }: ShowManners): Direction | undefined {
  const word = wordFor(value, direction) ?? value.toLowerCase();
  return word === "rx" || word === "tx" || word === "both" ? word : undefined;
}

/** The members of a list of ports or VLANs, which commas or blanks part; what stands in parentheses is a remark. */
export function membersOf(value: string, { label }: Place): readonly string[] {
  const plain = value.replace(/\([^()]{0,200}\)/g, " ").replace(/ ?- ?(?=\d)/g, "-");
  const next = label === "port" ? /\s+(?=[A-Za-z])/g : /\s+/g;
  return plain
    .split(",")
    .flatMap((part) => part.trim().split(next))
    .map((member) => (label === "port" ? portOf(member.trim()) : member.replace(/^.*\//, "")))
    .filter((member) => member !== "");
}

/** What stands behind a port's number is a part of it: a service instance, a circuit. */
function portOf(member: string): string {
  return member.replace(/(?<=\d) .*$/, "");
}

/** The one word that an address or a number is, without the remark behind it. */
export function wordOf(value: string): string {
  return value.replace(/[\s,(].*$/s, "");
}
