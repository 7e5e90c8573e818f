// What a console means when it does not do what it was asked, in words.
import { Fault } from "../../model/fault.ts";
import type { Answer } from "./exchange.ts";

/** The body of an error as far as it can be read; consoles answer with JSON, and their web server with HTML. */
export interface Refusal {
  readonly status: number;
  /** QRadar's own code, unique within one path only; undefined when the answer has none. */
  readonly code: number | undefined;
  readonly message: string;
}

const longest = 300;

export function refusalOf({ status, text }: Answer): Refusal {
  const body = jsonObject(text);
  const code = typeof body?.code === "number" ? body.code : undefined;
  const said = [body?.message, body?.description].find((one) => typeof one === "string" && one !== "");
  return { status, code, message: oneLine(typeof said === "string" ? said : withoutMarkup(text)) };
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function withoutMarkup(text: string): string {
  return text.replace(/<(style|script|head)\b[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ");
}

function oneLine(text: string): string {
  const line = text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** Status, or what the message says, -> what to do. */
const remedies: readonly (readonly [when: RegExp | number, remedy: string])[] = [
  [/insufficient capabilities/i, "give the authorized service a user role that may do this, and deploy"],
  [
    /No SEC header|unauthorized/i,
    "check the token of qradar.token and that the authorized service is deployed and not expired",
  ],
  [401, "check the token of qradar.token and that the authorized service is deployed and not expired"],
  [403, "give the authorized service a user role that may do this, and deploy"],
  [404, "check qradar.url and qradar.version; this path is not known there"],
  [409, "it exists already; run the command again"],
  [422, "the console did not accept a value; the message says which"],
  [429, "run it again later; the console limits requests"],
  [500, "see /var/log/qradar.error on the console"],
  [503, "run it again later; the console is busy or starting"],
];

export function refusalFault(where: string, refusal: Refusal): Fault {
  const { status, code, message } = refusal;
  const found = remedies.find(([when]) => (typeof when === "number" ? when === status : when.test(message)));
  const number = code === undefined ? "" : `/${code}`;
  return new Fault({
    code: "qradar-refused",
    where,
    what: `the console answered ${status}${number}${message === "" ? "" : `: ${message}`}`,
    remedy: found?.[1] ?? "check qradar.url; something other than a QRadar console may have answered",
  });
}
