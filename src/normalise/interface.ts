/** Full interface types by their shortest accepted prefix in lower case (`words.interfaces` of a profile). */
export type InterfaceTypes = Readonly<Record<string, string>>;

/** No line card has more ports; a wider range is kept as it was written. */
const widestRange = 1024;

/** No device has more ports; a session that names more keeps the rest of its ranges as they were written. */
export const mostInterfaces = 16_384;

/** How many more ports the ranges of one text may stand for. */
export interface PortRoom {
  left: number;
}

/** All sessions of a device together name fewer; a text that names more keeps the rest of its ranges as they were written. */
export const mostPorts = 65_536;

/** Every port of a list, out of the room that its text has left; never more than `most` of them. */
export function portsOf(
  list: string,
  types: InterfaceTypes,
  room: PortRoom,
  most = mostInterfaces,
): string[] {
  const names = expandInterfaces(list, types, Math.min(most, room.left));
  room.left = Math.max(0, room.left - names.length);
  return names;
}

/** `gi 1/0/1` -> `GigabitEthernet1/0/1`. A type that the table does not know keeps its spelling. */
export function canonicalInterface(text: string, types: InterfaceTypes): string {
  const parts = /^([A-Za-z][A-Za-z-]*?)[ ]?(-?[\d].*)$/.exec(text.trim());
  if (!parts) return text.trim();
  const [, type = "", number = ""] = parts;
  return fullType(type, types) + number.replaceAll(" ", "");
}

/** Types as they were typed, with their full names; a device writes few of them, many times. */
const known = new WeakMap<InterfaceTypes, Map<string, string>>();
const mostKnown = 1000;

function fullType(type: string, types: InterfaceTypes): string {
  const names = known.get(types) ?? new Map<string, string>();
  known.set(types, names);
  const name = names.get(type) ?? longestType(type, types);
  if (names.size < mostKnown) names.set(type, name);
  return name;
}

/** The longest entry that begins the typed word and whose full name the word begins; an entry itself is an alias. */
function longestType(type: string, types: InterfaceTypes): string {
  const typed = type.toLowerCase();
  let best: [prefix: string, full: string] = ["", type];
  for (const [prefix, full] of Object.entries(types)) {
    const means = typed === prefix || (typed.startsWith(prefix) && full.toLowerCase().startsWith(typed));
    if (means && prefix.length > best[0].length) best = [prefix, full];
    if (full.toLowerCase() === typed) return full;
  }
  return best[1];
}

/**
 * Every interface of a list: `Gi1/0/1 - 4 , Te1/1/1`, `Ethernet3, Ethernet5`, `5/15 , 7/3` after a type (the type is
 * inherited), ranges whose right side is the last port number alone.
 */
export function expandInterfaces(list: string, types: InterfaceTypes, room = mostInterfaces): string[] {
  const names: string[] = [];
  let type = "";
  for (const item of list.split(",")) {
    const parts = /^([A-Za-z][A-Za-z-]*?)?[ ]?(\d[\d/.:]*)(?:[ ]?-[ ]?(?:[A-Za-z-]*[ ]?)(\d[\d/.:]*))?$/.exec(
      item.trim(),
    );
    if (!parts) {
      if (item.trim()) names.push(canonicalInterface(item, types));
      continue;
    }
    const [, ownType, first = "", last] = parts;
    if (ownType !== undefined) type = fullType(ownType, types);
    names.push(...range(type, first, last, Math.min(widestRange, room - names.length)));
  }
  return names;
}

function range(type: string, first: string, last: string | undefined, widest: number): string[] {
  if (last === undefined) return [type + first];
  const [, stem = "", from = ""] = /^(.*?)(\d+)$/.exec(first) ?? [];
  const to = /(\d+)$/.exec(last)?.[1] ?? "";
  const [low, high] = [Number(from), Number(to)];
  if (from === "" || to === "" || high < low || high - low >= widest) return [`${type}${first}-${last}`];
  return Array.from({ length: high - low + 1 }, (_, index) => `${type}${stem}${low + index}`);
}
