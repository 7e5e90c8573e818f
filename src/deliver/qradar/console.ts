import { setTimeout as pause } from "node:timers/promises";
import { Fault } from "../../model/fault.ts";
import { backoffMs } from "../pace.ts";
import type { Answer, Ask, Exchange } from "./exchange.ts";
import { type Refusal, refusalFault, refusalOf } from "./refusal.ts";

export interface ConsoleOptions {
  readonly exchange: Exchange;
  /** What faults call the console: its URL. */
  readonly where: string;
  /** Token of an authorized service. */
  readonly token: string;
  /** Version of the API; null: the newest that this program knows, as the console offers it. */
  readonly version: string | null;
  /** Something that an operator should know, said once. */
  readonly incident?: (what: string) => void;
  readonly retry?: Retry;
}

export interface Retry {
  readonly attempts: number;
  /** First and longest pause, in milliseconds. */
  readonly backoff: readonly [first: number, most: number];
}

export interface Call {
  readonly method: Ask["method"];
  /** Below `/api`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Answers that the caller understands, beside the good ones (2xx). */
  readonly understood?: (refusal: Refusal) => boolean;
}

export interface Reply {
  readonly status: number;
  readonly headers: Answer["headers"];
  /** JSON; undefined for an answer that the caller said to understand. */
  readonly body: unknown;
  readonly refusal?: Refusal;
}

/** The REST API of one console. @throws Fault `qradar-unreachable`, `qradar-refused`, `qradar-unreadable` */
export interface Console {
  readonly where: string;
  call(call: Call): Promise<Reply>;
  /** Every record of a list, page by page. */
  list(path: string, query?: Readonly<Record<string, string>>): Promise<readonly Record<string, unknown>[]>;
  /** The version of the API that is used. */
  version(): Promise<string>;
}

const patient: Retry = { attempts: 5, backoff: [1_000, 30_000] };
/** The newest version of the API that this program was written for. */
const newest = 26;
const pageSize = 500;

export function qradarConsole(options: ConsoleOptions): Console {
  const { where, incident = () => {} } = options;
  const told = new Set<string>();
  let chosen: Promise<string> | undefined;
  const version = () => (chosen ??= options.version === null ? probe() : Promise.resolve(options.version));

  const probe = async () => {
    const { body } = await send({ method: "GET", path: "/help/versions" }, undefined);
    return chooseVersion(body, where);
  };
  const send = async (call: Call, withVersion: string | undefined): Promise<Reply> => {
    const answer = await patiently(options, ask(call, options.token, withVersion));
    warn(call, answer, withVersion);
    return reply(call, answer, where);
  };
  const warn = ({ path }: Call, { headers }: Answer, used: string | undefined) => {
    if (headers.deprecated === undefined || told.has("deprecated")) return;
    told.add("deprecated");
    incident(
      `the console calls version ${used ?? "?"} of ${path} deprecated; set qradar.version to a newer one`,
    );
  };
  const call = async (one: Call) => send(one, await version());
  return { where, call, version, list: (path, query) => listAll(call, path, query) };
}

function ask({ method, path, query, body, headers }: Call, token: string, version: string | undefined): Ask {
  const search =
    query === undefined ? "" : `?${new URLSearchParams(query).toString().replaceAll("+", "%20")}`;
  const content = body === undefined ? undefined : JSON.stringify(body);
  return {
    method,
    path: `/api${path}${search}`,
    headers: {
      SEC: token,
      Accept: "application/json",
      ...(version === undefined ? {} : { Version: version }),
      ...(content === undefined ? {} : { "Content-Type": "application/json" }),
      "Content-Length": String(Buffer.byteLength(content ?? "")),
      ...headers,
    },
    ...(content === undefined ? {} : { body: content }),
  };
}

/**
 * 429 and 503 are tried again after a pause, as long as `Retry-After` asks for. A broken connection is, too, where asking twice
 * does no harm; a POST may have been done.
 */
async function patiently({ exchange, where, retry = patient }: ConsoleOptions, one: Ask): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt >= retry.attempts;
    try {
      const answer = await exchange(one);
      if ((answer.status !== 429 && answer.status !== 503) || last) return answer;
      const asked = Number(answer.headers["retry-after"]) * 1000;
      const wait = Number.isFinite(asked) && asked > 0 ? Math.min(asked, retry.backoff[1]) : 0;
      await pause(Math.max(wait, backoffMs(attempt - 1, retry.backoff, Math.random)));
    } catch (error) {
      if (error instanceof Fault) throw error;
      if (last || one.method === "POST" || one.method === "PATCH" || untrusted(error as Error))
        throw unreachable(where, error as Error);
      await pause(backoffMs(attempt - 1, retry.backoff, Math.random));
    }
  }
}

function untrusted(error: Error): boolean {
  return /certificate|CERT_|SELF_SIGNED|altname/i.test(
    `${(error as NodeJS.ErrnoException).code} ${error.message}`,
  );
}

function unreachable(where: string, error: Error): Fault {
  const remedy = untrusted(error)
    ? "name its authority with qradar.ca, the name in its certificate with qradar.serverName, or its qradar.fingerprint"
    : "check qradar.url, the route and the firewall";
  return new Fault({ code: "qradar-unreachable", where, what: error.message, remedy, cause: error });
}

function reply(call: Call, answer: Answer, where: string): Reply {
  const { status, headers } = answer;
  const place = `${where}/api${call.path}`;
  if (status >= 200 && status < 300) return { status, headers, body: readJson(place, answer) };
  const refusal = refusalOf(answer);
  if (call.understood?.(refusal)) return { status, headers, body: undefined, refusal };
  throw refusalFault(place, refusal);
}

function readJson(where: string, { text }: Answer): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault({
      code: "qradar-unreadable",
      where,
      what: "the answer is no JSON, so it is not that of the REST API",
      remedy: "check qradar.url: it is that of the console, without a path",
      cause,
    });
  }
}

/** The newest offered version that is known here; when all are newer, the oldest, which has changed least. */
function chooseVersion(body: unknown, where: string): string {
  const offered = (Array.isArray(body) ? body : []) as readonly Record<string, unknown>[];
  const usable = offered
    .filter((one) => one.removed !== true && typeof one.version === "string")
    .map((one) => ({ version: String(one.version), deprecated: one.deprecated === true }))
    .sort((a, b) => Number(b.version) - Number(a.version));
  const known = usable.filter(({ version }) => Number(version) <= newest);
  const found =
    known.find(({ deprecated }) => !deprecated) ?? usable.findLast((one) => !one.deprecated) ?? known[0];
  if (found) return found.version;
  throw new Fault({
    code: "qradar-unreadable",
    where: `${where}/api/help/versions`,
    what: "the console names no version of its API",
    remedy: "set qradar.version",
  });
}

/** Pages by `Range: items=`; the answer's `Content-Range` says how many there are. */
async function listAll(
  call: (one: Call) => Promise<Reply>,
  path: string,
  query?: Readonly<Record<string, string>>,
): Promise<readonly Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for (;;) {
    const Range = `items=${found.length}-${found.length + pageSize - 1}`;
    const { body, headers } = await call({
      method: "GET",
      path,
      ...(query ? { query } : {}),
      headers: { Range },
    });
    const page = Array.isArray(body) ? (body as Record<string, unknown>[]) : [];
    found.push(...page);
    const total = Number(/\/(\d+)$/.exec(headers["content-range"] ?? "")?.[1] ?? Number.NaN);
    if (page.length === 0 || found.length >= total || (Number.isNaN(total) && page.length < pageSize))
      return found;
    // An answer that ignores Range holds everything at once.
    if (page.length > pageSize) return found;
  }
}
