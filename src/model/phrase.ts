// The text form of approved ends and filters: what stands in a baseline file and in every sentence about a difference.
import { readPrefix } from "./address.ts";
import type { ApprovedEnd, ApprovedFilter } from "./approval.ts";
import { interfaceListProblem } from "./interfacelist.ts";
import { isPattern } from "./pattern.ts";
import { readRange } from "./numberrange.ts";

export type Side = "source" | "destination";

/** Kinds that a side may have, as the phrases spell them. */
export const kinds: Readonly<Record<Side, readonly string[]>> = {
  source: [
    ...["interface", "vlan", "remote-vlan", "cpu", "filter", "address", "all"],
    ...["instance", "subnet", "network", "tag"],
  ],
  destination: [
    "interface",
    "remote-vlan",
    "vlan",
    "address",
    "pseudowire",
    "file",
    "module",
    "cpu",
    "collector",
    "load-balancer",
    "endpoint",
    "target",
  ],
};

/** Kinds that may go without a name: IOS XR binds a pseudowire elsewhere. Of the others, an unknown name is `""`. */
const nameless: readonly string[] = ["cpu", "all", "pseudowire"];

const attributes: Readonly<Record<string, keyof ApprovedEnd>> = {
  vrf: "vrf",
  "erspan-id": "erspanId",
  origin: "origin",
  via: "via",
  family: "family",
  term: "term",
  "pw-id": "pwId",
};

/** `interface GigabitEthernet1/0/1-4 rx`, `address 10.1.0.0/24 vrf MGMT`. */
export function endPhrase(end: ApprovedEnd, side: Side): string {
  const kind = side === "destination" && end.kind === "vlan" ? "remote-vlan" : end.kind;
  const words = end.value === "" && nameless.includes(kind) ? [kind] : [kind, quoted(end.value)];
  if (end.direction && end.direction !== "both") words.push(end.direction);
  for (const [word, field] of Object.entries(attributes)) {
    if (end[field] !== undefined) words.push(word, quoted(String(end[field])));
  }
  if (end.ingress) words.push("ingress");
  return words.join(" ");
}

/** `vlan 10,20-30`, `access-group SPAN-ACL`; a word that stands alone in the config (`acl`) is said once. */
export function filterPhrase({ kind, value }: ApprovedFilter): string {
  return value === "" || value === kind ? kind : `${kind} ${value}`;
}

/**
 * Reads a filter phrase: its first word is the kind, the rest the value. A vendor's kind may have several words
 * (`ip address WEB`), so filters are compared as their phrases read, not as a config states them.
 */
export function readFilter(text: string): ApprovedFilter {
  const [kind, ...rest] = text.trim().split(/\s+/);
  return { kind: kind ?? "", value: rest.join(" ") };
}

/** Reads an end phrase, or says in words what is wrong with it and what is allowed. */
export function readEnd(
  text: string,
  side: Side,
): { readonly end: ApprovedEnd } | { readonly problem: string } {
  const words = split(text);
  if (!words) return { problem: `the quotes in ${text} do not close` };
  const kind = words[0]?.text ?? "";
  if (!kinds[side].includes(kind)) {
    return { problem: `unknown kind of ${side} "${kind}"; allowed are ${kinds[side].join(", ")}` };
  }
  const end: Record<string, unknown> = {
    kind: side === "destination" && kind === "remote-vlan" ? "vlan" : kind,
  };
  const length = valueLength(words, side);
  end.value = words
    .slice(1, 1 + length)
    .map((word) => word.text)
    .join("");
  const problem =
    readAttributes(end, words.slice(1 + length), side) ?? valueProblem(end as never, length > 0);
  return problem ? { problem } : { end: end as unknown as ApprovedEnd };
}

interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

function isKeyword(word: string, side: Side): boolean {
  if (side === "source" ? ["rx", "tx", "both"].includes(word) : word === "ingress") return true;
  return Object.hasOwn(attributes, word);
}

/** How many words make the value: `Gi 1/0/1 - 4, 7` is one list, and a word that cannot go on with it is none of it. */
function valueLength(words: readonly Word[], side: Side): number {
  let length = 0;
  for (const word of words.slice(1)) {
    if (!word.quoted && isKeyword(word.text, side)) break;
    if (
      length > 0 &&
      !continues(words[length]!.text, word.text, length === 1 && words[0]!.text === "interface")
    )
      break;
    length += 1;
  }
  return length;
}

function continues(before: string, next: string, mayBeType: boolean): boolean {
  return (
    /[,-]$/.test(before) ||
    /^[,-]/.test(next) ||
    (mayBeType && /^[A-Za-z-]+$/.test(before) && /^\d/.test(next))
  );
}

function split(text: string): Word[] | undefined {
  const words: Word[] = [];
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|\S+/gs)) {
    if (!match[0].startsWith('"')) words.push({ text: match[0], quoted: false });
    else if (!/^"(?:[^"\\]|\\["\\])*"$/s.test(match[0])) return undefined;
    else words.push({ text: match[0].slice(1, -1).replace(/\\(["\\])/g, "$1"), quoted: true });
  }
  return words;
}

function quoted(text: string): string {
  const plain = !/[\s"]/.test(text) && text !== "" && !isKeyword(text, "source") && text !== "ingress";
  return plain ? text : `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function readAttributes(
  end: Record<string, unknown>,
  words: readonly Word[],
  side: Side,
): string | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!.text;
    const field = attributes[word];
    if (side === "source" && ["rx", "tx", "both"].includes(word)) end.direction = word;
    else if (side === "destination" && word === "ingress") end.ingress = true;
    else if (!field || !Object.hasOwn(attributes, word))
      return `"${word}" is not understood; ${allowedWords(side)}`;
    else {
      const value = words[++at]?.text;
      if (value === undefined) return `a value is missing after ${word}`;
      if (!word.endsWith("-id")) end[field] = value;
      else if (/^\d{1,10}$/.test(value)) end[field] = Number(value);
      else return `${word} takes a number, not "${value}"`;
    }
  }
  return undefined;
}

function allowedWords(side: Side): string {
  const own = side === "source" ? "rx, tx, both" : "ingress";
  return `after the name may follow ${own}, ${Object.keys(attributes).join(", ")}`;
}

function valueProblem(end: ApprovedEnd, named: boolean): string | undefined {
  const { kind, value } = end;
  if (!named && !nameless.includes(kind)) return `a name is missing after ${kind}`;
  if (value === "") return undefined;
  if (kind === "interface") return interfaceListProblem(value);
  if (kind.endsWith("vlan")) return vlanProblem(value);
  const numeric = /^[\d./]+$|[:/]/.test(value) && !isPattern(value);
  if ((kind === "address" || kind === "pseudowire") && numeric && !readPrefix(value)) {
    return `"${value}" is neither an address nor a prefix such as 10.1.0.0/24`;
  }
  return undefined;
}

/** What is wrong with a VLAN list, in words; a text that is none is a VLAN's name. */
export function vlanProblem(value: string): string | undefined {
  if (!/^[\d,\s-]+$/.test(value) || !/\d/.test(value)) return undefined;
  const intervals = readRange(value);
  if (!intervals) return `"${value}" is no VLAN range; write it like 10,20-30`;
  const last = intervals.at(-1)![1];
  return last > 4094 || intervals[0]![0] < 1
    ? `VLANs run from 1 to 4094, but ${value} goes outside`
    : undefined;
}
