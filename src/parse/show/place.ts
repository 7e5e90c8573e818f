import type { Direction } from "../../model/session.ts";

/** What a value is: a part of the session (`source`, `state`, …), and of an end, a filter or an option its label. */
export interface Place {
  readonly part: string;
  readonly label: string;
  readonly direction: Direction | undefined;
}

/** `source.port rx` of a profile. */
export function placeOf(text: string): Place {
  const [name = "", direction] = text.split(" ");
  const [part = "", label = ""] = name.split(".");
  return { part, label, direction: direction as Direction | undefined };
}

/** Values that are lists, and may go on in the next line. */
export function isList({ part, label }: Place): boolean {
  return part === "remoteVlans" || ["port", "vlan", "remoteVlan"].includes(label);
}
